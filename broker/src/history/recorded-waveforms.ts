/**
 * The waveforms of one conversation, as they are kept: the last half minute as it came, for whoever begins to look now,
 * and rows for the record that are coarser and long, so that they are few and small.
 */
import { PEAK_MS } from '../audio/peaks.ts';
import type { ConversationEvent } from '../session/conversation-events.ts';
import type { Side } from '../session/waveforms.ts';

/** As others see it: on the time line of the conversation's events. */
export interface Peaks {
  readonly side: Side;
  readonly fromMs: number;
  /** From one value to the next. */
  readonly stepMs: number;
  /** Bytes, in base64: the square root of the loudest sample, 255 at full scale. */
  readonly values: string;
}

export interface Lost {
  readonly tMs: number;
  readonly packets: number;
}

export interface Waveform {
  readonly peaks: readonly Peaks[];
  /** Packets of the microphone. */
  readonly lost: readonly Lost[];
}

type PeaksEvent = ConversationEvent & { kind: 'peaks' };

/** In the record, one value stands for two. */
const COARSE = 2;
const ROW_MS = 15_000;
const ROW_VALUES = ROW_MS / (PEAK_MS * COARSE);
/** A longer pause ends a row. */
const MAX_PAUSE_VALUES = 4000 / (PEAK_MS * COARSE);
const RECENT_MS = 30_000;
/** Of losses: what is more is added to the last one. */
const MAX_LOST = 100;
/** The clocks of conversation and record are compared once, and again when they are so far apart. */
const MAX_DRIFT_MS = 500;
/** -72 dB: the noise of a codec, not of a room. */
const SILENT = 4;

export class RecordedWaveforms {
  #offsetMs: number | undefined;
  readonly #recent: Record<Side, Recent> = { user: new Recent(), assistant: new Recent() };
  readonly #rows: Record<Side, Row> = { user: new Row('user'), assistant: new Row('assistant') };
  #lost: Lost[] = [];
  /** Rows that were given so far. */
  rows = 0;

  /** The last half minute of both sides. */
  get recent(): readonly Peaks[] {
    return (['user', 'assistant'] as const).flatMap((side) => {
      const last = this.#recent[side].last();
      return last
        ? [{ side, fromMs: last.slot * PEAK_MS, stepMs: PEAK_MS, values: base64(last.values) }]
        : [];
    });
  }

  /** Hot path. `tMs`: now, on the time line of the events. */
  add({ runs, lost, atMs }: PeaksEvent, tMs: number): void {
    const offsetMs = tMs - atMs;
    if (this.#offsetMs === undefined || Math.abs(offsetMs - this.#offsetMs) > MAX_DRIFT_MS)
      this.#offsetMs = offsetMs;
    for (const { side, atMs: at, values } of runs) {
      const slot = Math.round(this.#timeOf(at) / PEAK_MS);
      this.#rows[side].add(slot, values);
      this.#recent[side].add(slot, values);
    }
    for (const { atMs: at, packets } of lost) this.#keepLost({ tMs: this.#timeOf(at), packets });
  }

  /** What was added just now, as others see it. */
  shown({ runs, lost }: PeaksEvent): Waveform {
    return {
      peaks: runs.map(({ side, atMs, values }) => ({
        side,
        fromMs: this.#timeOf(atMs),
        stepMs: PEAK_MS,
        values: base64(values),
      })),
      lost: lost.map(({ atMs, packets }) => ({ tMs: this.#timeOf(atMs), packets })),
    };
  }

  #timeOf(atMs: number): number {
    return Math.max(0, Math.round(atMs + (this.#offsetMs ?? 0)));
  }

  /** For the record: rows that are full, or all that there is; losses come along with them. */
  take(all: boolean): Waveform[] {
    const rows = [...this.#rows.user.take(all), ...this.#rows.assistant.take(all)];
    if (rows.length === 0 && !(all && this.#lost.length > 0)) return [];
    const lost = this.#lost;
    this.#lost = [];
    this.rows += Math.max(1, rows.length);
    if (rows.length === 0) return [{ peaks: [], lost }];
    return rows.map((peaks, i) => ({ peaks: [peaks], lost: i === 0 ? lost : [] }));
  }

  #keepLost(one: Lost): void {
    const last = this.#lost.at(-1);
    const together = last && (one.tMs - last.tMs < 1000 || this.#lost.length >= MAX_LOST);
    if (together) this.#lost[this.#lost.length - 1] = { ...last, packets: last.packets + one.packets };
    else this.#lost.push(one);
  }
}

/** The newest values of one side, in a ring. */
class Recent {
  readonly #ring = new Uint8Array(RECENT_MS / PEAK_MS);
  #end = 0;

  add(slot: number, values: readonly number[]): void {
    const ring = this.#ring;
    const { length } = ring;
    for (let at = Math.max(this.#end, slot - length); at < slot; at++) ring[at % length] = 0;
    for (let i = 0, at = slot % length; i < values.length; i++) {
      ring[at] = values[i]!;
      if (++at === length) at = 0;
    }
    this.#end = Math.max(this.#end, slot + values.length);
  }

  /** Undefined when there was no sound yet. */
  last(): { slot: number; values: number[] } | undefined {
    if (this.#end === 0) return undefined;
    const { length } = this.#ring;
    const slot = Math.max(0, this.#end - length);
    return {
      slot,
      values: Array.from({ length: this.#end - slot }, (_, i) => this.#ring[(slot + i) % length]!),
    };
  }
}

/** One side's values that were not recorded yet. */
class Row {
  readonly #side: Side;
  #done: Peaks[] = [];
  #slot = 0;
  #values: number[] = [];

  constructor(side: Side) {
    this.#side = side;
  }

  /** `slot`: in steps of `PEAK_MS`. */
  add(slot: number, values: readonly number[]): void {
    const first = Math.floor(slot / COARSE);
    const end = this.#slot + this.#values.length;
    if (this.#values.length >= ROW_VALUES || first - end > MAX_PAUSE_VALUES) this.#close();
    if (this.#values.length === 0) this.#slot = first;
    const row = this.#values;
    for (let i = Math.max(0, this.#slot * COARSE - slot); i < values.length; i++) {
      const at = ((slot + i) >> 1) - this.#slot;
      const value = values[i]!;
      while (row.length < at) row.push(0);
      if (at === row.length) row.push(value);
      else if (value > row[at]!) row[at] = value;
    }
  }

  /** Rows that are full, or all that there is. */
  take(all: boolean): Peaks[] {
    if (all || this.#values.length >= ROW_VALUES) this.#close();
    const done = this.#done;
    this.#done = [];
    return done;
  }

  /** Silence is not worth a row. */
  #close(): void {
    const values = this.#values;
    this.#values = [];
    if (values.every((value) => value <= SILENT)) return;
    const stepMs = PEAK_MS * COARSE;
    const fromMs = this.#slot * stepMs;
    this.#done.push({ side: this.#side, fromMs, stepMs, values: base64(values) });
  }
}

const base64 = (values: readonly number[]): string => Buffer.from(values).toString('base64');
