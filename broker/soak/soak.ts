/** The soak: devices in conversation with a broker of their own, and faults at random. */
import { seededRandom } from '@pipit/device-sdk/testing';
import { createEmulator } from '@pipit/emulator';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { monitorEventLoopDelay } from 'node:perf_hooks';
import { setTimeout as delay } from 'node:timers/promises';
import { BrokerLog } from './broker-log.ts';
import { BrokerProcess } from './broker-process.ts';
import { FaultInjector } from './fault-injector.ts';
import { planFaults } from './fault-plan.ts';
import { Ledger } from './ledger.ts';
import { type MemoryReport, judgeMemory } from './memory-judgement.ts';
import { numberedBrain } from './numbered-brain.ts';
import { settlePeople } from './people.ts';
import { STUCK_MS } from './person.ts';
import { RECOVERY_BOUND_MS, RecoveryLog } from './recovery-log.ts';
import { SoakFigures } from './soak-figures.ts';
import { failuresOf } from './verdict.ts';

export interface SoakOptions {
  readonly minutes: number;
  readonly devices: number;
  readonly faults: number;
  readonly seed: number;
  /** How fast the model's clock runs: at 20, its eight minutes are 24 seconds. */
  readonly timeScale: number;
  /** Settings of the broker over those of the soak. */
  readonly settings?: Readonly<Record<string, string | number>>;
  readonly onProgress?: (text: string) => void;
}

export interface SoakResult {
  readonly seed: number;
  readonly durationS: number;
  readonly settings: Readonly<Record<string, string | number>>;
  readonly figures: SoakFigures;
  readonly faults: RecoveryLog;
  readonly ledger: Pick<Ledger, 'acknowledged' | 'unrecorded' | 'lost'>;
  readonly log: BrokerLog;
  readonly memory: MemoryReport;
  /** Streams of the model that are open though every session has ended. */
  readonly streamsLeft: number;
  /** Of this process, where the devices and the model are: what it delays is no delay of the broker. */
  readonly loopDelayP99Ms: number;
  /** Empty: the run has passed. */
  readonly failures: readonly string[];
}

const MODEL_LIFE_MS = 480_000;
const RENEW_AFTER_MS = 360_000;
const RENEW_BY_MS = 450_000;
const GRACE_MS = 20_000;
const SAMPLE_EVERY_MS = 5000;
const EXPIRE_EVERY_MS = 2000;
const PROGRESS_EVERY_MS = 10_000;
/** A stream that is over may linger for so long. */
const STREAMS_CLOSE_MS = 15_000;
/** Of the run, at its start and at its end: no faults. */
const CALM_SHARE = 0.05;

