/** The people of a soak: provisions their devices and gives each a line, a voice and a will. */
import { FRAME_DURATIONS_MS } from '@pipit/protocol';
import { seededRandom } from '@pipit/device-sdk/testing';
import { DatabaseDeviceStore } from '../src/fleet/database-device-store.ts';
import type { BrokerProcess } from './broker-process.ts';
import { DeviceLine } from './device-line.ts';
import type { Ledger } from './ledger.ts';
import { prepareSounds } from './microphone.ts';
import type { NumberedBrain } from './numbered-brain.ts';
import { Person } from './person.ts';
import { openSoakStore } from './soak-store.ts';
import type { RecoveryLog } from './recovery-log.ts';
import type { SoakFigures } from './soak-figures.ts';

export interface Settled {
  readonly person: Person;
  readonly line: DeviceLine;
}

export interface PeopleOptions {
  readonly folder: string;
  readonly devices: number;
  readonly seed: number;
  readonly broker: BrokerProcess;
  readonly brain: NumberedBrain;
  readonly ledger: Ledger;
  readonly figures: SoakFigures;
  readonly recovery: RecoveryLog;
  readonly onHeard: (deviceId: string, question: number) => void;
}

/** Provisions the devices and gives each its person. Some send frames of 20 and 40 ms, most of 60. */
export async function settlePeople(world: PeopleOptions): Promise<Settled[]> {
  const { folder, devices, seed, broker, brain, ledger, figures, recovery, onHeard } = world;
  const sounds = await Promise.all(FRAME_DURATIONS_MS.map((durationMs) => prepareSounds(durationMs)));
  const database = await openSoakStore(folder);
  const store = new DatabaseDeviceStore(database);
  const people: Settled[] = [];
  for (let i = 0; i < devices; i++) {
    const deviceId = `soak-${i}`;
    const { secret } = await store.add(deviceId);
    const line = new DeviceLine({ port: () => broker.port, seed: seed + i });
    const person = new Person({
      deviceId,
      secret,
      line,
      sounds: sounds.find(({ frameDurationMs }) => frameDurationMs === ([20, 40][i % 6] ?? 60))!,
      brain,
      ledger,
      figures,
      random: seededRandom(seed * 1000 + i),
      onHeard: (question) => onHeard(deviceId, question),
      onAnswered: () => recovery.answered(deviceId),
    });
    people.push({ person, line });
  }
  await database.close();
  return people;
}
