/** The database as the rest of the broker sees it: Kysely over PostgreSQL, whichever engine it is. */
import type { Kysely } from 'kysely';
import type { Schema } from './schema.ts';

/** Inside a transaction only its own handle may be used: the embedded engine has one connection. */
export type Queries = Kysely<Schema>;

export type Engine = 'postgresql' | 'embedded';

export interface DatabaseFigures {
  /** Connections open now. */
  readonly connections: number;
  /** Of these, not in use. */
  readonly idle: number;
  /** Callers that wait for a connection. */
  readonly waiting: number;
}

export interface Notices {
  /** Hears what `notify` sends on the channel, from any process. Errors it throws are contained. */
  readonly onNotice: (payload: string) => void;
  /** Notices may have been missed: look at everything again. */
  readonly onGap?: () => void;
}

/** Of the files of a database. Nobody else uses it. */
export interface FilesCopy {
  readonly folder: string;
  /** Idempotent. */
  remove(): Promise<void>;
}

export interface Database {
  readonly engine: Engine;
  readonly queries: Queries;
  readonly figures: DatabaseFigures;
  /** Listens from now on. Returns a function that stops it. */
  listen(channel: Channel, notices: Notices): () => void;
  /**
   * Copies its files as they are at one moment, while it is used; one copy at a time. Undefined where it has no files of its
   * own: a server, or in memory. @throws {DatabaseError} NO_ROOM, BUSY; what the database or the file system said
   */
  readonly copyFiles?: (signal?: AbortSignal) => Promise<FilesCopy>;
  /** Resolves when the database answers. @throws {DatabaseError} UNREACHABLE, CLOSED */
  ping(): Promise<void>;
  /** Waits for what is under way. Idempotent. */
  close(): Promise<void>;
}

/** What processes that share a database tell each other. */
export const CHANNELS = [
  'pipit_devices',
  'pipit_configs',
  'pipit_commands',
  'pipit_people',
  'pipit_sessions',
  'pipit_mcp',
  'pipit_settings',
] as const;
export type Channel = (typeof CHANNELS)[number];
