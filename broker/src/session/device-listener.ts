/** Reads what the device says in its conversation: events for the lifecycle, marks for the turn. */
import { type DeviceMessage, ListenMode } from '@pipit/protocol';
import type { Clock } from '../clock.ts';
import type { DeviceTime } from './device-time.ts';
import type { SessionEvent } from './lifecycle/lifecycle.ts';
import type { TurnLog } from './turns/turn-log.ts';

export interface DeviceListenerOptions {
  readonly mode: ListenMode;
  readonly dispatch: (event: SessionEvent) => void;
  /** The user's turn is over for the device. */
  readonly onQuiet: () => void;
  readonly turns: TurnLog;
  readonly deviceTime: DeviceTime;
  readonly clock: Clock;
  /** By the device's clock. */
  readonly onPlaybackStarted: (deviceTimeMs: number) => void;
  /** Undefined when the device did not say when, so now. */
  readonly onPlaybackEnded: (deviceTimeMs: number | undefined) => void;
}

export class DeviceListener {
  readonly #options: DeviceListenerOptions;
  #mode: ListenMode;

  constructor(options: DeviceListenerOptions) {
    this.#options = options;
    this.#mode = options.mode;
  }

  /** How the microphone is opened and closed now. */
  get mode(): ListenMode {
    return this.#mode;
  }

  resumed(mode: ListenMode): void {
    this.#mode = mode || this.#mode;
  }

  read({ body }: DeviceMessage): void {
    const { dispatch, onQuiet, turns, deviceTime, clock, onPlaybackStarted, onPlaybackEnded } = this.#options;
    switch (body.kind) {
      case 'sessionClose':
        return dispatch({ from: 'device', type: 'close' });
      case 'interrupt':
        return dispatch({ from: 'device', type: 'interrupt' });
      case 'listenStart':
        this.#mode = body.value.mode || this.#mode;
        // Who presses the button while the answer plays wants to be heard now.
        if (this.#mode === ListenMode.PUSH_TO_TALK) dispatch({ from: 'device', type: 'interrupt' });
        return;
      case 'listenStop':
        return onQuiet();
      case 'playbackStarted': {
        const { deviceTimeMs, generation } = body.value;
        onPlaybackStarted(deviceTimeMs);
        return turns.markAnswer('playbackStarted', deviceTime.ours(deviceTimeMs), generation);
      }
      case 'playbackProgress':
        return turns.played(body.value.playedMs, body.value.generation);
      case 'playbackFinished': {
        const { playedMs, generation, deviceTimeMs } = body.value;
        onPlaybackEnded(deviceTimeMs);
        turns.played(playedMs, generation);
        turns.markAnswer('playbackFinished', deviceTime.ours(deviceTimeMs), generation);
        turns.complete(generation);
        return dispatch({ from: 'device', type: 'played', generation });
      }
      case 'flushed': {
        const { playedMs, generation } = body.value;
        onPlaybackEnded(undefined);
        turns.markAnswer('flushed', clock.now(), generation);
        turns.played(playedMs, generation);
        return turns.complete(generation);
      }
      case 'sessionOpen':
      case 'sessionResume':
      case 'selfTestStart':
      case 'hello':
      case 'ping':
      case 'pong':
      case 'error':
      case 'telemetry':
      case 'configReport':
      case 'commandResult':
      case 'mcp':
        return;
    }
  }
}
