/** What the client did wrong in a session, in the words of the service. */

export const faultMessages = {
  invalid: 'Invalid input request, please fix your input and try again.',
  historyTooLong: 'Chat history is over max limit. Trim chat history and try again.',
  historyIncomplete: 'Chat history should be sent completely before streaming audio.',
  contentsOpen: 'All contents must be closed before ending prompt.',
  toolResponse: 'Tool Response parsing error.',
  toolMediaType: 'Tool result media type must be one of: [text/plain]',
} as const;

/** Becomes a ValidationException. `detail` says what exactly was wrong; the service itself keeps that to itself. */
export class InputFault extends Error {
  override readonly name = 'InputFault';
  readonly detail: string;

  constructor(kind: keyof typeof faultMessages, detail: string) {
    super(faultMessages[kind]);
    this.detail = detail;
  }
}
