/** A whole broker whose PostgreSQL server dies in the middle of a conversation, and comes back. */
import { PipitDevice } from '@pipit/device-sdk';
import { afterAll, beforeAll, expect, test, vi } from 'vitest';
import { readLocalAccess } from '../../src/identity/local-key.ts';
import { WholeBroker, speakUntil } from '../whole-broker.ts';
import { PostgresqlServer } from './postgresql-server.ts';

let server: PostgresqlServer;
let whole: WholeBroker;
beforeAll(async () => {
  server = await PostgresqlServer.start();
  whole = await WholeBroker.start({
    script: { replies: [{ text: 'An answer.', audioMs: 300 }] },
    settings: { 'database.url': await server.createDatabase('away'), 'session.historyAgeMs': 0 },
  });
});
afterAll(async () => {
  await whole[Symbol.asyncDispose]();
  await server.close();
});

const ready = async (): Promise<{ status: number; failed: string[] }> => {
  const response = await fetch(`http://127.0.0.1:${whole.broker.ports['http']}/ready`);
  const { failed } = (await response.json()) as { failed: string[] };
  return { status: response.status, failed };
};

test('the conversation goes on, says what was not recorded, and is recorded again when the server is back', async () => {
  const device = await whole.device('kitchen', { capabilities: { echoCancellation: true } });
  const { secret } = await whole.broker.devices.add('hall');
  const session = await device.openSession({ mode: 'ALWAYS_OPEN' });
  await session.waitForState('LISTENING');
  const recorded: boolean[] = [];
  session.on('transcript', (said) => {
    if (said.role === 'USER' && said.stage === 'FINAL') recorded.push(said.recorded);
  });
  const ask = async (): Promise<void> => {
    await speakUntil(session, 300, session.once('playbackFinished'));
  };
  await ask();
  await vi.waitFor(() => expect(recorded).toEqual([true]));

  await server.kill();
  await ask();
  await vi.waitFor(() => expect(recorded).toEqual([true, false]), { timeout: 20_000 });
  expect(session.state).not.toBe('ENDED');
  await vi.waitFor(async () => expect(await ready()).toEqual({ status: 503, failed: ['database'] }));
  const access = (await readLocalAccess(whole.folder))!;
  const get = (path: string) =>
    fetch(`${access.url}/api/v1/${path}`, { headers: { authorization: `Bearer ${access.key}` } });
  const devices = await get('devices');
  expect(await devices.json()).toMatchObject({ status: 503, code: 'UNAVAILABLE' });
  expect(devices.headers.get('retry-after')).toMatch(/^\d+$/);
  const hall = new PipitDevice({
    url: whole.url,
    deviceId: 'hall',
    secret,
    reconnect: { maxAttempts: 1000 },
  });
  const refused = hall.once('disconnected');
  const connected = hall.connect();
  // Not told that its secret is wrong: nobody knows.
  expect((await refused).code).not.toBe('BAD_CREDENTIALS');

  await server.up();
  await vi.waitFor(async () => expect(await ready()).toEqual({ status: 200, failed: [] }), {
    timeout: 20_000,
  });
  await connected;
  await hall.close();
  await ask();
  await vi.waitFor(() => expect(recorded.at(-1)).toBe(true), { timeout: 20_000 });
  await session.close();
  // What is written behind waited for the server.
  const { sessionId } = await whole.event('ended');
  await vi.waitFor(
    async () => {
      const response = await get(`sessions/${sessionId}`);
      expect(await response.json()).toMatchObject({ deviceId: 'kitchen', turns: 3 });
    },
    { timeout: 20_000 },
  );
}, 120_000);
