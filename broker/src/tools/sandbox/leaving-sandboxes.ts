/** Sandboxes on their way out: until they are gone they take room, and whoever is next waits for that. */
import { type Place, userOf } from './place.ts';
import type { PlacementLimits } from './placement.ts';

export class LeavingSandboxes {
  readonly #ends = new Map<Promise<void>, Place>();

  get size(): number {
    return this.#ends.size;
  }

  /** `end` comes, and does not reject. */
  add(place: Place, end: Promise<void>): void {
    this.#ends.set(end, place);
    void end.then(() => this.#ends.delete(end));
  }

  /**
   * Resolves when one more for `place` is not too many, besides those that stay. Who asks later waits for more of them to
   * leave, so that no room is given away twice.
   */
  async roomFor(
    place: Place,
    stay: Iterable<{ readonly place: Place }>,
    { max, maxPerTenant, maxOfUser }: Omit<PlacementLimits, 'poolSize'>,
  ): Promise<void> {
    const places = [...[...stay].map((each) => each.place), place];
    const userId = userOf(place);
    await Promise.all([
      this.#left(max, places, () => true),
      this.#left(maxPerTenant, places, ({ tenantId }) => tenantId === place.tenantId),
      userId !== undefined && this.#left(maxOfUser, places, (each) => userOf(each) === userId),
    ]);
  }

  /** Resolves when all of them are gone. */
  async gone(): Promise<void> {
    await Promise.all(this.#ends.keys());
  }

  #left(max: number, stay: readonly Place[], counts: (place: Place) => boolean): Promise<void> {
    const ends = [...this.#ends].filter(([, place]) => counts(place)).map(([end]) => end);
    const tooMany = Math.min(stay.filter(counts).length + ends.length - max, ends.length);
    if (tooMany <= 0) return Promise.resolve();
    return new Promise((resolve) => {
      let ended = 0;
      for (const end of ends) void end.then(() => ++ended === tooMany && resolve());
    });
  }
}
