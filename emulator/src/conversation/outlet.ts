/** Where a conversation's doings go; the session turns them into events of the service. */

export interface Outlet {
  userSpeechStarted(atMs: number): void;
  userSpeechEnded(atMs: number, detectedAtMs: number): void;
  /** The words of a turn, once, final. */
  userSaid(text: string): void;
  /** The mind starts to think about the turn that ended. */
  answerStarted(context: Iterable<string>): void;
  toolCalled(toolUseId: string, toolName: string, input: Record<string, unknown>): void;
  /** A sentence that is about to be spoken. */
  planned(text: string): void;
  audioStarted(): void;
  audio(pcm: Int16Array): void;
  audioEnded(stopReason: 'PARTIAL_TURN' | 'END_TURN'): void;
  /** A sentence that was spoken, or the mark of an interruption. */
  spoken(text: string, stopReason: 'PARTIAL_TURN' | 'END_TURN' | 'INTERRUPTED'): void;
  interrupted(): void;
  /** Undefined while the client keeps up, else resolves when it has room again. */
  room(): Promise<void> | undefined;
  /** The mind, the ears or the voice failed; the conversation is over. */
  failed(cause: unknown): void;
}
