/** `pipit talk`: a device from the shell, for a broker that runs somewhere. */
import { type AudioSink, type DeviceSession, PipitDevice, type SessionTurnReport } from '@pipit/device-sdk';
import { AlsaSpeaker, WavSink, alsaMicrophone } from '@pipit/device-sdk/node';
import { Command, InvalidArgumentError } from 'commander';
import { resolve } from 'node:path';
import { createInterface } from 'node:readline';
import { markNamed } from '../session/turns/turn-report.ts';
import { askOnce } from './ask-once.ts';
import { type DeviceIdentity, identityOf } from './device-identity.ts';
import { interruptible } from './interruption.ts';
import { type Output, UsageError, bold, createOutput, dim } from './output.ts';
import { type Question, readQuestion } from './spoken-question.ts';
import { waterfallChart } from './waterfall-chart.ts';

interface TalkFlags {
  url?: string;
  id?: string;
  secret?: string;
  in?: string;
  mic?: string | true;
  out?: string;
  speaker?: string | true;
  pushToTalk?: boolean;
  duplex?: boolean;
  /** Seconds. */
  answerTimeout: number;
  waterfall?: boolean;
  json: boolean;
}

export function talkCommand(): Command {
  return new Command('talk')
    .description('be a device: speak from a file or a microphone, hear the answer')
    .option('--url <url>', 'broker, like mqtt://192.168.1.2:1883 (PIPIT_URL)')
    .option('--id <device>', 'device id (PIPIT_DEVICE_ID)')
    .option(
      '--secret <secret>',
      "the device's secret; better in PIPIT_DEVICE_SECRET, where no process list shows it",
    )
    .option('--in <file>', 'WAV to ask with; ends after the answer')
    .option('--mic [device]', 'ALSA microphone; until Ctrl-C')
    .option('--out <file>', 'WAV for the answers')
    .option('--speaker [device]', 'ALSA loudspeaker')
    .option('--push-to-talk', 'speak between two presses of Enter')
    .option(
      '--duplex',
      'keep the microphone open while the answer plays (needs echo cancellation or a headset)',
    )
    .option('--answer-timeout <seconds>', 'with --in: how long to wait for the answer', seconds, 45)
    .option('--waterfall', 'show what the time of each turn went into')
    .option('--json', 'end with one JSON object', false)
    .action((flags: TalkFlags) => talk(flags));
}

async function talk(flags: TalkFlags): Promise<void> {
  const output = createOutput(flags.json);
  const identity = identityOf(flags);
  if (!flags.in === !flags.mic) throw new UsageError('Say where the voice comes from: --in FILE or --mic.');
  const question = flags.in === undefined ? undefined : await readQuestion(resolve(flags.in));
  await interruptible((signal) => converse(identity, question, flags, output, signal));
}

/** A broker that was never there is given up soon; one that is restarted later is waited for. */
const FIRST_ATTEMPTS = 3;

async function connectSoon(device: PipitDevice, signal: AbortSignal): Promise<void> {
  const tooLong = new AbortController();
  let attempts = 0;
  const forget = device.on('disconnected', (error) => {
    if (++attempts >= FIRST_ATTEMPTS) tooLong.abort(error);
  });
  try {
    await device.connect({ signal: AbortSignal.any([signal, tooLong.signal]) });
  } finally {
    forget();
  }
}

async function converse(
  identity: DeviceIdentity,
  question: Question | undefined,
  flags: TalkFlags,
  output: Output,
  stop: AbortSignal,
): Promise<void> {
  const failure = new AbortController();
  const signal = AbortSignal.any([stop, failure.signal]);
  await using device = new PipitDevice(identity);
  await connectSoon(device, signal);
  output.line(`${bold('connected')}  ${identity.url} as ${identity.deviceId}`);
  const mode = flags.pushToTalk ? 'PUSH_TO_TALK' : flags.duplex ? 'ALWAYS_OPEN' : 'AUTOMATIC';
  const { waterfall: turnReports = false } = flags;
  const session = await device.openSession({ mode, turnReports });
  const told = listen(session, output);
  const turns = turnReports ? drawTurns(session, output) : undefined;
  const sinks = sinksOf(flags, output);
  session.on('error', (error) => failure.abort(error));
  try {
    for (const sink of sinks) await session.play(sink);
    await session.waitForState('LISTENING', signal);
    if (question) await askOnce({ session, question, flags, output, signal });
    else await talkLive(session, flags, output, signal);
    if (question) await turns?.settled();
    await session.close();
  } finally {
    for (const sink of sinks) await sink.close();
  }
  failure.signal.throwIfAborted();
  const { uplink, playout } = session.figures;
  const drawn = turns && { turns: turns.reports };
  output.result({ ...told, ...drawn, endReason: session.endReason, frames: { ...uplink, ...playout } });
}

