/** Types of the plain JavaScript broker for the TypeScript tests. */
import type {
  Audio,
  BrokerBody,
  DeviceBody,
  DeviceConfig,
  ErrorCode,
  Init,
  ProtocolError,
  SelfTestReport,
} from '@pipit/protocol';
import type { Aedes } from 'aedes';

type Values = { [Body in DeviceBody as Body['kind']]: Body['value'] } & {
  audio: Audio;
  malformed: ProtocolError;
  disconnected: Record<string, never>;
};

export interface FakeConnection {
  send<Kind extends BrokerBody['kind']>(
    kind: Kind,
    value: Init<Extract<BrokerBody, { kind: Kind }>['value']>,
    correlationId?: number,
    deadlineMs?: number,
  ): void;
  sendAudio(audio: Init<Audio>): void;
  sendRaw(topic: 'audioDown' | 'controlDown', payload: Uint8Array): void;
  answer(
    session: number,
    generation: number,
    packets: readonly Uint8Array[],
    options?: { leadFrames?: number; end?: boolean; firstSequence?: number },
  ): void;
}

export interface FakeBroker {
  readonly aedes: Aedes;
  /** May be changed while it runs. */
  readonly options: FakeBrokerOptions;
  readonly heard: { deviceId: string; kind: keyof Values; value: Values[keyof Values] }[];
  readonly url: string;
  readonly wsUrl: string;
  readonly tcpPort: number;
  readonly connection: (deviceId: string) => FakeConnection;
  readonly hear: <Kind extends keyof Values>(
    kind: Kind,
    fits?: (value: Values[Kind]) => boolean,
  ) => Promise<Values[Kind]>;
  readonly configure: (deviceId: string, config: Init<DeviceConfig>) => Promise<unknown>;
  readonly cut: () => void;
  readonly close: () => Promise<void>;
}

export interface FakeBrokerOptions {
  devices?: Record<string, string>;
  knowsConfig?: boolean;
  answerHello?: boolean;
  answerOpen?: boolean;
  clockOffsetMs?: number;
  echo?: boolean;
  frameDurationMs?: number;
  playbackSampleRateHz?: number;
  selfTest?: {
    report?: Init<SelfTestReport>;
    error?: ErrorCode;
    loses?: (sequence: number) => boolean;
  };
  resume?: 'go on' | 'forget' | 'restarted' | 'say nothing';
}

export function startFakeBroker(options?: FakeBrokerOptions): Promise<FakeBroker>;
