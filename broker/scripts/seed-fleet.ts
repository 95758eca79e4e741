/**
 * Fills a database with a fleet: `node --conditions=pipit-source broker/scripts/seed-fleet.ts
 * --data-dir FOLDER | --database-url URL [--devices 10000] [--sessions 100000] [--messages 1000000] [--turns 200000] [--days 60]`
 */
import { parseArgs } from 'node:util';
import { FLEET, type FleetSizes, seedFleet } from '../src/testing/seed-fleet.ts';
import { openSeedDatabase } from './open-seed-database.ts';

const size = (name: keyof FleetSizes) => ({ type: 'string', default: String(FLEET[name]) }) as const;
const { values } = parseArgs({
  options: {
    'database-url': { type: 'string' },
    'data-dir': { type: 'string' },
    devices: size('devices'),
    sessions: size('sessions'),
    messages: size('messages'),
    turns: size('turns'),
    days: size('days'),
  },
});
if (values['database-url'] === undefined && values['data-dir'] === undefined) {
  process.stderr.write(
    'Say where: --data-dir FOLDER (of a broker that is not running) or --database-url URL.\n',
  );
  process.exit(1);
}
const sizes: FleetSizes = {
  devices: Number(values.devices),
  sessions: Number(values.sessions),
  messages: Number(values.messages),
  turns: Number(values.turns),
  days: Number(values.days),
};
const database = await openSeedDatabase({ url: values['database-url'], dataDir: values['data-dir'] });
const startMs = performance.now();
await seedFleet(database.queries, {
  sizes,
  onProgress: (what, done, of) => process.stderr.write(`\r${what} ${done}/${of}          `),
});
process.stderr.write(`\rdone in ${((performance.now() - startMs) / 1000).toFixed(1)} s          \n`);
await database.close();
