/** Mosquitto's clients, in C, against our broker: MQTT 3.1.1 as others speak it. */
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { decodeBrokerMessage, encodeDeviceMessage, topicFor } from '@pipit/protocol';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { WholeBroker } from './whole-broker.ts';

let whole: WholeBroker;
let secret: string;

beforeAll(async () => {
  whole = await WholeBroker.start();
  ({ secret } = await whole.broker.devices.add('mosquitto'));
});
afterAll(() => whole[Symbol.asyncDispose]());

async function run(program: string, args: string[]) {
  const child = spawn(program, args, { stdio: ['ignore', 'pipe', 'pipe'] });
  const out: Buffer[] = [];
  let errors = '';
  child.stdout.on('data', (chunk: Buffer) => out.push(chunk));
  child.stderr.on('data', (chunk: Buffer) => (errors += chunk.toString()));
  const [code] = (await once(child, 'close')) as [number];
  return { code, stdout: Buffer.concat(out), stderr: errors };
}

const address = () => ['-h', '127.0.0.1', '-p', String(whole.broker.ports['tcp']), '-V', 'mqttv311'];
const identity = (password = secret) => ['-i', 'mosquitto', '-u', 'mosquitto', '-P', password];

test('signs in, says hello and is answered, subscribed or not', async () => {
  const capabilities = { frameDurationsMs: [60], playbackSampleRatesHz: [16_000], playoutBufferMs: 1000 };
  const hello = encodeDeviceMessage({ messageId: 1 }, { kind: 'hello', value: { capabilities } });
  // mosquitto_rr publishes and prints the first message on the response topic. Debian's sends nothing of a file, so the
  // bytes, none of them 0, go through a shell's argument.
  const octal = [...hello].map((byte) => `\\${byte.toString(8).padStart(3, '0')}`).join('');
  const { code, stdout } = await run('sh', [
    '-c',
    `exec mosquitto_rr "$@" -m "$(printf '${octal}')"`,
    'mosquitto_rr',
    ...address(),
    ...identity(),
    '-t',
    topicFor('controlUp', 'mosquitto'),
    '-e',
    topicFor('controlDown', 'mosquitto'),
    '-q',
    '1',
    '-N',
    '-W',
    '10',
  ]);
  expect(code).toBe(0);
  const decoded = decodeBrokerMessage(stdout);
  expect(decoded).toMatchObject({ ok: true, message: { correlationId: 1, body: { kind: 'helloAck' } } });
});

test('a wrong secret is refused with return code 4', async () => {
  const { code, stderr } = await run('mosquitto_pub', [
    ...address(),
    ...identity('wrong'),
    '-t',
    'x',
    '-m',
    'x',
  ]);
  expect(code).not.toBe(0);
  expect(stderr).toMatch(/bad user ?name or password/i);
});

test('another’s topic is refused', async () => {
  const { stderr } = await run('mosquitto_sub', [
    ...address(),
    ...identity(),
    '-t',
    topicFor('audioDown', 'other'),
    '-W',
    '5',
    '-E',
  ]);
  expect(stderr).toMatch(/all subscription requests were denied/i);
});
