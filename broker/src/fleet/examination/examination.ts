/**
 * What the broker can find out about a device by itself, leg by leg: the first leg that fails is where to look. The sound
 * on its way to and from the device takes the device's help, and is said to.
 */
import { randomUUID } from 'node:crypto';
import type { Logger } from 'pino';
import type { Clock } from '../../clock.ts';
import type { Principal } from '../../identity/principal.ts';
import { ModelError, type VoiceModel } from '../../model/voice-model.ts';
import type { SessionSettings } from '../../session/session-settings.ts';
import type { Database } from '../../store/database.ts';
import type { EffectiveView } from '../configuration/fleet-configuration.ts';
import { visibleDevice } from '../sight.ts';
import type { OfferedTools } from './offered-tools.ts';

export const EXAMINED_LEGS = [
  'database',
  'link',
  'answers',
  'configuration',
  'model',
  'microphone',
  'speaker',
] as const;
export type ExaminedLegName = (typeof EXAMINED_LEGS)[number];

export const FINDINGS = [
  'OK',
  'NOT_ASKED',
  'OFFLINE',
  'ELSEWHERE',
  'DISABLED',
  'NO_TOOLS',
  'NO_ANSWER',
  'PENDING',
  'REFUSED',
  'DRIFTED',
  'MODEL_FAILED',
  'NEEDS_DEVICE',
  'FAILED',
] as const;

export interface ExaminedLeg {
  readonly name: ExaminedLegName;
  readonly outcome: 'ok' | 'failed' | 'skipped';
  readonly finding: (typeof FINDINGS)[number];
  readonly ms: number;
  /** What else is known, for people; null when the finding says it all. */
  readonly detail: string | null;
}

type Found = Omit<ExaminedLeg, 'name' | 'ms'>;

export interface ExaminationOptions {
  readonly database: Database;
  readonly effective: (principal: Principal, deviceId: string) => Promise<EffectiveView>;
  readonly settingsFor: (deviceId: string) => Promise<SessionSettings>;
  /** Whether the device is connected to this process. */
  readonly isHere: (deviceId: string) => boolean;
  readonly tools: (deviceId: string, signal: AbortSignal) => Promise<OfferedTools>;
  readonly model: () => VoiceModel | undefined;
  readonly log: Logger;
  readonly clock: Clock;
}

export interface ExaminationRequest {
  /** It costs a request of the model's quota. */
  readonly openModel: boolean;
  readonly signal: AbortSignal;
}

const MODEL_TIMEOUT_MS = 20_000;
const SEE_LOG = 'The log of the broker says more.';

export class Examination {
  readonly #options: ExaminationOptions;

  constructor(options: ExaminationOptions) {
    this.#options = options;
  }

  /** @throws {FleetError} NOT_FOUND, at once */
  async begin(
    principal: Principal,
    deviceId: string,
    request: ExaminationRequest,
  ): Promise<AsyncGenerator<ExaminedLeg>> {
    await visibleDevice(this.#options.database.queries, principal, deviceId);
    return this.#legs(principal, deviceId, request);
  }

  async *#legs(
    principal: Principal,
    deviceId: string,
    { openModel, signal }: ExaminationRequest,
  ): AsyncGenerator<ExaminedLeg> {
    const checks: Record<ExaminedLegName, () => Promise<Found> | Found> = {
      database: async () => {
        await this.#options.database.ping();
        return ok();
      },
      link: () => this.#link(principal, deviceId),
      answers: () => this.#answers(deviceId, signal),
      configuration: () => this.#configuration(principal, deviceId),
      model: () => (openModel ? this.#model(deviceId, signal) : skipped('NOT_ASKED')),
      microphone: () => skipped('NEEDS_DEVICE'),
      speaker: () => skipped('NEEDS_DEVICE'),
    };
    for (const name of EXAMINED_LEGS) {
      if (signal.aborted) return;
      yield await this.#timed(deviceId, name, checks[name]);
    }
  }

  async #timed(
    deviceId: string,
    name: ExaminedLegName,
    check: () => Promise<Found> | Found,
  ): Promise<ExaminedLeg> {
    const { clock, log } = this.#options;
    const startMs = clock.now();
    const found = await Promise.resolve()
      .then(check)
      .catch((error: unknown) => {
        // Its words may name accounts and addresses.
        log.warn({ err: error, deviceId, leg: name }, 'a leg of a self-test failed');
        if (error instanceof ModelError) return failed('MODEL_FAILED', `${error.reason}. ${SEE_LOG}`);
        return failed('FAILED', SEE_LOG);
      });
    return { name, ...found, ms: Math.round((clock.now() - startMs) * 10) / 10 };
  }

  async #link(principal: Principal, deviceId: string): Promise<Found> {
    const { database, isHere } = this.#options;
    const { enabled, online, offlineReason } = await visibleDevice(database.queries, principal, deviceId);
    if (!enabled) return failed('DISABLED');
    if (isHere(deviceId)) return ok();
    return online ? skipped('ELSEWHERE') : failed('OFFLINE', offlineReason);
  }

  /** A question to the device and its answer: nothing else on the wire is answered at any time. */
  async #answers(deviceId: string, signal: AbortSignal): Promise<Found> {
    const { isHere, tools } = this.#options;
    if (!isHere(deviceId)) return skipped('OFFLINE');
    const { state, items, detail } = await tools(deviceId, signal);
    if (state === 'none') return skipped('NO_TOOLS');
    return state === 'listed' ? ok(String(items.length)) : failed('NO_ANSWER', detail);
  }

  async #configuration(principal: Principal, deviceId: string): Promise<Found> {
    const { device, warnings } = await this.#options.effective(principal, deviceId);
    const about = warnings[0] ?? null;
    switch (device.state) {
      case 'in_sync':
        return about === null ? ok() : failed('FAILED', about);
      case 'pending_sent':
      case 'pending_offline':
        return skipped('PENDING');
      case 'partially_applied':
      case 'rejected':
        return failed('REFUSED', textsOf(device.keys, 'refused'));
      case 'drifted':
        return failed('DRIFTED', textsOf(device.keys, 'drifted'));
    }
  }

  async #model(deviceId: string, signal: AbortSignal): Promise<Found> {
    const { clock, settingsFor } = this.#options;
    const model = this.#options.model();
    if (!model) return skipped('NOT_ASKED');
    const late = new AbortController();
    const cancel = clock.after(MODEL_TIMEOUT_MS, () => late.abort());
    try {
      const session = await model.open({
        sessionId: randomUUID(),
        settings: (await settingsFor(deviceId)).model,
        history: null,
        place: 'second',
        onEvent: () => {},
        onEnded: () => {},
        signal: AbortSignal.any([signal, late.signal]),
      });
      await session.close().catch(() => session.abort());
      return ok();
    } finally {
      cancel();
    }
  }
}

const ok = (detail: string | null = null): Found => ({ outcome: 'ok', finding: 'OK', detail });
const skipped = (finding: Found['finding']): Found => ({ outcome: 'skipped', finding, detail: null });
const failed = (finding: Found['finding'], detail: string | null = null): Found => ({
  outcome: 'failed',
  finding,
  detail,
});

const textsOf = (keys: EffectiveView['device']['keys'], state: string): string =>
  Object.entries(keys)
    .filter(([, key]) => key.state === state)
    .map(([key, { text }]) => (text ? `${key}: ${text}` : key))
    .join('; ');
