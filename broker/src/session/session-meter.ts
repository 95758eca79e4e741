/** Counts what a conversation used. */
import type { Clock } from '../clock.ts';
import type { TokenCount } from '../model/voice-model.ts';
import type { SessionTotals } from './conversation-events.ts';
import type { Downlink } from './downlink/downlink.ts';
import type { UplinkFigures } from './uplink/uplink.ts';

export class SessionMeter {
  readonly #clock: Clock;
  readonly #startedAt: number;
  readonly #input = { speech: 0, text: 0 };
  readonly #output = { speech: 0, text: 0 };
  #sent = 0;
  #dropped = 0;

  constructor(clock: Clock) {
    this.#clock = clock;
    this.#startedAt = clock.now();
  }

  tokens(input: TokenCount, output: TokenCount): void {
    this.#input.speech += input.speech;
    this.#input.text += input.text;
    this.#output.speech += output.speech;
    this.#output.text += output.text;
  }

  /** What a downlink sent in its life. */
  played({ framesSent, framesDropped }: Pick<Downlink, 'framesSent' | 'framesDropped'>): void {
    this.#sent += framesSent;
    this.#dropped += framesDropped;
  }

  totals(
    turns: number,
    uplink: UplinkFigures | undefined,
    model: { readonly droppedMs: number },
  ): SessionTotals {
    return {
      durationMs: Math.round(this.#clock.now() - this.#startedAt),
      turns,
      framesIn: uplink?.frames ?? 0,
      framesOut: this.#sent,
      framesLost: uplink?.lost ?? 0,
      framesCorrupt: uplink?.corrupt ?? 0,
      framesDropped: this.#dropped + (uplink?.heldDropped ?? 0),
      modelDroppedMs: Math.round(model.droppedMs),
      input: { ...this.#input },
      output: { ...this.#output },
    };
  }
}
