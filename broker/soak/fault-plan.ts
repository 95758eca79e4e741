/** Which faults strike when: drawn once, from the seed, before the run. Pure. */

/** Names of the emulator's faults are its own; `open-…` strikes the next stream at its opening. */
export const FAULT_WEIGHTS = {
  'network-cut': 14,
  'network-stall': 14,
  /** Longer than a reconnect takes, shorter than the broker waits. */
  'network-away': 6,
  /** Longer than the broker waits. */
  'network-gone': 1,
  'power-cycle': 8,
  'slow-device': 8,
  'broker-killed': 2,
  'broker-restarted': 2,
  'quota-full': 2,
  'model-reset': 3,
  'model-kill-socket': 2,
  'model-hang': 3,
  'model-truncated-frame': 3,
  'model-bad-crc': 3,
  'model-slow-reader': 3,
  'model-delay': 3,
  'model-InternalServerException': 2,
  'model-ModelStreamErrorException': 2,
  'model-ModelTimeoutException': 2,
  'model-ServiceUnavailableException': 2,
  'model-ThrottlingException': 2,
  'model-ValidationException': 2,
  'open-ThrottlingException': 2,
  'open-ServiceUnavailableException': 2,
  'open-InternalServerException': 1,
  'open-ModelNotReadyException': 1,
  'open-ModelErrorException': 1,
  'open-AccessDeniedException': 1,
  'open-ServiceQuotaExceededException': 1,
  'open-ResourceNotFoundException': 1,
} as const satisfies Record<string, number>;

export type FaultName = keyof typeof FAULT_WEIGHTS;
export const FAULT_NAMES = Object.keys(FAULT_WEIGHTS) as FaultName[];

export interface PlannedFault {
  readonly name: FaultName;
  /** Since the start of the run. */
  readonly atMs: number;
}

export interface FaultPlanOptions {
  readonly count: number;
  /** In [0, 1). */
  readonly random: () => number;
  readonly fromMs: number;
  readonly toMs: number;
}

/** The rest of the run belongs to one broker, so that there is a life to measure its memory over. */
const BROKER_FAULTS_BEFORE = 0.4;
const isOfBroker = (name: FaultName): boolean => name.startsWith('broker-');

/** Each kind once, if there is room, the others by weight; in the order of time. */
export function planFaults({ count, random, fromMs, toMs }: FaultPlanOptions): PlannedFault[] {
  const once = shuffled(FAULT_NAMES, random);
  const names = Array.from({ length: count }, (_, i) => once[i] ?? weighted(random));
  return names
    .map((name) => {
      const share = isOfBroker(name) ? BROKER_FAULTS_BEFORE : 1;
      return { name, atMs: Math.round(fromMs + random() * share * (toMs - fromMs)) };
    })
    .sort((a, b) => a.atMs - b.atMs);
}

function weighted(random: () => number): FaultName {
  const total = FAULT_NAMES.reduce((sum, name) => sum + FAULT_WEIGHTS[name], 0);
  let left = random() * total;
  for (const name of FAULT_NAMES) {
    left -= FAULT_WEIGHTS[name];
    if (left < 0) return name;
  }
  return FAULT_NAMES[0]!;
}

function shuffled<T>(items: readonly T[], random: () => number): T[] {
  return items
    .map((item) => ({ item, key: random() }))
    .sort((a, b) => a.key - b.key)
    .map(({ item }) => item);
}
