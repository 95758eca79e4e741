/**
 * That a session is closed, told to the broker until it has heard it: when the link is lost on which it was said, or there
 * is none, it is told on the next one. Else the broker would hold the conversation for nobody.
 */
import { Reason } from '@pipit/protocol';
import type { SendControl } from './session-outbox.ts';

export class CloseNotice {
  readonly #send: SendControl;
  /** Of the last session only: opening it has ended those before at the broker [SES-3]. */
  #untold: number | undefined;

  /** `send` sends nothing while there is no link. */
  constructor(send: SendControl) {
    this.#send = send;
  }

  tell(session: number): void {
    this.#untold = session;
    this.tellAgain();
  }

  /** On a new link, before anything else about sessions. */
  tellAgain(): void {
    const session = this.#untold;
    if (session === undefined) return;
    const value = { session, reason: Reason.REQUESTED };
    this.#send({ kind: 'sessionClose', value }, () => this.heard(session));
  }

  /** The broker knows. */
  heard(session: number): void {
    if (this.#untold === session) this.#untold = undefined;
  }
}
