/** `pipit talk`: a device from the shell, for a broker that runs somewhere. */
import { type AudioSink, type DeviceSession, PipitDevice, systemClock } from '@pipit/device-sdk';
import { AlsaSpeaker, WavSink, alsaMicrophone } from '@pipit/device-sdk/node';
import { Command } from 'commander';
import { resolve } from 'node:path';
import { createInterface } from 'node:readline';
import { readEnvironment } from '../config/environment.ts';
import { type Output, UsageError, bold, createOutput, dim } from './output.ts';
import { SpokenQuestions, readQuestion } from './spoken-question.ts';

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
  answerTimeout: string;
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
    .option('--answer-timeout <seconds>', 'with --in: how long to wait for the answer', '45')
    .option('--json', 'end with one JSON object', false)
    .action((flags: TalkFlags) => talk(flags));
}

async function talk(flags: TalkFlags): Promise<void> {
  const output = createOutput(flags.json);
  const identity = identityOf(flags);
  if (!flags.in === !flags.mic) throw new UsageError('Say where the voice comes from: --in FILE or --mic.');
  const question = flags.in === undefined ? undefined : await readQuestion(resolve(flags.in));
  const stop = new AbortController();
  const onSignal = () => stop.abort();
  process.once('SIGINT', onSignal).once('SIGTERM', onSignal);
  try {
    await using device = new PipitDevice({ ...identity, reconnect: { maxAttempts: 3 } });
    await device.connect({ signal: stop.signal });
    output.line(`${bold('connected')}  ${identity.url} as ${identity.deviceId}`);
    const mode = flags.pushToTalk ? 'PUSH_TO_TALK' : flags.duplex ? 'ALWAYS_OPEN' : 'AUTOMATIC';
    const session = await device.openSession({ mode });
    const sinks = sinksOf(flags, output);
    for (const sink of sinks) await session.play(sink);
    const told = listen(session, output);
    const ended = session.waitForState('ENDED');
    await session.waitForState('LISTENING', stop.signal);
    const talking = question
      ? askOnce(session, question, flags, stop.signal)
      : talkLive(session, flags, output, stop.signal);
    await Promise.race([talking, ended]);
    const { uplink, playout } = session.figures;
    await session.close();
    for (const sink of sinks) await sink.close();
    output.result({ ...told, endReason: session.endReason, frames: { ...uplink, ...playout } });
  } catch (error) {
    if (!stop.signal.aborted) throw error;
  } finally {
    process.off('SIGINT', onSignal).off('SIGTERM', onSignal);
  }
}

function identityOf(flags: TalkFlags) {
  const environment = readEnvironment();
  const url = flags.url ?? environment.deviceUrl ?? 'mqtt://127.0.0.1:1883';
  const deviceId = flags.id ?? environment.deviceId;
  const secret = flags.secret ?? environment.deviceSecret;
  if (!deviceId)
    throw new UsageError('Which device is this? Give --id or PIPIT_DEVICE_ID (see: pipit device add ID).');
  if (!secret)
    throw new UsageError(`What is the secret of ${deviceId}? Give PIPIT_DEVICE_SECRET or --secret.`);
  return { url, deviceId, secret };
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
  session.on('ended', ({ reason, text }) => output.progress(`The conversation ended (${reason}): ${text}`));
  return told;
}

type Recording = Awaited<ReturnType<typeof readQuestion>>;

async function askOnce(
  session: DeviceSession,
  question: Recording,
  flags: TalkFlags,
  signal: AbortSignal,
): Promise<void> {
  const deadline = AbortSignal.any([
    signal,
    AbortSignal.timeout(Math.ceil(question.durationMs + Number(flags.answerTimeout) * 1000)),
  ]);
  const microphone = new SpokenQuestions(systemClock);
  const mute = new AbortController();
  const heard = session.once('playbackFinished', deadline);
  if (flags.pushToTalk) session.startListening('PUSH_TO_TALK');
  const streaming = session.stream(microphone.stream(AbortSignal.any([deadline, mute.signal])));
  try {
    await microphone.ask(question);
    if (flags.pushToTalk) session.stopListening();
    await heard;
  } catch (error) {
    if (!deadline.aborted || signal.aborted) throw error;
    throw new UsageError(`There was no answer within ${flags.answerTimeout} s.`, { cause: error });
  } finally {
    mute.abort();
    await streaming;
  }
}

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
  try {
    await session.stream(alsaMicrophone({ ...device, signal }), signal);
  } finally {
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