/** @throws when a part cannot be started; what goes wrong afterwards is in the result. */
export async function runSoak(options: SoakOptions): Promise<SoakResult> {
  const { devices, seed, timeScale, onProgress = () => {} } = options;
  const folder = await mkdtemp(join(tmpdir(), 'pipit-soak-'));
  const brain = numberedBrain();
  const streamOfQuestion = new Map<number, string>();
  const streamOfDevice = new Map<string, string>();
  await using emulator = await createEmulator({
    brain: brain.parts,
    limits: { concurrentStreams: 4 * devices, streamMs: MODEL_LIFE_MS / timeScale, inputLeadMs: Infinity },
    onEvent: (event) => {
      if (event.kind !== 'heard') return;
      const question = Number(/\d+/.exec(event.text)?.[0]);
      streamOfQuestion.set(question, event.streamId);
    },
  });
  const settings = {
    'mqtt.host': '127.0.0.1',
    'mqtt.port': 0,
    'mqtt.websocketPort': 0,
    'http.port': 0,
    'model.endpoint': emulator.url,
    // Renewals want a second stream beside the first, and shall not always get it.
    'model.maxStreams': Math.ceil(devices * 1.25),
    'session.max': 2 * devices,
    'log.level': 'debug',
    'session.renewAfterMs': Math.round(RENEW_AFTER_MS / timeScale),
    'session.renewByMs': Math.round(RENEW_BY_MS / timeScale),
    'session.graceMs': GRACE_MS,
    ...options.settings,
  };
  const log = new BrokerLog();
  const broker = new BrokerProcess({ folder, settings, onLine: (line) => log.read(line) });
  const figures = new SoakFigures();
  const ledger = new Ledger(folder);
  const recovery = new RecoveryLog();
  const world = { folder, devices, seed, broker, brain, ledger, figures, recovery };
  const people = await settlePeople({ ...world, onHeard });
  const over = new AbortController();
  const loop = monitorEventLoopDelay();

  function onHeard(deviceId: string, question: number): void {
    const streamId = streamOfQuestion.get(question);
    streamOfQuestion.delete(question);
    if (streamId !== undefined) streamOfDevice.set(deviceId, streamId);
  }

  try {
    await broker.start();
    loop.enable();
    const startedAt = performance.now();
    const lives = people.map(({ person }) => person.live(over.signal));
    const random = seededRandom(seed);
    const injector = new FaultInjector({
      broker,
      emulator,
      people,
      streamOf: (deviceId) => streamOfDevice.get(deviceId),
      ledger,
      recovery,
      random,
      graceMs: settings['session.graceMs'],
    });
    const stopWatching = watch();
    await broker.sample();
    await injectAll(injector, random, startedAt);
    await injector.settled();
    await until(() => recovery.pending === 0, RECOVERY_BOUND_MS);
    await untilEnd(startedAt);
    await broker.sample();
    const memory = judgeMemory(broker.samples);
    for (const { person } of people) person.leave();
    await Promise.race([Promise.all(lives), delay(2 * STUCK_MS, undefined, { ref: false })]);
    over.abort();
    await Promise.all(lives);
    await stopWatching();
    await until(() => emulator.stats().openStreams === 0, STREAMS_CLOSE_MS);
    const streamsLeft = emulator.stats().openStreams;
    recovery.expire(true);
    const durationS = Math.round((performance.now() - startedAt) / 1000);
    await broker.stop('SIGTERM');
    await ledger.verify();
    const loopDelayP99Ms = Math.round(loop.percentile(99) / 1e6);
    const settled = { seed, durationS, settings };
    const result = {
      ...settled,
      figures,
      faults: recovery,
      ledger,
      log,
      memory,
      streamsLeft,
      loopDelayP99Ms,
    };
    return { ...result, failures: failuresOf(result, broker.crash) };
  } finally {
    over.abort();
    loop.disable();
    await broker.stop('SIGTERM');
    for (const { line } of people) await line.close();
    await rm(folder, { recursive: true, force: true });
  }

  async function injectAll(injector: FaultInjector, random: () => number, startedAt: number): Promise<void> {
    const wholeMs = options.minutes * 60_000;
    const [fromMs, toMs] = [wholeMs * CALM_SHARE, wholeMs * (1 - CALM_SHARE)];
    for (const { name, atMs } of planFaults({ count: options.faults, random, fromMs, toMs })) {
      await delay(Math.max(0, startedAt + atMs - performance.now()));
      injector.strike(name);
    }
  }

  async function untilEnd(startedAt: number): Promise<void> {
    await delay(Math.max(0, startedAt + options.minutes * 60_000 - performance.now()));
  }

  /** Looks after memory, store and recoveries; returns what ends that. */
  function watch(): () => Promise<void> {
    const ended = new AbortController();
    const every = async (ms: number, work: () => unknown): Promise<void> => {
      while (!ended.signal.aborted) {
        await delay(ms, undefined, { signal: ended.signal }).catch(() => {});
        if (!ended.signal.aborted) await work();
      }
    };
    const running = [
      every(SAMPLE_EVERY_MS, () => broker.sample()),
      every(EXPIRE_EVERY_MS, () => recovery.expire()),
      every(PROGRESS_EVERY_MS, () => {
        const memory = broker.samples.at(-1);
        const mb = memory ? `${Math.round(memory.rss / 1024 / 1024)} MB` : 'down';
        onProgress(
          `faults ${recovery.injected.total}/${options.faults}, recovered ${recovery.recovered}, waiting ${recovery.pending}; ` +
            `turns ${figures.turns}, stuck ${figures.stuckDevices.length}, lost ${ledger.lost.length}; ` +
            `longest silence ${(figures.silences.longestMs / 1000).toFixed(1)} s; broker ${mb}`,
        );
      }),
    ];
    return async () => {
      ended.abort();
      await Promise.all(running);
    };
  }

  async function until(holds: () => boolean, withinMs: number): Promise<void> {
    const deadline = performance.now() + withinMs;
    while (!holds() && performance.now() < deadline) await delay(100);
  }
}
