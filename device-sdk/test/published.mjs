// The package as it is published: its built files, on any supported Node.js, without TypeScript.
// Run by `npm test` after the build: node --test device-sdk/test/published.mjs
import assert from 'node:assert/strict';
import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import test from 'node:test';
import { DeviceError, PipitDevice } from '@pipit/device-sdk';
import { opusCodec, WavSink, wavHeader, wavSource } from '@pipit/device-sdk/node';
import { opusPackets, SimulatedDevice } from '@pipit/device-sdk/testing';
import { startFakeBroker } from './fake-broker.mjs';

const tone = Int16Array.from({ length: 8000 }, (_, i) => 6000 * Math.sin(i / 8));

await test('what is imported is the build', () => {
  for (const name of ['', '/node', '/testing']) {
    assert.match(import.meta.resolve(`@pipit/device-sdk${name}`), /\/dist\//);
  }
  assert.match(import.meta.resolve('@pipit/protocol'), /\/dist\//);
});

await test('what is published has its licences, and types that ask for little', () => {
  const file = (path) => readFileSync(new URL(`../${path}`, import.meta.url), 'utf8');
  for (const name of ['LICENSE', 'NOTICE']) {
    for (const folder of ['', '../protocol/']) assert.equal(file(folder + name), file(`../${name}`));
  }
  const licences = file('dist/browser.bundle.licenses.md');
  for (const name of ['mqtt', 'protobufjs', 'opus-decoder', '@evan/opus', 'libopus']) {
    assert.ok(licences.includes(`## ${name}`), name);
  }
  assert.match(file('dist/index.d.ts'), /<reference lib="esnext.disposable"/);
  assert.match(file('dist/node/index.d.ts'), /<reference types="node"/);
  // The types of the MQTT client need those of browsers, which a program for Node.js does not have.
  for (const path of readdirSync(new URL('../dist', import.meta.url), {
    recursive: true,
    encoding: 'utf8',
  })) {
    if (path.endsWith('.d.ts')) assert.doesNotMatch(file(`dist/${path}`), /from 'mqtt'/, path);
  }
});

for (const scheme of ['url', 'wsUrl']) {
  await test(`a conversation in packets over ${scheme === 'url' ? 'mqtt' : 'ws'}`, async () => {
    const broker = await startFakeBroker();
    const utterance = await opusPackets(opusCodec, tone, { sampleRateHz: 16_000, frameDurationMs: 60 });
    const device = new SimulatedDevice({ url: broker[scheme], deviceId: 'd1', secret: 's', utterance });
    await device.start();
    const turn = await device.turn();
    assert.equal(turn.packetsSent, 9);
    assert.equal(turn.playedMs, 540);
    assert.equal(device.session.figures.playout.received, 9);
    await device.close();
    await broker.close();
  });
}

await test('a conversation in samples, from a WAV file and into one', async () => {
  const broker = await startFakeBroker();
  const folder = mkdtempSync(join(tmpdir(), 'pipit-published-'));
  const path = join(folder, 'question.wav');
  writeFileSync(path, Buffer.concat([wavHeader(16_000, tone.byteLength), Buffer.from(tone.buffer)]));
  const device = new PipitDevice({ url: broker.url, deviceId: 'd1', secret: 's', frameDurationMs: 20 });
  await device.connect();
  const session = await device.openSession({ mode: 'PUSH_TO_TALK' });
  const speaker = new WavSink(join(folder, 'answer.wav'));
  await session.play(speaker);
  session.startListening();
  await session.stream(wavSource({ path }));
  session.stopListening();
  await session.once('playbackFinished');
  await session.close();
  await device[Symbol.asyncDispose]();
  speaker.close();
  assert.equal(readFileSync(join(folder, 'answer.wav')).length, 44 + 25 * 960);
  rmSync(folder, { recursive: true });
  await broker.close();
});

await test('a conversation survives its connection', async () => {
  const broker = await startFakeBroker({ echo: false });
  const reconnect = { minDelayMs: 20 };
  const device = new PipitDevice({ url: broker.url, deviceId: 'd1', secret: 's', codec: 'none', reconnect });
  await device.connect();
  const session = await device.openSession();
  await session.waitForState('LISTENING');
  const resumed = session.once('resumed');
  broker.cut();
  assert.equal((await resumed).restored, false);
  assert.equal(session.state, 'LISTENING');
  await device.close();
  await broker.close();
});

await test('a self-test tries every leg', async () => {
  const broker = await startFakeBroker();
  const device = new PipitDevice({ url: broker.url, deviceId: 'd1', secret: 's' });
  const { ok, legs } = await device.selfTest({ toneMs: 300 });
  assert.deepEqual(
    legs.filter(({ outcome }) => outcome !== 'ok'),
    [],
  );
  assert.equal(ok, true);
  await device.close();
  await broker.close();
});

await test('an error is of the one class', async () => {
  const broker = await startFakeBroker({ devices: {} });
  const device = new PipitDevice({ url: broker.url, deviceId: 'd1', secret: 's' });
  await assert.rejects(
    device.connect(),
    (error) => error instanceof DeviceError && error.code === 'BAD_CREDENTIALS',
  );
  await broker.close();
});
