/** The tools of a conversation as one of its sources sees those of the others: an agent works with them. */
import type { ToolSpec } from '../model/voice-model.ts';
import type { ToolOutcome } from './tool-call.ts';

export interface SiblingTools {
  /** Those that the model is offered now, without agents: no agent asks itself, nor another. */
  specs(): readonly ToolSpec[];
  /**
   * A call with an id of its own: bounded, counted, observed and audited like those of the model, which learns nothing
   * of it. Never rejects. `input` is JSON text.
   */
  call(name: string, input: string, signal: AbortSignal): Promise<ToolOutcome>;
}
