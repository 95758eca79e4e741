/** What is set for a conversation, whoever set it: for the model, and for the broker itself. */
import type { ConversationSettings } from '../model/voice-model.ts';
import type { ResumePolicy } from './lifecycle/lifecycle.ts';

/** Kinds of tools that the model may use; who offers them looks here. */
export interface ToolSwitches {
  /** Whose servers these are. */
  readonly tenantId: string;
  /** Whose device it is; undefined for a device of nobody's. */
  readonly ownerId?: string | undefined;
  /** Those that the device offers itself. */
  readonly device: boolean;
  readonly mcp: boolean;
  readonly agent: boolean;
  readonly knowledgeBase: boolean;
  readonly agents: boolean;
  readonly knowledgeBaseId?: string | undefined;
  readonly lambdaArn?: string | undefined;
  /** Ids. */
  readonly mcpServers: readonly string[];
}

export interface SessionSettings {
  readonly model: ConversationSettings;
  /** Of an answer that a lost link cut off, unless the device says otherwise. */
  readonly resume: ResumePolicy;
  /** What the device says first; undefined: it waits for the user. */
  readonly greeting?: string | undefined;
  /** BCP 47: of the broker's own words. Default: what the device said of itself. */
  readonly language?: string | undefined;
  /** People have consented to recordings. */
  readonly recording: boolean;
  readonly tools?: ToolSwitches | undefined;
  /** Of the device's configuration, where it has one. */
  readonly configRevision?: number | undefined;
}

/** Asked when a conversation begins. */
export type ReadSettings = (deviceId: string) => SessionSettings | Promise<SessionSettings>;

/** Whether a stream that was opened with the one may serve for the other. */
export const sameForModel = (a: ConversationSettings, b: ConversationSettings): boolean =>
  a === b || JSON.stringify(entriesOf(a)) === JSON.stringify(entriesOf(b));

const entriesOf = (settings: ConversationSettings): unknown[] =>
  Object.entries(settings)
    .filter(([, value]) => value !== undefined)
    .sort(([x], [y]) => (x < y ? -1 : 1));
