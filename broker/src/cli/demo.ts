/** `pipit demo`: everything on this machine; a device asks a spoken question and hears the answer. */
import { PipitDevice, systemClock } from '@pipit/device-sdk';
import { WavSink } from '@pipit/device-sdk/node';
import { Command, InvalidArgumentError } from 'commander';
import { access, constants, mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join, resolve } from 'node:path';
import type { Broker } from '../broker.ts';
import { readEnvironment } from '../config/environment.ts';
import { openInMemory } from '../store/open-in-memory.ts';
import type { ConversationEvent } from '../session/conversation-events.ts';
import { createLog } from '../telemetry/log.ts';
import { type DemoReport, type DemoTurn, median, turnTable } from './demo-report.ts';
import { DemoVolume, REPOSITORY, addComputerServer } from './demo-tools.ts';
import { takeTurn } from './demo-turn.ts';
import { interruptible, unlessStopped } from './interruption.ts';
import { type Output, UsageError, bold, createOutput, dim } from './output.ts';
import { type SettingsFlags, addSettingsFlags, configOf } from './settings-flags.ts';
import { type Question, SpokenQuestions, readQuestion } from './spoken-question.ts';

interface DemoFlags extends SettingsFlags {
  in?: string;
  out: string;
  turns?: number;
  tools: boolean;
  model?: string;
  brain?: string;
  llmUrl?: string;
  voice?: string;
  textCheck?: boolean;
  verbose?: boolean;
  json: boolean;
}

/** The recordings that come with the repository, in the order of the turns. */
const RECORDINGS = [
  'question-07',
  'question-08',
  'question-09',
  'ps-goforward',
  'question-10',
  'lv-0880',
  'question-01',
];
/** Those that tools answer. */
const TOOL_RECORDINGS = ['question-11', 'question-12'];
const recordingFile = (name: string): string =>
  join(import.meta.dirname, '..', '..', '..', 'fixtures', 'speech', `${name}.wav`);
const DEVICE_ID = 'demo-device';

export function demoCommand(): Command {
  const command = new Command('demo')
    .description('start everything on free ports, ask a spoken question, hear the answer')
    .option('--in <file>', 'WAV with the question; any rate, mono or stereo')
    .option('--out <file>', 'WAV for the answer', 'reply.wav')
    .option('--turns <n>', 'hold a conversation of this many turns (default: 1; 2 with --tools)', wholeNumber)
    .option('--tools', 'let the model use an MCP server and set the volume of the device', false)
    .option('--model <provider>', 'local (the emulator) or bedrock (needs AWS credentials)')
    .option('--brain <brain>', 'of the emulator: local, or scripted to measure the bridge alone')
    .option('--llm-url <url>', 'OpenAI-compatible endpoint that thinks for the emulator')
    .option('--voice <id>', "the model's voice")
    .option('--text-check', "let the emulator's ears transcribe the reply")
    .option('--verbose', "show the broker's log")
    .option('--json', 'end with one JSON object', false)
    .action((flags: DemoFlags) => demo(flags));
  return addSettingsFlags(command);
}

