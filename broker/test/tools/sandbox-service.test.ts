/** Sandboxes of a service on another machine, which is this one here. */
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pino } from 'pino';
import { afterAll, beforeAll, describe, expect, test, vi } from 'vitest';
import { outputOf, sandboxContract, shell, specOf } from '../../src/testing/sandbox-contract.ts';
import { ProcessEngine } from '../../src/tools/sandbox/engines/process-engine.ts';
import { RemoteEngine } from '../../src/tools/sandbox/engines/remote-engine.ts';
import { SandboxService } from './sandbox-service.ts';

const SECRET = 'a secret of thirty-two characters';
const forever = new AbortController().signal;
let root: string;
let service: SandboxService;

beforeAll(async () => {
  root = await mkdtemp(join(tmpdir(), 'pipit-service-'));
  service = await SandboxService.start(await ProcessEngine.open({ root }), SECRET);
});
afterAll(async () => {
  await service.close();
  await rm(root, { recursive: true });
});

const open = (more: Partial<ConstructorParameters<typeof RemoteEngine>[0]> = {}): RemoteEngine =>
  new RemoteEngine({
    url: service.url,
    secret: SECRET,
    instance: 'kitchen-broker',
    allowPrivateTargets: true,
    ...more,
  });

describe('every engine', () => {
  sandboxContract(async () => ({ engine: open(), dispose: async () => {} }));
});

test('each request has a token of its own, for this service and a minute', async () => {
  const engine = open();
  await engine.probe(forever);
  await engine.probe(forever);
  const [last, before] = service.tokens.toReversed();
  expect(last).toMatchObject({ sub: 'kitchen-broker', iss: 'pipit-broker', aud: 'pipit-sandbox' });
  expect(last!.exp! - last!.iat!).toBe(60);
  expect(last!.jti).not.toBe(before!.jti);
  await engine.close();
});

test('a service with another secret says so, and nothing is made', async () => {
  const engine = open({ secret: 'another secret of as many characters' });
  await expect(engine.probe(forever)).rejects.toThrow(/tools\.sandbox\.remote\.secret/);
  await expect(engine.create(specOf('stranger'), forever)).rejects.toMatchObject({ code: 'UNAVAILABLE' });
  expect(service.sandboxes).not.toContain('stranger');
  await engine.close();
});

test('a service that is not there, or at an address that may not be asked', async () => {
  const away = open({ url: 'http://127.0.0.1:1' });
  const refused = away.create(specOf('away'), forever);
  await expect(refused).rejects.toThrow(/tools\.sandbox\.remote\.url/);
  await expect(refused).rejects.not.toThrow(/127\.0\.0\.1/);
  await away.close();
  for (const url of [service.url, service.url.replace('127.0.0.1', 'localhost')]) {
    let lines = '';
    const log = pino({}, { write: (line) => void (lines += line) });
    const guarded = open({ url, allowPrivateTargets: false, log });
    await expect(guarded.create(specOf('guarded'), forever)).rejects.toThrow(
      /The log of the broker says why/,
    );
    expect(lines).toMatch(/open internet/);
    await guarded.close();
  }
});

test('a sandbox that is gone there is not well, and can be neither kept nor used', async () => {
  const engine = open();
  const sandbox = await engine.create({ ...specOf('short'), ttlMs: 1000 }, forever);
  const process = await sandbox.start(shell('sleep 1000'), forever);
  await vi.waitFor(() => expect(service.sandboxes).not.toContain('short'), 5000);
  await process.ended;
  await expect(sandbox.check(forever)).rejects.toThrow(/gone/);
  await expect(sandbox.refresh(1000, forever)).rejects.toThrow(/gone/);
  await expect(sandbox.start(shell('echo'), forever)).rejects.toThrow(/gone/);
  await engine.close();
});

test('a program whose output nobody reads waits, and can be ended', async () => {
  const engine = open();
  const sandbox = await engine.create(specOf('flood'), forever);
  const flood = await sandbox.start(
    shell('while :; do echo 0123456789012345678901234567890123456789; done'),
    forever,
  );
  const other = await outputOf(await sandbox.start(shell('echo hello'), forever));
  expect(other).toBe('hello\n');
  expect(flood.stdout.readableLength).toBeLessThan(1_000_000);
  flood.kill('SIGKILL');
  await flood.ended;
  await engine.close();
});

test('the end of the service ends what it runs', async () => {
  const other = await SandboxService.start(await ProcessEngine.open({ root: join(root, 'other') }), SECRET);
  const engine = open({ url: other.url });
  const sandbox = await engine.create(specOf('cut'), forever);
  const process = await sandbox.start(shell('sleep 1000'), forever);
  await other.close();
  await process.ended;
  await expect(sandbox.check(forever)).rejects.toMatchObject({ code: 'UNAVAILABLE' });
  await engine.close();
});
