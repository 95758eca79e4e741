/**
 * The settings of one scope while somebody changes them: what was found, what is wanted, and what others do meanwhile.
 * Nothing that was typed is lost: a refused or outrun save leaves it as it is.
 */
import { isProblem } from '#lib/broker/problem.ts';
import { Action } from '#lib/state/action.svelte.ts';
import type { LiveFeed } from '#lib/state/live-feed.svelte.ts';
import { Resource } from '#lib/state/resource.svelte.ts';
import { type Merging, type Side, differences, merged, mergings } from './difference.ts';
import { type Change, type Scope, type Version, readInherited, readScope, writeScope } from './scope.ts';
import { type SettingValue, type Settings, flattened, patchFrom } from './settings.ts';
import { type Problem, problemWith } from './validate.ts';

/** Several changes may come one after the other. */
const SETTLE_MS = 300;

export class ConfigurationForm {
  readonly scope: Scope;
  readonly saving = new Action();
  readonly inherited: Resource<Awaited<ReturnType<typeof readInherited>>>;
  readonly #read: Resource<Version>;
  /** What the wanted settings were made from. */
  #base = $state.raw<Version | undefined>();
  #wanted = $state.raw<Settings>(new Map());
  /** What others have made of it meanwhile. */
  #theirs = $state.raw<Version | undefined>();
  #effect = $state.raw<Change | undefined>();
  readonly #stops: (() => void)[];

  constructor(scope: Scope, feed: LiveFeed) {
    this.scope = scope;
    this.inherited = new Resource((signal) => readInherited(scope, signal));
    this.#read = new Resource(async (signal) => {
      const found = await readScope(scope, signal);
      this.#found(found);
      return found;
    });
    this.#stops = [
      feed.on('configuration.changed', ({ scope: of, id }) => {
        const isOwn = of === scope.scope && id === scope.id;
        if (isOwn) this.#read.readSoon(SETTLE_MS);
        // A device that is moved inherits from another group, and is told as a change of the device.
        if (isOwn ? of === 'device' : of !== scope.scope) this.inherited.readSoon(SETTLE_MS);
      }),
      feed.onReset(() => void this.read()),
    ];
    void this.read();
  }

  async read(): Promise<void> {
    await Promise.all([this.#read.read(), this.inherited.read()]);
  }

  get error(): unknown {
    return this.#read.error ?? this.inherited.error;
  }

  get isRead(): boolean {
    return this.#base !== undefined && this.inherited.value !== undefined;
  }

  get version(): number {
    return this.#base?.version ?? 0;
  }

  get base(): Settings {
    return flattened(this.#base?.settings ?? {});
  }

  get wanted(): Settings {
    return this.#wanted;
  }

  readonly changes = $derived.by(() => differences(this.base, this.#wanted));

  get isDirty(): boolean {
    return this.changes.length > 0;
  }

  /** Undefined where nobody has changed anything meanwhile. */
  readonly mergings: readonly Merging[] | undefined = $derived.by(
    () => this.#theirs && mergings(this.base, this.#wanted, flattened(this.#theirs.settings)),
  );

  /** Of the last save. */
  get effect(): Change | undefined {
    return this.#effect;
  }

  isOwn(path: string): boolean {
    return this.#wanted.has(path);
  }

  /** As it would be in force. */
  valueOf(path: string): SettingValue | undefined {
    return this.#wanted.get(path) ?? this.inherited.value?.[path]?.value;
  }

  set(path: string, value: SettingValue): void {
    this.#wanted = new Map(this.#wanted).set(path, value);
    this.#settle();
  }

  inherit(path: string): void {
    const wanted = new Map(this.#wanted);
    wanted.delete(path);
    this.#wanted = wanted;
    this.#settle();
  }

  /** As it was found last. */
  reset(): void {
    if (this.#theirs) [this.#base, this.#theirs] = [this.#theirs, undefined];
    this.#wanted = this.base;
    this.saving.forget();
  }

  /** By the rules that the page knows. */
  problemOf(path: string): Problem | undefined {
    const value = this.#wanted.get(path);
    return value === undefined ? undefined : problemWith(path, value);
  }

  get isValid(): boolean {
    return [...this.#wanted].every(([path, value]) => problemWith(path, value) === undefined);
  }

  /** In the broker's words, until it is saved again. */
  refusalOf(path: string): string | undefined {
    return this.saving.problemOf(path);
  }

  /** False when it was not saved: then `saving.error` or `mergings` says why. */
  async save(): Promise<boolean> {
    const [base, wanted] = [this.#base, this.#wanted];
    if (!base || !this.isValid) return false;
    return this.saving.run(async () => {
      try {
        const change = await writeScope(
          this.scope,
          base.version,
          patchFrom(flattened(base.settings), wanted),
        );
        this.#effect = change;
        const typed = differences(wanted, this.#wanted);
        this.#base = change;
        this.#theirs = undefined;
        // What was typed while it was saved stays.
        if (typed.length === 0) this.#wanted = flattened(change.settings);
      } catch (error) {
        if (!isProblem(error, 'VERSION_STALE')) throw error;
        this.#theirs = await readScope(this.scope);
        throw error;
      }
    });
  }

  /** Takes what was chosen, on top of what the others have made. */
  merge(choices: ReadonlyMap<string, Side>): void {
    const theirs = this.#theirs;
    if (!theirs || !this.mergings) return;
    this.#wanted = merged(this.base, this.mergings, choices);
    this.#base = theirs;
    this.#theirs = undefined;
    this.saving.forget();
  }

  /** A version was brought back: what it set is what is found now. */
  restored(change: Change): void {
    this.#effect = change;
    this.#base = change;
    this.#theirs = undefined;
    this.#wanted = flattened(change.settings);
  }

  /** Idempotent. */
  close(): void {
    for (const stop of this.#stops.splice(0)) stop();
    this.#read.close();
    this.inherited.close();
  }

  #found(found: Version): void {
    if (this.#base && found.version <= this.#base.version) return;
    if (this.#base && this.isDirty) {
      this.#theirs = found;
      return;
    }
    this.#base = found;
    this.#theirs = undefined;
    this.#wanted = flattened(found.settings);
  }

  /** Whoever has taken back all that they typed sees what the others have made. */
  #settle(): void {
    if (this.#theirs && !this.isDirty) this.reset();
  }
}