async function demo(flags: DemoFlags): Promise<void> {
  const output = createOutput(flags.json);
  const questions = await Promise.all(
    recordings(flags).map(async (path) => ({ path, ...(await readQuestion(path)) })),
  );
  for (const { path, speechEndMs } of questions) {
    if (speechEndMs === 0) throw new UsageError(`${path} is silent. Give a recording of speech with --in.`);
  }
  // Known now rather than after the conversation.
  const replyFolder = dirname(resolve(flags.out));
  await access(replyFolder, constants.W_OK).catch((cause: unknown) => {
    throw new UsageError(`${replyFolder} cannot be written. Name another file with --out.`, { cause });
  });
  const folder = await mkdtemp(join(tmpdir(), 'pipit-demo-'));
  try {
    await interruptible(async (signal) => {
      await using broker = await startBroker(flags, folder, output, signal);
      output.result(await converse(broker, questions, flags, output, signal));
    });
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}

function recordings({ in: file, tools, turns = tools ? TOOL_RECORDINGS.length : 1 }: DemoFlags): string[] {
  const own = tools ? TOOL_RECORDINGS : RECORDINGS;
  return Array.from({ length: turns }, (_, turn) =>
    file === undefined ? recordingFile(own[turn % own.length]!) : resolve(file),
  );
}

type DemoBroker = Broker &
  AsyncDisposable & { engine: string; dataDir: string; observers: Set<(event: ConversationEvent) => void> };

async function startBroker(
  flags: DemoFlags,
  folder: string,
  output: Output,
  signal: AbortSignal,
): Promise<DemoBroker> {
  const config = configOf(flags, {
    dataDir: join(folder, 'data'),
    'mqtt.host': '127.0.0.1',
    'mqtt.port': 0,
    'mqtt.websocketPort': 0,
    'http.host': '127.0.0.1',
    'http.port': 0,
    'model.provider': flags.model,
    'model.brain': flags.brain,
    'model.llmUrl': flags.llmUrl,
    'conversation.voice': flags.voice,
    ...(flags.tools && {
      'tools.commands': [process.execPath],
      // The server, and the SDK that it uses.
      'tools.sandbox.readOnlyPaths': [REPOSITORY],
    }),
    'log.level': flags.verbose ? 'debug' : 'warn',
    'log.pretty': true,
  });
  const { provider, brain, modelId } = config.model;
  const engine = provider === 'bedrock' ? `Amazon Bedrock, ${modelId}` : `emulator, ${brain} brain`;
  output.progress(`starting broker and ${engine} …`);
  const observers = new Set<(event: ConversationEvent) => void>();
  const { modelsDir, llmApiKey } = readEnvironment();
  const log = await createLog(config.log);
  // Nothing of a demo has to last.
  const database = await unlessStopped(openInMemory(log), signal, (late) => late.close());
  const { createBroker } = await import('../broker.ts');
  const starting = createBroker({
    config,
    log,
    database,
    onProgress: (text) => output.progress(text),
    modelsDir,
    llmApiKey,
    observe: (_context, event) => {
      for (const observe of observers) observe(event);
    },
  });
  const close = async (broker: Broker): Promise<void> => {
    await broker.close();
    await database.close();
  };
  const broker = await unlessStopped(starting, signal, close);
  return {
    ...broker,
    engine,
    dataDir: config.dataDir,
    observers,
    [Symbol.asyncDispose]: () => close(broker),
  };
}

async function converse(
  broker: DemoBroker,
  questions: readonly (Question & { path: string })[],
  flags: DemoFlags,
  output: Output,
  stop: AbortSignal,
): Promise<DemoReport> {
  if (flags.textCheck && !broker.transcribe) {
    throw new UsageError('--text-check needs the ears of the emulator: use --brain local.');
  }
  const failure = new AbortController();
  const fail = (error: unknown) => failure.abort(error);
  const signal = AbortSignal.any([stop, failure.signal]);
  // The device hears a reason; here, where both ends are ours, the model's own words help more.
  broker.observers.add((event) => {
    if (event.kind === 'ended' && event.detail !== null) fail(new UsageError(event.detail));
  });
  if (flags.tools) await addComputerServer(broker.dataDir);
  const volume = flags.tools ? new DemoVolume() : undefined;
  const { secret } = await broker.devices.add(DEVICE_ID);
  const url = `mqtt://127.0.0.1:${broker.ports['tcp']}`;
  await using device = new PipitDevice({
    url,
    deviceId: DEVICE_ID,
    secret,
    signal,
    ...(volume && { settings: volume.settings }),
  });
  await device.connect({ signal });
  output.line(`${bold('broker')}  ${url} ${dim(`(${broker.engine})`)}`);
  output.line(
    `${bold('device')}  ${DEVICE_ID}, Opus frames of ${device.helloAck!.frameDurationMs} ms over MQTT`,
  );

  // Full duplex: a file has no loudspeaker that it could hear.
  const session = await device.openSession({ mode: 'ALWAYS_OPEN', signal });
  const replyFile = resolve(flags.out);
  using sink = new WavSink(replyFile);
  session.on('error', fail);
  await session.play(sink);
  await session.waitForState('LISTENING', signal);
  const microphone = new SpokenQuestions(systemClock);
  const mute = new AbortController();
  const streaming = session.stream(microphone.stream(AbortSignal.any([signal, mute.signal]))).catch(fail);
  const turns: DemoTurn[] = [];
  try {
    for (const question of questions)
      turns.push(
        await takeTurn({ observers: broker.observers, session, microphone, question, output, signal }),
      );
  } finally {
    mute.abort();
    await streaming;
  }
  const { uplink, playout } = session.figures;
  await session.close();
  sink.close();
  signal.throwIfAborted();

  const report: DemoReport = {
    engine: broker.engine,
    heard: turns.map((turn) => turn.heard).join('\n'),
    said: turns.map((turn) => turn.said).join('\n'),
    turns,
    frames: { sent: uplink.sent, received: playout.received, lost: playout.lost, late: playout.late },
    firstAudioMs: median(turns.map((turn) => turn.firstAudioMs)),
    bridgeOverheadMs: median(turns.map((turn) => turn.bridgeOverheadMs)),
    replyFile,
    replyDurationMs: Math.round(sink.durationMs),
    ...(volume && { volumePercent: volume.percent }),
    ...(flags.textCheck &&
      broker.transcribe && { textCheck: await broker.transcribe((await readQuestion(replyFile)).pcm) }),
  };
  printReport(report, output);
  return report;
}

function printReport(report: DemoReport, output: Output): void {
  for (const turn of report.turns) {
    output.line(`\n${bold(turn.question)}  ${dim('after the end of the speech')}`);
    for (const line of turnTable(turn)) output.line(line);
  }
  const { frames } = report;
  output.line(
    `\n${bold('first audio')}  ${report.firstAudioMs} ms after the end of the speech, ${report.bridgeOverheadMs} ms of it Pipit's own`,
  );
  output.line(
    `${bold('frames')}       sent ${frames.sent}, received ${frames.received}, lost ${frames.lost}, late ${frames.late}`,
  );
  output.line(
    `${bold('reply')}        ${report.replyFile} (${(report.replyDurationMs / 1000).toFixed(1)} s)`,
  );
  if (report.volumePercent !== undefined) output.line(`${bold('volume')}       ${report.volumePercent} %`);
  if (report.textCheck !== undefined) output.line(`${bold('text check')}   "${report.textCheck}"`);
}

function wholeNumber(text: string): number {
  const value = Number(text);
  if (!Number.isInteger(value) || value < 1 || value > 1000)
    throw new InvalidArgumentError('Use a whole number from 1 to 1000.');
  return value;
}
