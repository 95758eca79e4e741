/** Shows what happens, live: a line of text, or a line of JSON, for every event. */
import type { EmulatorEvent, EmulatorStats } from './emulator-events.ts';
import type { LocalPartsProgress } from './local.ts';

export interface Narrator {
  progress(progress: LocalPartsProgress): void;
  /** Something failed that conversations survive. */
  trouble(message: string): void;
  listening(url: string, brain: string): void;
  event(event: EmulatorEvent): void;
  stopped(stats: EmulatorStats): void;
}

export function createNarrator(print: (line: string) => void, json: boolean): Narrator {
  return json ? jsonNarrator(print) : textNarrator(print);
}

function jsonNarrator(print: (line: string) => void): Narrator {
  const write = (value: unknown) => print(JSON.stringify(value));
  return {
    progress: (progress) => write({ kind: 'progress', progress }),
    trouble: (message) => write({ kind: 'trouble', message }),
    listening: (url, brain) => write({ kind: 'listening', url, brain }),
    event: (event) => write(plain(event)),
    stopped: (stats) => write({ kind: 'stopped', stats }),
  };
}

/** Streams have short numbers in text. */
function textNarrator(print: (line: string) => void): Narrator {
  const numbers = new Map<string, number>();
  let last = 0;
  return {
    progress(progress) {
      if (progress.kind === 'fetching')
        print(`fetching ${progress.spec} (${Math.round(progress.bytes / 1024)} KiB, once) …`);
      if (progress.kind === 'damaged') print(`${progress.file} is damaged and is fetched again`);
      if (progress.kind === 'starting') print('starting the ears and the voice …');
    },
    trouble: (message) => print(`trouble: ${message}`),
    listening(url, brain) {
      print(`Nova Sonic emulator (${brain}) at ${url}`);
      print(`For any program that uses an AWS SDK:  AWS_ENDPOINT_URL_BEDROCK_RUNTIME=${url}`);
    },
    event(event) {
      if (event.kind === 'streamRefused') return print(`      refused: ${event.error}: ${event.message}`);
      if (event.kind === 'streamOpened') numbers.set(event.streamId, ++last);
      const number = numbers.get(event.streamId) ?? 0;
      if (event.kind === 'streamEnded') numbers.delete(event.streamId);
      print(`${`#${number}`.padStart(5)} ${describe(event)}`);
    },
    stopped: (stats) =>
      print(
        `stopped after ${stats.streams} streams, ${stats.turns} turns, ${stats.interruptions} interruptions`,
      ),
  };
}

function describe(event: Exclude<EmulatorEvent, { kind: 'streamRefused' }>): string {
  switch (event.kind) {
    case 'streamOpened':
      return `opened (${event.modelId})`;
    case 'heard':
      return `heard: ${event.text}`;
    case 'said':
      return `said:  ${event.text}`;
    case 'toolCalled':
      return `calls ${event.toolName} ${JSON.stringify(event.input)}`;
    case 'toolAnswered':
      return `tool says ${event.result}`;
    case 'interrupted':
      return 'was interrupted';
    case 'fault':
      return `fault on demand: ${JSON.stringify(event.fault)}`;
    case 'streamEnded': {
      const { reason, durationMs } = event;
      const why = reason.kind === 'error' ? `${reason.error}: ${reason.message}` : reason.kind;
      const cause =
        reason.kind === 'error' && reason.cause !== undefined ? ` (${messageOf(reason.cause)})` : '';
      return `ended after ${(durationMs / 1000).toFixed(1)} s: ${why}${cause}`;
    }
  }
}

/** An Error has no fields that JSON would show. */
function plain(event: EmulatorEvent): unknown {
  if (event.kind !== 'streamEnded' || event.reason.kind !== 'error' || event.reason.cause === undefined)
    return event;
  return { ...event, reason: { ...event.reason, cause: messageOf(event.reason.cause) } };
}

const messageOf = (cause: unknown) => (cause instanceof Error ? cause.message : String(cause));
