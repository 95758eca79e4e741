/** Starts programs where they belong: in the sandbox that the settings of their user, or else of the broker, choose. */
import { ToolError } from '../tool-source.ts';
import {
  type Asker,
  type Place,
  type SandboxQuota,
  type SandboxStrategy,
  placeFor,
  userOf,
} from './place.ts';
import type { SandboxCommand, SandboxProcess } from './sandbox.ts';
import type { SandboxUser } from './sandbox-lease.ts';
import type { SandboxScheduler } from './sandbox-scheduler.ts';

/** What a user has chosen. */
export interface SandboxWishes {
  /** `default`: what the broker has. */
  readonly strategy: SandboxStrategy | 'default';
  readonly quota: SandboxQuota;
}

export interface SandboxProgramsOptions {
  readonly scheduler: SandboxScheduler;
  /** Of people who never chose, too: then it has defaults. */
  readonly wishesOf: (userId: string) => Promise<SandboxWishes>;
  readonly strategy: SandboxStrategy;
  /** Of what belongs to no user; 0 for never. */
  readonly idleMs: number;
  readonly allowNetwork: boolean;
}

/** A program of an MCP server, and the sandbox that it has. */
export interface Program {
  readonly process: SandboxProcess;
  /** A conversation uses it. */
  used(by: SandboxUser): void;
  /** It does not need it any more. */
  left(sessionId: string): void;
}

export class SandboxPrograms {
  readonly #options: SandboxProgramsOptions;

  constructor(options: SandboxProgramsOptions) {
    this.#options = options;
  }

  /** @throws {ToolError} UNAVAILABLE */
  async placeOf(asker: Asker): Promise<Place> {
    const wishes = await this.#wishesOf(asker.ownerId);
    const chosen = wishes?.strategy ?? 'default';
    return placeFor(asker, chosen === 'default' ? this.#options.strategy : chosen);
  }

  /** Its sandbox is given back when it has ended. @throws {ToolError} UNAVAILABLE, CANCELLED */
  async start(
    place: Place,
    serverId: string,
    command: SandboxCommand,
    signal: AbortSignal,
  ): Promise<Program> {
    if (command.network && !this.#options.allowNetwork)
      throw new ToolError(
        'UNAVAILABLE',
        'It wants the network, and the broker allows that to no program (tools.sandbox.allowNetwork).',
      );
    const quota = await this.quotaOf(userOf(place));
    const lease = await this.#options.scheduler.lease({ place, quota, serverId }, signal);
    try {
      const process = await (await lease.sandbox).start(command, signal);
      void process.ended.then(() => lease.release());
      return {
        process,
        used: (by) => lease.used(by),
        left: (sessionId) => lease.left(sessionId),
      };
    } catch (error) {
      // Whether it lies at the sandbox shows at once, and not only at the next start.
      if (!signal.aborted) lease.suspect();
      lease.release();
      throw error;
    }
  }

  /** @throws {ToolError} UNAVAILABLE */
  async quotaOf(userId: string | undefined): Promise<SandboxQuota> {
    const wishes = await this.#wishesOf(userId);
    const { idleMs } = this.#options;
    return wishes?.quota ?? { maxSandboxes: Infinity, memoryMb: Infinity, diskMb: Infinity, idleMs };
  }

  async #wishesOf(userId: string | undefined): Promise<SandboxWishes | undefined> {
    if (userId === undefined) return undefined;
    try {
      return await this.#options.wishesOf(userId);
    } catch (cause) {
      throw new ToolError('UNAVAILABLE', 'The settings of the user cannot be read.', { cause });
    }
  }
}
