/** Runs a session's state machine: one event after the other, the deadlines of each state, and what a step asks for. */
import type { Clock, Timer } from '../clock.ts';
import type {
  DeviceSessionState,
  SessionCommand,
  SessionDeadline,
  SessionEvent,
  SessionStateName,
} from './device-session-state.ts';
import { deadlinesOf } from './session-policy.ts';
import { step } from './session-step.ts';

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
  readonly #running = new Map<SessionDeadline, Timer>();
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
    this.#setDeadlines(deadlinesOf(state));
    for (const command of commands) perform(command);
    if (changed) onChanged(from.name, state);
  }

  /** One that runs already goes on. */
  #setDeadlines(wanted: readonly SessionDeadline[]): void {
    const { clock, deadlinesMs } = this.#options;
    for (const [deadline, timer] of this.#running) {
      if (wanted.includes(deadline)) continue;
      timer.cancel();
      this.#running.delete(deadline);
    }
    for (const deadline of wanted) {
      if (this.#running.has(deadline)) continue;
      const onTime = (): void => this.dispatch({ type: 'deadline', deadline });
      this.#running.set(deadline, clock.after(deadlinesMs[deadline], onTime));
    }
  }
}
