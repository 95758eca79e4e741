/** The legs between a device and its answer, in the order in which they are tried, and what is wrong when one fails. */

export const SELF_TEST_LEGS = [
  'reach',
  'signIn',
  'roundTrip',
  'audioUp',
  'model',
  'audioDown',
  'playback',
] as const;

export type SelfTestLegName = (typeof SELF_TEST_LEGS)[number];

export interface SelfTestLeg {
  readonly name: SelfTestLegName;
  /** `skipped`: it was not tried. */
  readonly outcome: 'ok' | 'failed' | 'skipped';
  readonly ok: boolean;
  /** What the leg took; see the README for what is measured on each. Undefined when that is not known. */
  readonly ms?: number;
  /** Of audio: frames that did not arrive; of the round trip: pings that were not answered. */
  readonly lost?: number;
  /** What was measured; when it failed, what was wrong and what to do. */
  readonly text: string;
}

export interface SelfTestResult {
  /** No leg failed. */
  readonly ok: boolean;
  readonly legs: readonly SelfTestLeg[];
}

/** What a leg found; the rest of it is known. */
export type LegFinding = Pick<SelfTestLeg, 'ms' | 'lost' | 'text'>;

/** A leg failed; the message says what was wrong and what to do. */
export class LegFailure extends Error {
  override readonly name = 'LegFailure';
  readonly lost: number | undefined;

  constructor(text: string, lost?: number) {
    super(text);
    this.lost = lost;
  }
}

/** Collects the legs; each is told as soon as it is known. */
export class LegLog {
  readonly #legs: SelfTestLeg[] = [];
  readonly #onLeg: (leg: SelfTestLeg) => void;

  constructor(onLeg: (leg: SelfTestLeg) => void) {
    this.#onLeg = onLeg;
  }

  ok(name: SelfTestLegName, finding: LegFinding): void {
    this.#add({ name, outcome: 'ok', ok: true, ...rounded(finding) });
  }

  skipped(name: SelfTestLegName, text: string): void {
    this.#add({ name, outcome: 'skipped', ok: false, text });
  }

  failed(name: SelfTestLegName, failure: unknown): void {
    const text = failure instanceof Error ? failure.message : String(failure);
    const lost = failure instanceof LegFailure ? failure.lost : undefined;
    this.#add({ name, outcome: 'failed', ok: false, ...(lost !== undefined && { lost }), text });
  }

  /** What was not reached is skipped. */
  finish(): SelfTestResult {
    const failed = this.#legs.find(({ outcome }) => outcome === 'failed');
    for (const name of SELF_TEST_LEGS) {
      if (this.#legs.some((leg) => leg.name === name)) continue;
      this.skipped(name, failed ? `Not tried, because ${LEG_TEXTS[failed.name]} failed.` : 'Not tried.');
    }
    return { ok: !failed, legs: this.#legs };
  }

  #add(leg: SelfTestLeg): void {
    this.#legs.push(leg);
    this.#onLeg(leg);
  }
}

/** What people call them. */
export const LEG_TEXTS: Readonly<Record<SelfTestLegName, string>> = {
  reach: 'reaching the broker',
  signIn: 'signing in',
  roundTrip: 'the round trip',
  audioUp: 'audio up',
  model: 'the model',
  audioDown: 'audio down',
  playback: 'playback',
};

const rounded = ({ ms, ...rest }: LegFinding): LegFinding =>
  ms === undefined ? rest : { ms: Math.round(ms * 10) / 10, ...rest };
