/** Takes events one after the other through the pure lifecycle, and keeps the one deadline of each state. */
import type { Clock } from '../../clock.ts';
import {
  type Deadline,
  IDLE,
  type SessionCommand,
  type SessionEvent,
  type SessionState,
  step,
} from './lifecycle.ts';

export interface LifecycleRunnerOptions {
  readonly clock: Clock;
  /** Must not throw. The state has changed already. */
  readonly perform: (command: SessionCommand, event: SessionEvent) => void;
  /** After the commands of a step that changed the state. Must not throw. */
  readonly onChanged: (before: SessionState, event: SessionEvent) => void;
  /** 0 or less for never. */
  readonly delayMs: (deadline: Deadline) => number;
}

export class LifecycleRunner {
  readonly #options: LifecycleRunnerOptions;
  readonly #events: SessionEvent[] = [];
  #state: SessionState = IDLE;
  #running = false;
  #cancelDeadline: (() => void) | undefined;

  constructor(options: LifecycleRunnerOptions) {
    this.#options = options;
  }

  get state(): SessionState {
    return this.#state;
  }

  /** An event that a command causes waits until the step before it is done. */
  dispatch(event: SessionEvent): void {
    this.#events.push(event);
    if (this.#running) return;
    this.#running = true;
    for (let next = this.#events.shift(); next; next = this.#events.shift()) this.#take(next);
    this.#running = false;
  }

  #take(event: SessionEvent): void {
    const { perform, onChanged } = this.#options;
    const before = this.#state;
    const { state, commands } = step(before, event);
    this.#state = state;
    for (const command of commands) perform(command, event);
    if (state === before) return;
    this.#armDeadline(before);
    onChanged(before, event);
  }

  /** The same deadline runs on, whatever else has changed. */
  #armDeadline(before: SessionState): void {
    const deadline = deadlineOf(this.#state);
    if (deadlineOf(before) === deadline) return;
    this.#cancelDeadline?.();
    this.#cancelDeadline = undefined;
    if (!deadline) return;
    const { clock, delayMs } = this.#options;
    const delay = delayMs(deadline);
    if (delay <= 0) return;
    this.#cancelDeadline = clock.after(delay, () => this.dispatch({ from: 'clock', type: 'deadline' }));
  }
}

const deadlineOf = (state: SessionState): Deadline | null => ('deadline' in state ? state.deadline : null);
