/** What holds in each state of a session: how long it may last, and what becomes of audio. */
import type { DeviceSessionState, SessionDeadline, SessionStateName } from './device-session-state.ts';

/** `resume`: since the link was lost, until the conversation goes on. `answer`: of the broker, whether it does. */
export const SESSION_DEADLINES_MS: Readonly<Record<SessionDeadline, number>> = {
  open: 40_000,
  resume: 90_000,
  answer: 10_000,
  close: 5000,
};

interface StatePolicy {
  /** `microphone`: sent while it is open. `gated`: but in AUTOMATIC mode not while the device plays. `held`: kept so. */
  readonly uplink: 'drop' | 'microphone' | 'gated' | 'held';
  readonly downlink: 'drop' | 'play';
}

export const SESSION_POLICY: Readonly<Record<SessionStateName, StatePolicy>> = {
  IDLE: { uplink: 'drop', downlink: 'drop' },
  OPENING: { uplink: 'microphone', downlink: 'play' },
  LISTENING: { uplink: 'microphone', downlink: 'play' },
  SPEAKING: { uplink: 'gated', downlink: 'play' },
  SUSPENDED: { uplink: 'held', downlink: 'play' },
  RENEWING: { uplink: 'microphone', downlink: 'play' },
  CLOSING: { uplink: 'drop', downlink: 'drop' },
  ENDED: { uplink: 'drop', downlink: 'drop' },
};

/** What runs in a state: begun when it was not among those of the state before. A link that flaps gets no new time. */
export function deadlinesOf(state: DeviceSessionState): readonly SessionDeadline[] {
  switch (state.name) {
    case 'OPENING':
      return state.lost ? ['open', 'resume'] : ['open'];
    case 'SUSPENDED':
      return state.link === 'lost' ? ['resume'] : ['resume', 'answer'];
    case 'CLOSING':
      return ['close'];
    default:
      return [];
  }
}

/** What becomes of the microphone's frames now. */
export function uplinkRoute(state: DeviceSessionState): 'send' | 'hold' | 'drop' {
  const { uplink } = SESSION_POLICY[state.name];
  if (uplink === 'drop' || !('microphone' in state) || state.microphone === 'shut') return 'drop';
  if (uplink !== 'microphone' && state.mode === 'AUTOMATIC' && state.speaker === 'playing') return 'drop';
  return uplink === 'held' ? 'hold' : 'send';
}
