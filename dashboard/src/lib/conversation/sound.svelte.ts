/** The recorded sound of a conversation, played by the one clock: each piece where it belongs on the time line. */
import { broker, dataOf } from '#lib/broker/client.ts';
import { Resource } from '#lib/state/resource.svelte.ts';

/** Beyond it, what is heard is put where the clock is. */
const MAX_APART_S = 0.2;
/** While a conversation goes on its pieces grow; what was read longer ago is read again before it is heard. */
const STALE_MS = 5000;

interface Clock {
  readonly isPlaying: boolean;
  readonly speed: number;
}

export class Sound {
  readonly pieces;
  readonly #id: string;
  #isOn = $state(true);
  #isBroken = $state(false);
  #failure = $state.raw<unknown>();
  #readAtMs = 0;
  readonly #players = new Map<string, HTMLAudioElement>();
  /** Pieces that have failed once, and were then there for whoever asked. */
  readonly #failed = new Set<string>();

  constructor(id: string) {
    this.#id = id;
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

  /** Why the broker does not give what is to be heard. */
  get failure(): unknown {
    return this.#failure;
  }

  get has(): boolean {
    return (this.pieces.value?.items.length ?? 0) > 0;
  }

  /** What is there now. Never rejects. */
  async read(): Promise<void> {
    this.#readAtMs = performance.now();
    await this.pieces.read();
  }

  /** After a failure. Never rejects. */
  async retry(): Promise<void> {
    this.#failure = undefined;
    this.#drop();
    await this.read();
  }

  /** To be called with each frame. Nothing is fetched before it is to be heard. */
  follow(positionMs: number, { isPlaying, speed }: Clock, isLive: boolean): void {
    if (!this.#isOn || this.#isBroken || this.#failure !== undefined) return;
    if (!isPlaying) return this.#silence();
    if (isLive && performance.now() - this.#readAtMs > STALE_MS) void this.read();
    for (const { name, href, offsetMs, durationMs } of this.pieces.value?.items ?? []) {
      const at = (positionMs - offsetMs) / 1000;
      const known = this.#players.get(name);
      if (at < 0 || at * 1000 >= durationMs) {
        known?.pause();
        continue;
      }
      const player = known && reaches(known, at) ? known : this.#load(name, href);
      player.playbackRate = speed;
      if (Math.abs(player.currentTime - at) > MAX_APART_S * speed) player.currentTime = at;
      // A browser may want a press first, and says so; the press on "play" was one.
      if (player.paused) void player.play().catch(() => {});
    }
  }

  /** Its file. @throws {Problem} */
  async download(name: string): Promise<Blob> {
    const params = { path: { id: this.#id, name } };
    return dataOf(broker.GET('/api/v1/sessions/{id}/recording/{name}', { params, parseAs: 'blob' }));
  }

  /** Idempotent. */
  close(): void {
    this.pieces.close();
    this.#drop();
  }

  #load(name: string, href: string): HTMLAudioElement {
    const before = this.#players.get(name);
    if (before) unload(before);
    const player = new Audio(href);
    player.addEventListener('error', () => {
      if (this.#players.get(name) === player) void this.#examine(name, player);
    });
    player.addEventListener('playing', () => this.#failed.delete(name));
    this.#players.set(name, player);
    return player;
  }

  /**
   * A player does not say why it failed. Most often the sign-in was over, which its own requests do not renew; whoever asks for
   * the piece renews it, or hears why it is refused. What fails although it is there cannot be played.
   */
  async #examine(name: string, player: HTMLAudioElement): Promise<void> {
    try {
      await this.download(name);
      if (this.#failed.has(name)) this.#isBroken = true;
      else if (this.#players.get(name) === player) player.load();
      this.#failed.add(name);
    } catch (error) {
      this.#failure = error;
    }
  }

  #drop(): void {
    for (const player of this.#players.values()) unload(player);
    this.#players.clear();
  }

  #silence(): void {
    for (const player of this.#players.values()) player.pause();
  }
}

/** One that was loaded while the piece was shorter ends too early. */
const reaches = ({ duration }: HTMLAudioElement, at: number): boolean =>
  !Number.isFinite(duration) || at < duration;

/** Without loading nothing, the browser would keep file and connection. */
function unload(player: HTMLAudioElement): void {
  player.pause();
  player.removeAttribute('src');
  player.load();
}
