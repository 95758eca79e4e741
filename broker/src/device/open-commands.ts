/** Which message carried which command, so that an error in answer to it can be told as the command's result. */
import { type CommandResult, CommandStatus, ErrorCode, type Error as DeviceComplaint } from '@pipit/protocol';

/** The oldest is forgotten first; no device has more to do at once. */
const MAX_REMEMBERED = 32;

export class OpenCommands {
  readonly #byMessage = new Map<number, number>();

  sent(messageId: number, commandId: number): void {
    this.#byMessage.set(messageId, commandId);
    if (this.#byMessage.size <= MAX_REMEMBERED) return;
    const [oldest] = this.#byMessage.keys();
    this.#byMessage.delete(oldest!);
  }

  /** Undefined when the message was no command, or is forgotten. */
  refused(messageId: number, { code, text }: DeviceComplaint): CommandResult | undefined {
    const commandId = this.#byMessage.get(messageId);
    if (commandId === undefined) return undefined;
    this.#byMessage.delete(messageId);
    const isUnknown = code === ErrorCode.UNKNOWN_MESSAGE;
    return { commandId, status: isUnknown ? CommandStatus.UNKNOWN_COMMAND : CommandStatus.FAILED, text };
  }
}
