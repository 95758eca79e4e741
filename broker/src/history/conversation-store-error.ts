/** The one error class of the conversation store. */
export type ConversationStoreErrorCode =
  | 'INVALID_ID'
  | 'NOT_READABLE'
  | 'NOT_WRITABLE'
  | 'OVERLOADED'
  | 'CLOSED';

export class ConversationStoreError extends Error {
  override readonly name = 'ConversationStoreError';
  readonly code: ConversationStoreErrorCode;

  /** `message` says what was wrong and what to do. */
  constructor(code: ConversationStoreErrorCode, message: string, options?: ErrorOptions) {
    super(message, options);
    this.code = code;
  }

  static invalidId(deviceId: string): ConversationStoreError {
    const rule = 'Use 1 to 64 of A-Z a-z 0-9 . _ : - and start with a letter or digit.';
    return new ConversationStoreError('INVALID_ID', `"${deviceId}" is not a device id. ${rule}`);
  }

  static closed(): ConversationStoreError {
    return new ConversationStoreError('CLOSED', 'The conversation store is closed. Open it anew.');
  }
}
