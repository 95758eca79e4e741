/**
 * Asks the rules what is wrong, again and again, and tells people once: when it begins, now and then while it lasts and
 * nobody has seen to it, and when it is over. It works from memory, so it also works while the database does not.
 */
import type { Logger } from 'pino';
import type { Clock } from '../clock.ts';
import { newId } from '../store/ids.ts';
import {
  type Condition,
  type Ending,
  type Notice,
  type NoticeState,
  type OpenAlert,
  isQuiet,
  noticeOf,
} from './alert.ts';
import type { Rule } from './rules.ts';

export interface AlertEngineOptions {
  readonly rules: readonly Rule[];
  /** Those that were open when the process before this one ended. */
  readonly open: readonly OpenAlert[];
  /** May reject; it is tried again with the next check. */
  readonly save: (alert: OpenAlert, resolvedAt: number | null) => Promise<void>;
  /** Must not throw. */
  readonly notify: (notice: Notice) => void;
  /** How often is said again that something is still wrong; 0 for never. */
  readonly renotifyMs: number;
  readonly clock: Clock;
  /** Milliseconds since 1970. */
  readonly now: () => number;
  readonly log: Logger;
}

export const CHECK_EVERY_MS = 15_000;
/** What was not found so often in a row is over: what comes and goes is told once. */
const MISSED_TO_RESOLVE = 2;
/** Open at once; more of them help nobody. */
const MAX_OPEN = 1000;
/** Changes that wait for the database. */
const MAX_UNSAVED = 2000;

export class AlertEngine {
  readonly #options: AlertEngineOptions;
  readonly #open = new Map<string, OpenAlert>();
  /** By id; of an alert only the newest state. */
  readonly #unsaved = new Map<string, { readonly alert: OpenAlert; readonly resolvedAt: number | null }>();
  /** Rules that could not tell, and were complained about. */
  readonly #broken = new Set<string>();
  #cancel = (): void => {};
  #checking: Promise<void> | undefined;
  #closed = false;

  constructor(options: AlertEngineOptions) {
    this.#options = options;
    for (const alert of options.open) this.#open.set(keyOf(alert), alert);
    this.#later();
  }

  get size(): number {
    return this.#open.size;
  }

  /** Now. Never rejects. */
  check(): Promise<void> {
    this.#checking ??= this.#check().finally(() => (this.#checking = undefined));
    return this.#checking;
  }

  /** Somebody has seen to it; no more reminders. */
  acknowledged(id: string): void {
    for (const [key, alert] of this.#open)
      if (alert.id === id) this.#open.set(key, { ...alert, acknowledged: true });
  }

  /** Idempotent. */
  async close(): Promise<void> {
    this.#closed = true;
    this.#cancel();
    await this.#checking;
  }

  #later(): void {
    if (this.#closed) return;
    this.#cancel = this.#options.clock.after(CHECK_EVERY_MS, () => {
      void this.check().then(() => this.#later());
    });
  }

  async #check(): Promise<void> {
    for (const rule of this.#options.rules) {
      if (this.#closed) return;
      const found = await this.#ask(rule);
      // Of what cannot be told, nothing changes.
      if (!found) continue;
      const missing = this.#compare(rule.name, found);
      if (missing.length > 0) await this.#end(rule, missing, found);
    }
    await this.#saveAll();
  }

  async #ask(rule: Rule): Promise<readonly Condition[] | undefined> {
    const found = await this.#tried(rule, () => rule.check(this.#openOf(rule.name)));
    if (found) this.#broken.delete(rule.name);
    return found;
  }

  #openOf(rule: string): OpenAlert[] {
    return [...this.#open.values()].filter((alert) => alert.rule === rule);
  }

  async #tried<Told>(rule: Rule, ask: () => Promise<Told>): Promise<Told | undefined> {
    try {
      return await ask();
    } catch (error) {
      const { log } = this.#options;
      if (!this.#broken.has(rule.name))
        log.warn({ err: error, rule: rule.name }, 'a rule of alerts cannot be checked');
      this.#broken.add(rule.name);
      return undefined;
    }
  }

  /** Those that were not found so often that they have ended. */
  #compare(rule: string, found: readonly Condition[]): OpenAlert[] {
    const nowMs = this.#options.now();
    const present = new Set<string>();
    for (const condition of found) {
      const key = keyOf(condition);
      present.add(key);
      const known = this.#open.get(key);
      if (known) this.#goesOn(key, known, condition, nowMs);
      else if (this.#open.size < MAX_OPEN) this.#begins(key, condition, nowMs);
    }
    const ended: OpenAlert[] = [];
    for (const [key, known] of this.#open) {
      if (known.rule !== rule || present.has(key)) continue;
      const alert = { ...known, missed: known.missed + 1 };
      this.#open.set(key, alert);
      if (alert.missed >= MISSED_TO_RESOLVE) ended.push(alert);
    }
    return ended;
  }

  async #end(rule: Rule, ended: readonly OpenAlert[], found: readonly Condition[]): Promise<void> {
    const { endings } = rule;
    const told = endings && (await this.#tried(rule, () => endings(ended, found)));
    if (endings && !told) return;
    for (const alert of ended) this.#ends(alert, told?.get(alert.id) ?? 'resolved');
  }

  #begins(key: string, condition: Condition, nowMs: number): void {
    const alert: OpenAlert = {
      ...condition,
      id: newId(),
      openedAt: nowMs,
      lastAt: nowMs,
      times: 1,
      notifiedAt: nowMs,
      acknowledged: false,
      missed: 0,
    };
    this.#open.set(key, alert);
    this.#changed(alert, null);
    this.#tell(alert, 'opened', nowMs);
  }

  #goesOn(key: string, known: OpenAlert, condition: Condition, nowMs: number): void {
    const { renotifyMs } = this.#options;
    const due = renotifyMs > 0 && !known.acknowledged && nowMs - known.notifiedAt >= renotifyMs;
    const isWorse = condition.severity !== known.severity;
    const alert: OpenAlert = {
      ...known,
      ...condition,
      lastAt: nowMs,
      missed: 0,
      ...((due || isWorse) && { times: known.times + 1, notifiedAt: nowMs }),
    };
    this.#open.set(key, alert);
    if (!due && !isWorse) return;
    this.#changed(alert, null);
    this.#tell(alert, 'reminder', nowMs);
  }

  #ends(alert: OpenAlert, ending: Ending): void {
    const nowMs = this.#options.now();
    this.#open.delete(keyOf(alert));
    this.#changed(isQuiet(ending) ? { ...alert, detail: { ...alert.detail, ending } } : alert, nowMs);
    this.#tell(alert, ending, nowMs);
  }

  #tell(alert: OpenAlert, state: NoticeState, nowMs: number): void {
    this.#options.notify(noticeOf(alert, state, nowMs));
  }

  #changed(alert: OpenAlert, resolvedAt: number | null): void {
    this.#unsaved.delete(alert.id);
    this.#unsaved.set(alert.id, { alert, resolvedAt });
    const [oldest] = this.#unsaved.keys();
    if (this.#unsaved.size > MAX_UNSAVED) this.#unsaved.delete(oldest!);
  }

  async #saveAll(): Promise<void> {
    for (const [id, state] of this.#unsaved) {
      try {
        await this.#options.save(state.alert, state.resolvedAt);
        if (this.#unsaved.get(id) === state) this.#unsaved.delete(id);
      } catch (error) {
        this.#options.log.debug({ err: error }, 'alerts could not be written; it is tried again');
        return;
      }
    }
  }
}

const keyOf = ({ tenantId, key }: Condition): string => `${tenantId} ${key}`;
