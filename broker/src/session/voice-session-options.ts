/** All that a conversation is given. */
import type { ListenMode } from '@pipit/protocol';
import type { Clock } from '../clock.ts';
import type { DeviceLink } from '../device/device-link.ts';
import type { ConversationStore } from '../history/conversation-store.ts';
import type { HistoryMessage, VoiceModel } from '../model/voice-model.ts';
import type { ConversationEvent } from './conversation-events.ts';
import type { OpenTape } from './conversation-sound.ts';
import type { OpenTools } from './session-tools.ts';
import type { DownlinkOptions } from './downlink/downlink.ts';
import type { EchoPolicy } from './uplink/echo-policy.ts';
import type { DeadlineName, PhraseName } from './lifecycle/lifecycle.ts';
import type { RenewalTimes } from './streams/renewal-timer.ts';
import type { SessionSettings } from './session-settings.ts';
import type { StartupTimer } from './startup-timer.ts';

/** What was said before this conversation began. */
export interface Past {
  readonly messages: readonly HistoryMessage[];
  /** The user's last words, when the model has not answered them. */
  readonly unanswered?: string | undefined;
}

/** What the broker itself says. */
export interface Phrases {
  /** PCM at 24 kHz. */
  get(name: PhraseName, language?: string): { readonly text: string; readonly pcm: Int16Array };
}

export interface VoiceSessionOptions {
  readonly link: DeviceLink;
  /** The device's number for it. */
  readonly session: number;
  readonly sessionId: string;
  readonly frameDurationMs: number;
  readonly mode: ListenMode;
  readonly turnReports: boolean;
  /** The device had it open with a broker that was restarted since. */
  readonly restored: boolean;
  readonly past: Past | Promise<Past>;
  readonly model: VoiceModel;
  /** While they are being read, those of `fallback` hold. */
  readonly settings: SessionSettings | Promise<SessionSettings>;
  readonly fallback: SessionSettings;
  /** Runs since the device asked. */
  readonly startup: StartupTimer;
  readonly codec: DownlinkOptions['codec'];
  readonly echo: EchoPolicy;
  readonly renewal: RenewalTimes;
  /** 0 for never. */
  readonly deadlinesMs: Readonly<Record<Exclude<DeadlineName, 'renewal'>, number>>;
  /** Microphone audio held while the model is being opened. */
  readonly maxHeldMs: number;
  /** Answer audio held for the device. */
  readonly maxAnswerMs: number;
  /** The same while the device is away. */
  readonly maxAwayAnswerMs: number;
  readonly phrases?: Phrases | undefined;
  readonly store?: ConversationStore | undefined;
  /** Takes down the sound of the conversation, where people consent. */
  readonly openTape?: OpenTape | undefined;
  readonly openTools?: OpenTools | undefined;
  readonly clock: Clock;
  readonly wallClock: () => number;
  /** In [0, 1). */
  readonly random: () => number;
  /** These must not throw. */
  readonly observe: (event: ConversationEvent) => void;
  readonly onIgnored: (state: string, event: string) => void;
  /** Our own code failed: the session ends with INTERNAL. */
  readonly onFault: (error: unknown) => void;
  /** Called once, last. */
  readonly onEnded: () => void;
}
