/** Runs a session's state machine: one event after the other, the deadline of each state, and what a step asks for. */
import type { Clock, Timer } from '../clock.ts';
import {
  deadlineOf,
  type DeviceSessionState,
  type SessionCommand,
  type SessionDeadline,
  type SessionEvent,
  type SessionStateName,
  step,
} from './device-session-state.ts';

export interface SessionMachineOptions {
  readonly clock: Clock;
  readonly deadlinesMs: Readonly<Record<SessionDeadline, number>>;
  readonly perform: (command: SessionCommand) => void;
  /** After the commands of the step that changed it. */
  readonly onChanged: (from: SessionStateName, state: DeviceSessionState) => void;
}

export class SessionMachine {
  readonly #options: SessionMachineOptions;
  readonly #pending: SessionEvent[] = [];
  #state: DeviceSessionState = { name: 'IDLE' };
  #deadline: Timer | undefined;
  #stepping = false;

  constructor(options: SessionMachineOptions) {
    this.#options = options;
  }

  get state(): DeviceSessionState {
    return this.#state;
  }

  /** An event that a command or a listener causes waits until the step before it is done. */
  dispatch(event: SessionEvent): void {
    this.#pending.push(event);
    if (this.#stepping) return;
    this.#stepping = true;
    try {
      for (let next = this.#pending.shift(); next; next = this.#pending.shift()) this.#take(next);
    } finally {
      this.#stepping = false;
    }
  }

  #take(event: SessionEvent): void {
    const { perform, onChanged } = this.#options;
    const from = this.#state;
    const { state, commands } = step(from, event);
    this.#state = state;
    const changed = state.name !== from.name;
    if (changed || deadlineOf(state) !== deadlineOf(from)) this.#armDeadline(deadlineOf(state));
    for (const command of commands) perform(command);
    if (changed) onChanged(from.name, state);
  }

  #armDeadline(deadline: SessionDeadline | undefined): void {
    const { clock, deadlinesMs } = this.#options;
    this.#deadline?.cancel();
    this.#deadline =
      deadline === undefined
        ? undefined
        : clock.after(deadlinesMs[deadline], () => this.dispatch({ type: 'deadline' }));
  }
}