function sinksOf(flags: TalkFlags, output: Output): AudioSink[] {
  const sinks: AudioSink[] = [];
  if (flags.out !== undefined) sinks.push(new WavSink(resolve(flags.out)));
  if (flags.speaker) {
    const device = flags.speaker === true ? {} : { device: flags.speaker };
    sinks.push(new AlsaSpeaker(device, (error) => output.progress(error.message)));
  }
  if (sinks.length === 0) output.progress('No --out and no --speaker: the answer is shown, not heard.');
  return sinks;
}

/** Shows what is said, and keeps it for the result. */
function listen(session: DeviceSession, output: Output): { heard: string[]; said: string[] } {
  const told = { heard: [] as string[], said: [] as string[] };
  session.on('transcript', ({ role, stage, text }) => {
    if (role === 'USER') {
      told.heard.push(text);
      output.line(`${bold('heard')}  ${text}`);
    } else if (stage === 'FINAL') told.said.push(text);
    else output.line(`${bold('says')}   ${text}`);
  });
  session.on('ended', ({ reason, text }) => {
    if (reason !== 'REQUESTED') output.progress(`The conversation ended (${reason}): ${text}`);
  });
  return told;
}

/** The broker tells of a turn when the device has told it how the answer ended. */
const REPORT_TIMEOUT_MS = 3000;

function drawTurns(session: DeviceSession, output: Output) {
  const reports: SessionTurnReport[] = [];
  session.on('turnReport', (report) => {
    reports.push(report);
    const moments = report.moments.flatMap(({ mark: name, atMs }) => {
      const mark = markNamed(name);
      return mark ? [{ mark, atMs }] : [];
    });
    output.line(`${bold('turn')}   ${reports.length}`);
    for (const line of waterfallChart(moments, { columns: output.columns, faint: dim })) output.line(line);
  });
  /** A broker that does not know of reports sends none. */
  const settled = async (): Promise<void> => {
    if (reports.length > 0) return;
    await session.once('turnReport', AbortSignal.timeout(REPORT_TIMEOUT_MS)).catch(() => {});
  };
  return { reports, settled };
}

/** Until Ctrl-C, which is how such a conversation ends, or until the broker ends it. */
async function talkLive(
  session: DeviceSession,
  flags: TalkFlags,
  output: Output,
  signal: AbortSignal,
): Promise<void> {
  const device = flags.mic === true || flags.mic === undefined ? {} : { device: flags.mic };
  output.progress(
    flags.pushToTalk ? 'Enter to speak, Enter again to send, Ctrl-C to end.' : 'Speak. Ctrl-C to end.',
  );
  const keys = flags.pushToTalk ? pushToTalk(session, output) : undefined;
  const over = new AbortController();
  const microphone = alsaMicrophone({ ...device, signal: AbortSignal.any([signal, over.signal]) });
  try {
    await Promise.race([session.stream(microphone, signal), session.waitForState('ENDED')]);
  } catch (error) {
    if (!signal.aborted) throw error;
  } finally {
    over.abort();
    keys?.close();
  }
}

function pushToTalk(session: DeviceSession, output: Output) {
  let speaking = false;
  const keys = createInterface({ input: process.stdin });
  keys.on('line', () => {
    speaking = !speaking;
    if (speaking) session.startListening('PUSH_TO_TALK');
    else session.stopListening();
    output.progress(speaking ? dim('listening …') : dim('thinking …'));
  });
  return keys;
}

function seconds(text: string): number {
  const value = Number(text);
  if (!(value > 0 && value <= 3600)) throw new InvalidArgumentError('Use a number of seconds up to 3600.');
  return value;
}
