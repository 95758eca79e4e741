/** The recorded sound of a conversation, played by the one clock: each piece where it belongs on the time line. */
import { broker, dataOf } from '#lib/broker/client.ts';
import { Resource } from '#lib/state/resource.svelte.ts';

/** Beyond it, what is heard is put where the clock is. */
const MAX_APART_S = 0.2;

export class Sound {
  readonly pieces;
  #isOn = $state(true);
  #isBroken = $state(false);
  readonly #players = new Map<string, HTMLAudioElement>();

  constructor(id: string) {
    this.pieces = new Resource((signal) =>
      dataOf(broker.GET('/api/v1/sessions/{id}/recording', { params: { path: { id } }, signal })),
    );
  }

  get isOn(): boolean {
    return this.#isOn;
  }

  set isOn(isOn: boolean) {
    this.#isOn = isOn;
    if (!isOn) this.#silence();
  }

  /** The browser plays no Ogg Opus. */
  get isBroken(): boolean {
    return this.#isBroken;
  }

  get has(): boolean {
    return (this.pieces.value?.items.length ?? 0) > 0;
  }

  /** To be called with each frame. Nothing is fetched before it is to be heard. */
  follow(positionMs: number, isPlaying: boolean, speed: number): void {
    if (!this.#isOn || this.#isBroken) return;
    if (!isPlaying) return this.#silence();
    for (const { name, href, offsetMs, durationMs } of this.pieces.value?.items ?? []) {
      const at = (positionMs - offsetMs) / 1000;
      const isThere = at >= 0 && at * 1000 < durationMs;
      let player = this.#players.get(name);
      if (!isThere) {
        player?.pause();
        continue;
      }
      if (!player) {
        player = new Audio(href);
        player.addEventListener('error', () => (this.#isBroken = true));
        this.#players.set(name, player);
      }
      player.playbackRate = speed;
      if (Math.abs(player.currentTime - at) > MAX_APART_S * speed) player.currentTime = at;
      // A browser may want a press first, and says so; the press on "play" was one.
      if (player.paused) void player.play().catch(() => {});
    }
  }

  /** Idempotent. */
  close(): void {
    this.#silence();
    this.pieces.close();
    for (const player of this.#players.values()) player.removeAttribute('src');
    this.#players.clear();
  }

  #silence(): void {
    for (const player of this.#players.values()) player.pause();
  }
}
