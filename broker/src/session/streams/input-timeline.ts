/** Tells when a millisecond of the audio that a model heard was sent to it. */

/** Offsets in the model's audio are known for this many pieces back, about half a minute. */
const LENGTH = 512;

export class InputTimeline {
  readonly #points: { endMs: number; at: number }[] = [];

  /** Hot path: all that was sent so far is so long. */
  sent(endMs: number, at: number): void {
    this.#points.push({ endMs, at });
    if (this.#points.length > LENGTH) this.#points.splice(0, LENGTH / 2);
  }

  timeOf(offsetMs: number): number | undefined {
    return this.#points.find((point) => point.endMs >= offsetMs)?.at;
  }
}
