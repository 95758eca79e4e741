/** Voices by language, and how they sound: one is heard at a time. */
import { broker, dataOf } from '#lib/broker/client.ts';
import type { operations } from '#lib/broker/gen/schema.d.ts';
import { Action } from '#lib/state/action.svelte.ts';
import { Resource } from '#lib/state/resource.svelte.ts';

export type Voice =
  operations['listVoices']['responses'][200]['content']['application/json']['items'][number];

const primary = (tag: string): string => tag.split('-', 1)[0]!.toLowerCase();

/** Whether a voice speaks a language, as far as that is known. */
export function speaks({ languages, polyglot }: Voice, language: string): boolean {
  return polyglot || languages.some((tag) => primary(tag) === primary(language));
}

export interface VoiceGroup {
  /** Undefined for those that speak all. */
  readonly language: string | undefined;
  readonly voices: readonly Voice[];
}

/** Those that speak all languages first, then by the first language of each. */
export function byLanguage(voices: readonly Voice[]): VoiceGroup[] {
  const groups = new Map<string | undefined, Voice[]>();
  for (const voice of voices) {
    const key = voice.polyglot ? undefined : voice.languages[0];
    groups.set(key, [...(groups.get(key) ?? []), voice]);
  }
  return [...groups].map(([language, all]) => ({ language, voices: all }));
}

export class Voices {
  readonly list = new Resource((signal) => dataOf(broker.GET('/api/v1/voices', { signal })));
  readonly listening = new Action();
  #playing = $state<string>();
  #sound: HTMLAudioElement | undefined;
  /** What was fetched, to be heard again for nothing. */
  readonly #kept = new Map<string, string>();

  constructor() {
    void this.list.read();
  }

  get all(): readonly Voice[] {
    return this.list.value?.items ?? [];
  }

  /** Whether the first time costs something. */
  get isPaid(): boolean {
    return this.list.value?.isPaid ?? false;
  }

  get playing(): string | undefined {
    return this.#playing;
  }

  isKept(voice: string, language: string | undefined): boolean {
    return this.#kept.has(`${voice} ${language ?? ''}`);
  }

  async listen(voice: string, language: string | undefined): Promise<void> {
    this.stop();
    await this.listening.run(async () => {
      const key = `${voice} ${language ?? ''}`;
      let url = this.#kept.get(key);
      if (url === undefined) {
        const params = { path: { id: voice } };
        const body = language === undefined ? {} : { language };
        const asked = broker.POST('/api/v1/voices/{id}/sample', { params, body, parseAs: 'blob' });
        url = URL.createObjectURL(await dataOf(asked));
        this.#kept.set(key, url);
      }
      const sound = (this.#sound = new Audio(url));
      sound.addEventListener('ended', () => this.#ended(sound));
      this.#playing = voice;
      try {
        await sound.play();
      } catch (error) {
        this.#ended(sound);
        throw error;
      }
    });
  }

  stop(): void {
    this.#sound?.pause();
    this.#playing = undefined;
  }

  /** Idempotent. */
  close(): void {
    this.stop();
    this.list.close();
    for (const url of this.#kept.values()) URL.revokeObjectURL(url);
    this.#kept.clear();
  }

  #ended(sound: HTMLAudioElement): void {
    if (this.#sound === sound) this.#playing = undefined;
  }
}
