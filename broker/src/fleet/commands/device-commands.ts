/**
 * Commands to devices, each with a deadline and a result. The process that holds the device's connection carries them
 * out; another one tells it through the database.
 */
import {
  type BodyInit,
  type BrokerBody,
  type CommandResult,
  CommandStatus,
  type ReasonName,
} from '@pipit/protocol';
import type { Logger } from 'pino';
import type { AuditSink } from '../../audit/audit-sink.ts';
import type { Clock } from '../../clock.ts';
import { type Principal, principalKey } from '../../identity/principal.ts';
import type { Database } from '../../store/database.ts';
import { notify } from '../../store/notify.ts';
import { type Row, json } from '../../store/schema.ts';
import { FleetError } from '../fleet-error.ts';
import { visibleDevice } from '../sight.ts';
import { type DeviceCommand, type DeviceCommandStatus, commandBody } from './command-kinds.ts';

/** What became of words that were to be said. */
export type SayOutcome = 'played' | 'interrupted' | 'no_conversation' | 'no_text' | 'busy' | 'ended';

/** The devices of this process. */
export interface DeviceControl {
  link(deviceId: string):
    | {
        send(body: BodyInit<BrokerBody>, correlationId?: number, deadlineMs?: number): boolean;
        close(reason: ReasonName): void;
      }
    | undefined;
  /** False when there is none. */
  restartSession(deviceId: string): boolean;
  /** Resolves when it was heard, or will not be. */
  say(deviceId: string, text: string, timeoutMs: number): Promise<SayOutcome>;
}

export interface DeviceCommandsOptions {
  readonly database: Database;
  readonly nodeId: string;
  readonly control: DeviceControl;
  readonly audit: AuditSink;
  readonly clock: Clock;
  readonly now: () => number;
  readonly log: Logger;
}

export interface CommandView {
  readonly id: number;
  readonly deviceId: string;
  readonly command: DeviceCommand;
  readonly status: DeviceCommandStatus;
  /** For people, or what a command of the maker's own gave back. */
  readonly detail: string | null;
  readonly createdBy: string;
  readonly createdAt: string;
  readonly deadlineAt: string;
  readonly finishedAt: string | null;
}

export interface NewCommand {
  readonly command: DeviceCommand;
  readonly deadlineMs: number;
}

type Notice =
  /** For the process that has the connection. */
  { readonly send: number; readonly nodeId: string } | { readonly finished: number };

const SWEEP_MS = 10_000;
/** That somebody waits for at the same time. */
const MAX_WAITERS = 1000;

export class DeviceCommands {
  readonly #options: DeviceCommandsOptions;
  readonly #waiters = new Map<number, Set<() => void>>();
  readonly #stopListening: () => void;
  /** Deadlines of what was sent from here. */
  readonly #deadlines = new Map<number, () => void>();
  readonly #working = new Set<Promise<void>>();
  #cancelSweep: (() => void) | undefined;
  #closed = false;

