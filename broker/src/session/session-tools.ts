/** What a conversation may have done for it. Who does it, and how, is not its business: see `tools/`. */
import type { ToolSpec } from '../model/voice-model.ts';
import type { ConversationContext, ConversationEvent } from './conversation-events.ts';
import type { SessionSettings } from './session-settings.ts';

export interface SessionTools {
  /** What the model may call now. */
  readonly specs: readonly ToolSpec[];
  /** Resolves when the first list is known as far as it will be soon. Never rejects. */
  readonly ready: Promise<void>;
  /** What is set for the device is known, or has changed. */
  configure(settings: SessionSettings): void;
  /** There will be one result, whatever becomes of it. `input` is JSON text, as the model wrote it. */
  call(toolUseId: string, name: string, input: string): void;
  /** What still runs is cancelled; nothing is told any more. Idempotent. */
  close(): void;
}

export interface SessionToolsContext extends ConversationContext {
  /** `specs` has changed. */
  readonly onChanged: () => void;
  /** `json` is JSON text. */
  readonly onResult: (toolUseId: string, json: string) => void;
  /** A call takes so long that the user should hear something. */
  readonly onSlow: () => void;
  readonly observe: (event: ConversationEvent) => void;
}

export type OpenTools = (context: SessionToolsContext) => SessionTools;
