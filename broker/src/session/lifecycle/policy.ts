/** What exists in each state, and where audio goes: the one table that the audio path looks at. */
import type { DeadlineName, StateName } from './states.ts';

export type Resource = 'model' | 'next model' | 'playout' | 'decoder';
export type UplinkRoute = 'refuse' | 'buffer' | 'forward' | 'drop';
export type DownlinkRoute = 'drop' | 'play' | 'hold';

export interface Policy {
  /** What exists in this state; leaving it releases what the next one does not need. */
  readonly needs: readonly Resource[];
  readonly uplink: UplinkRoute;
  /** Of the answer that is being spoken; in `listening` there is none. */
  readonly downlink: DownlinkRoute;
  readonly deadlines: readonly DeadlineName[];
}

export const POLICY: Readonly<Record<StateName, Policy>> = {
  idle: { needs: [], uplink: 'refuse', downlink: 'drop', deadlines: [] },
  opening: {
    needs: ['model', 'decoder', 'playout'],
    uplink: 'buffer',
    downlink: 'drop',
    deadlines: ['open', 'queue'],
  },
  listening: {
    needs: ['model', 'decoder', 'playout'],
    uplink: 'forward',
    downlink: 'drop',
    deadlines: ['silence', 'answer'],
  },
  speaking: {
    needs: ['model', 'decoder', 'playout'],
    uplink: 'forward',
    downlink: 'play',
    deadlines: ['stall'],
  },
  // The uplink fills itself with silence while the device is away.
  suspended: {
    needs: ['model', 'next model', 'decoder', 'playout'],
    uplink: 'forward',
    downlink: 'hold',
    deadlines: ['grace'],
  },
  // What is forwarded is kept as well until it is answered, and replayed to the next stream.
  renewing: {
    needs: ['model', 'next model', 'decoder', 'playout'],
    uplink: 'forward',
    downlink: 'play',
    deadlines: ['renewal', 'open', 'queue'],
  },
  closing: {
    needs: ['model', 'playout'],
    uplink: 'drop',
    downlink: 'drop',
    deadlines: ['drain', 'farewell'],
  },
  ended: { needs: [], uplink: 'drop', downlink: 'drop', deadlines: [] },
};