  constructor(options: DeviceCommandsOptions) {
    this.#options = options;
    this.#stopListening = options.database.listen('pipit_commands', {
      onNotice: (payload) => this.#hearNotice(JSON.parse(payload) as Notice),
    });
    this.#sweepLater();
  }

  /** @throws {FleetError} NOT_FOUND */
  async create(
    principal: Principal,
    deviceId: string,
    { command, deadlineMs }: NewCommand,
  ): Promise<CommandView> {
    const { database, nodeId, control, audit, now } = this.#options;
    const { kind, ...argument } = command;
    const here = control.link(deviceId) !== undefined;
    const row = await database.queries.transaction().execute(async (queries) => {
      const device = await visibleDevice(queries, principal, deviceId);
      const reachable = here || (device.online && device.nodeId !== null && device.nodeId !== nodeId);
      const createdAt = now();
      const made = await queries
        .insertInto('deviceCommands')
        .values({
          tenantId: device.tenantId,
          deviceId,
          kind,
          nodeId: here ? nodeId : device.nodeId,
          argument: json(argument),
          status: reachable ? 'created' : 'offline',
          createdBy: principalKey(principal),
          createdAt: new Date(createdAt),
          deadlineAt: new Date(createdAt + deadlineMs),
          finishedAt: reachable ? null : new Date(createdAt),
        })
        .returningAll()
        .executeTakeFirstOrThrow();
      if (reachable && !here)
        await notify(queries, 'pipit_commands', { send: made.id, nodeId: device.nodeId! } satisfies Notice);
      return made;
    });
    const detail = { command: row.id, kind };
    audit.record({
      principal,
      action: 'device.command',
      target: { kind: 'device', id: deviceId },
      result: 'ok',
      detail,
    });
    if (here) await this.#carryOut(row);
    return this.read(principal, deviceId, row.id);
  }

  /** @throws {FleetError} NOT_FOUND */
  async read(principal: Principal, deviceId: string, id: number): Promise<CommandView> {
    const { queries } = this.#options.database;
    await visibleDevice(queries, principal, deviceId);
    const row = await queries
      .selectFrom('deviceCommands')
      .selectAll()
      .where('id', '=', id)
      .where('deviceId', '=', deviceId)
      .executeTakeFirst();
    if (!row) throw FleetError.notFound('a command', String(id));
    return viewOf(row);
  }

  /** Newest first; `before` is the id of the last one seen. @throws {FleetError} NOT_FOUND */
  async list(principal: Principal, deviceId: string, limit: number, before?: number): Promise<CommandView[]> {
    const { queries } = this.#options.database;
    await visibleDevice(queries, principal, deviceId);
    let query = queries
      .selectFrom('deviceCommands')
      .selectAll()
      .where('deviceId', '=', deviceId)
      .orderBy('id', 'desc')
      .limit(limit);
    if (before !== undefined) query = query.where('id', '<', before);
    return (await query.execute()).map(viewOf);
  }

  /** What became of these by id, as soon as all are finished or the time is up. Whoever asks has made them. */
  async outcomes(ids: readonly number[], timeoutMs: number): Promise<Map<number, CommandView>> {
    if (ids.length === 0) return new Map();
    await this.wait(ids, timeoutMs);
    const { queries } = this.#options.database;
    const rows = await queries.selectFrom('deviceCommands').selectAll().where('id', 'in', ids).execute();
    return new Map(rows.map((row) => [row.id, viewOf(row)]));
  }

  /** Resolves when all of these commands are finished, or the time is up. */
  async wait(ids: readonly number[], timeoutMs: number): Promise<void> {
    if (timeoutMs <= 0 || this.#closed || this.#waiters.size + ids.length > MAX_WAITERS) return;
    await new Promise<void>((resolve) => {
      const open = new Map<number, () => void>();
      const cancel = this.#options.clock.after(timeoutMs, () => {
        for (const release of open.values()) release();
      });
      for (const id of ids) {
        const waiters = this.#waiters.get(id) ?? new Set();
        this.#waiters.set(id, waiters);
        const release = (): void => {
          open.delete(id);
          waiters.delete(release);
          if (waiters.size === 0) this.#waiters.delete(id);
          if (open.size > 0) return;
          cancel();
          resolve();
        };
        open.set(id, release);
        waiters.add(release);
      }
      // They may have been finished before anybody listened.
      this.#finishedOf(ids).then(
        (finished) => {
          for (const id of finished) open.get(id)?.();
        },
        () => {
          for (const release of open.values()) release();
        },
      );
    });
  }

  /** A device's answer. */
  hear(deviceId: string, { commandId, status, text }: CommandResult): void {
    const said = text.replaceAll('\0', '');
    switch (status) {
      case CommandStatus.ACCEPTED:
        return this.#later(this.#update(commandId, 'accepted', said, deviceId));
      case CommandStatus.SUCCEEDED:
        return this.#later(this.#update(commandId, 'succeeded', said, deviceId));
      case CommandStatus.FAILED:
        return this.#later(this.#update(commandId, 'failed', said, deviceId));
      case CommandStatus.REJECTED:
        return this.#later(this.#update(commandId, 'rejected', said || 'The device is busy.', deviceId));
      case CommandStatus.UNKNOWN_COMMAND:
        return this.#later(
          this.#update(commandId, 'rejected', said || 'The device knows no such command.', deviceId),
        );
      case CommandStatus.UNSPECIFIED:
    }
  }

  /** Idempotent. */
  async close(): Promise<void> {
    if (this.#closed) return;
    this.#closed = true;
    this.#stopListening();
    this.#cancelSweep?.();
    for (const cancel of this.#deadlines.values()) cancel();
    this.#deadlines.clear();
    for (const waiters of this.#waiters.values()) for (const release of waiters) release();
    await Promise.all(this.#working);
  }

  /** Those that are not there count as well. */
  async #finishedOf(ids: readonly number[]): Promise<number[]> {
    const rows = await this.#options.database.queries
      .selectFrom('deviceCommands')
      .select('id')
      .where('id', 'in', ids)
      .where('finishedAt', 'is', null)
      .execute();
    const open = new Set(rows.map(({ id }) => id));
    return ids.filter((id) => !open.has(id));
  }

  async #carryOut(row: Row<'deviceCommands'>): Promise<void> {
    const { control, now, clock } = this.#options;
    const { id, deviceId } = row;
    const command = commandOf(row);
    const link = control.link(deviceId);
    const leftMs = row.deadlineAt.getTime() - now();
    if (!link) return this.#update(id, 'offline', null);
    if (leftMs <= 0) return this.#update(id, 'timed_out', null);
    this.#deadlines.set(
      id,
      clock.after(leftMs, () => {
        this.#deadlines.delete(id);
        this.#later(this.#update(id, 'timed_out', null));
      }),
    );
    const body = commandBody(command, id);
    if (body) {
      // Before it is sent: its result may be here first.
      await this.#update(id, 'sent', null);
      if (!link.send(body, 0, leftMs)) await this.#update(id, 'offline', null);
      return;
    }
    switch (command.kind) {
      case 'restart_session':
        return control.restartSession(deviceId)
          ? this.#update(id, 'succeeded', null)
          : this.#update(id, 'rejected', 'The device is not in a conversation.');
      case 'disconnect':
        link.close('REQUESTED');
        return this.#update(id, 'succeeded', null);
      case 'say':
        await this.#update(id, 'sent', null);
        return this.#later(this.#say(id, deviceId, command.text, leftMs));
      default:
    }
  }

  async #say(id: number, deviceId: string, text: string, timeoutMs: number): Promise<void> {
    const outcome = await this.#options.control.say(deviceId, text, timeoutMs);
    switch (outcome) {
      case 'played':
        return this.#update(id, 'succeeded', null);
      case 'interrupted':
        return this.#update(id, 'failed', 'Somebody interrupted it.');
      case 'ended':
        return this.#update(id, 'failed', 'The conversation ended before it was said.');
      case 'busy':
        return this.#update(id, 'rejected', 'Somebody is being listened to or answered.');
      case 'no_text':
        return this.#update(id, 'rejected', 'The model takes no text.');
      case 'no_conversation':
        return this.#update(id, 'rejected', 'The device is not in a conversation.');
    }
  }

  async #update(
    id: number,
    status: DeviceCommandStatus,
    detail: string | null,
    deviceId?: string,
  ): Promise<void> {
    const { database, now } = this.#options;
    const isLast = status !== 'created' && status !== 'sent' && status !== 'accepted';
    if (isLast) {
      this.#deadlines.get(id)?.();
      this.#deadlines.delete(id);
    }
    await database.queries.transaction().execute(async (queries) => {
      let query = queries
        .updateTable('deviceCommands')
        .set({ status, ...(detail && { detail }), ...(isLast && { finishedAt: new Date(now()) }) })
        .where('id', '=', id)
        .where('finishedAt', 'is', null)
        .returning('id');
      if (deviceId !== undefined) query = query.where('deviceId', '=', deviceId);
      const changed = await query.executeTakeFirst();
      if (changed && isLast) await notify(queries, 'pipit_commands', { finished: id } satisfies Notice);
    });
  }

  #hearNotice(notice: Notice): void {
    if ('finished' in notice) {
      for (const release of this.#waiters.get(notice.finished) ?? []) release();
    } else if (notice.nodeId === this.#options.nodeId) this.#later(this.#take(notice.send));
  }

  async #take(id: number): Promise<void> {
    const row = await this.#options.database.queries
      .selectFrom('deviceCommands')
      .selectAll()
      .where('id', '=', id)
      .where('status', '=', 'created')
      .executeTakeFirst();
    if (row) await this.#carryOut(row);
  }

  /** What a process that died left open. */
  async #sweep(): Promise<void> {
    const { database, now } = this.#options;
    await database.queries
      .updateTable('deviceCommands')
      .set({ status: 'timed_out', finishedAt: new Date(now()) })
      .where('finishedAt', 'is', null)
      .where('deadlineAt', '<', new Date(now() - SWEEP_MS))
      .execute();
  }

  #sweepLater(): void {
    if (this.#closed) return;
    this.#cancelSweep = this.#options.clock.after(SWEEP_MS, () => {
      this.#later(this.#sweep());
      this.#sweepLater();
    });
  }

  #later(work: Promise<void>): void {
    const contained = work
      .catch((error: unknown) => this.#options.log.error({ err: error }, 'a command to a device failed'))
      .finally(() => this.#working.delete(contained));
    this.#working.add(contained);
  }
}

const commandOf = ({ kind, argument }: Row<'deviceCommands'>): DeviceCommand =>
  ({ kind, ...argument }) as DeviceCommand;

const viewOf = (row: Row<'deviceCommands'>): CommandView => ({
  id: row.id,
  deviceId: row.deviceId,
  command: commandOf(row),
  status: row.status as DeviceCommandStatus,
  detail: row.detail,
  createdBy: row.createdBy,
  createdAt: row.createdAt.toISOString(),
  deadlineAt: row.deadlineAt.toISOString(),
  finishedAt: row.finishedAt?.toISOString() ?? null,
});
