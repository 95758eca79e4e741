/**
 * Does what the broker commands, and answers: ACCEPTED at once, then how it ended. At most eight at a time; what was
 * answered lately is remembered, so that nothing is done twice and no answer is lost with a connection.
 */
import {
  type BodyInit,
  clipUtf8,
  type Command,
  CommandStatus,
  type CommandStatusName,
  type DeviceBody,
  maxBytesOf,
} from '@pipit/protocol';
import type { Clock } from '../clock.ts';
import type { SendOptions } from '../connection/device-connection.ts';
import type { DeviceCommand } from '../events.ts';
import { commandOf, type Commandable, type CommandOutcome, hookFor } from './device-command.ts';
import { runHook } from './run-hook.ts';

export interface ReceivedCommand {
  readonly command: Command;
  readonly messageId: number;
  /** From now; 0 for none. */
  readonly deadlineMs: number;
}

export interface CommandDeskOptions extends Commandable {
  readonly clock: Clock;
  readonly closed: AbortSignal;
  /** Undefined when there is no connection. */
  readonly send: (result: BodyInit<DeviceBody>, options: SendOptions) => number | undefined;
  readonly onCommand: (command: DeviceCommand) => void;
  readonly onSucceeded: (command: DeviceCommand) => void;
}

/** What is known of a command. */
interface Answer {
  readonly id: number;
  /** Which connection it came over, and the message there. */
  readonly connection: number;
  readonly messageId: number;
  readonly deadlineAtMs: number;
  status: CommandStatusName;
  text: string;
  /** The broker has the final result. */
  told: boolean;
}

const MAX_RUNNING = 8;
const MAX_REMEMBERED = 32;
/** For commands whose sender does not wait. */
const DEFAULT_DEADLINE_MS = 30_000;
/** A reboot waits so long for the broker to hear of it. */
const REBOOT_NOTICE_MS = 1000;
const MAX_TEXT_BYTES = maxBytesOf('CommandResult', 'text');

export class CommandDesk {
  readonly #options: CommandDeskOptions;
  /** By id, the oldest first. */
  readonly #answers = new Map<number, Answer>();
  #running = 0;
  #connection = 0;

  constructor(options: CommandDeskOptions) {
    this.#options = options;
  }

  /** [CMD-2] */
  receive({ command, messageId, deadlineMs }: ReceivedCommand): void {
    const { clock, onCommand } = this.#options;
    const id = command.commandId;
    // [CMD-1]
    const known = this.#answers.get(id);
    if (known) return this.#tell(known);
    const answer: Answer = {
      id,
      connection: this.#connection,
      messageId,
      deadlineAtMs: clock.now() + (deadlineMs || DEFAULT_DEADLINE_MS),
      status: 'ACCEPTED',
      text: '',
      told: false,
    };
    const parsed = commandOf(command);
    const hook = parsed && hookFor(this.#options, parsed);
    // What is refused is not remembered: it costs nothing to say so again, and would push out what matters.
    if (!parsed || !hook) return this.#end(answer, 'UNKNOWN_COMMAND', 'This device has no such command.');
    if (parsed.name === 'setVolume' && parsed.percent > 100) {
      return this.#end(answer, 'FAILED', 'percent: use 0 to 100.');
    }
    if (this.#running >= MAX_RUNNING) {
      return this.#end(answer, 'REJECTED', `${MAX_RUNNING} commands are running. Try again later.`);
    }
    this.#remember(answer);
    onCommand(parsed);
    void this.#run(answer, parsed, hook);
  }

  /** [CMD-4] The broker has answered hello: what it did not hear yet is told now, if it still waits. */
  connected(): void {
    this.#connection++;
    for (const answer of this.#answers.values()) {
      if (answer.status !== 'ACCEPTED' && !answer.told && this.#isAwaited(answer)) this.#tell(answer);
    }
  }

  async #run(
    answer: Answer,
    command: DeviceCommand,
    run: (signal: AbortSignal) => CommandOutcome,
  ): Promise<void> {
    const { clock, closed, onSucceeded } = this.#options;
    const isReboot = command.name === 'reboot';
    this.#running++;
    const heard = new Promise<void>((resolve) => {
      this.#tell(answer, resolve);
      if (isReboot) clock.after(REBOOT_NOTICE_MS, resolve);
    });
    // [CMD-5]
    if (isReboot) await heard;
    const timeoutMs = Math.max(0, answer.deadlineAtMs - clock.now());
    const end = await runHook({ clock, timeoutMs, closed, run });
    this.#running--;
    if (closed.aborted) return;
    if (!end.ok) return this.#end(answer, 'FAILED', end.text);
    this.#end(answer, 'SUCCEEDED', end.value ?? '');
    onSucceeded(command);
  }

  #end(answer: Answer, status: CommandStatusName, text: string): void {
    answer.status = status;
    answer.text = clipUtf8(text, MAX_TEXT_BYTES);
    this.#tell(answer);
  }

  #tell(answer: Answer, onAcknowledged?: () => void): void {
    const { id, status, text, connection, messageId } = answer;
    const value = { commandId: id, status: CommandStatus[status], text };
    const correlationId = connection === this.#connection ? messageId : 0;
    this.#options.send(
      { kind: 'commandResult', value },
      {
        correlationId,
        onAcknowledged: () => {
          answer.told ||= status !== 'ACCEPTED';
          onAcknowledged?.();
        },
      },
    );
  }

  #isAwaited({ deadlineAtMs }: Answer): boolean {
    return this.#options.clock.now() < deadlineAtMs;
  }

  /** Those that are running stay: there are fewer of them than places. */
  #remember(answer: Answer): void {
    this.#answers.set(answer.id, answer);
    if (this.#answers.size <= MAX_REMEMBERED) return;
    const oldest = [...this.#answers.values()].find(({ status }) => status !== 'ACCEPTED');
    if (oldest) this.#answers.delete(oldest.id);
  }
}
