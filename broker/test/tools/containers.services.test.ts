/** Containers as sandboxes, by Podman, which speaks Docker's API. */
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { outputOf, sandboxContract, shell, specOf } from '../../src/testing/sandbox-contract.ts';
import { DockerEngine } from '../../src/tools/sandbox/engines/docker-engine.ts';
import { IMAGE, Podman } from './podman.ts';

let podman: Podman;
beforeAll(async () => {
  podman = await Podman.start();
});
afterAll(() => podman.close());

const forever = new AbortController().signal;
const open = (image = IMAGE): DockerEngine =>
  new DockerEngine({ url: podman.url, image, network: 'bridge', readOnlyPaths: [], instance: 'test' });

describe('every engine', () => {
  sandboxContract(async () => ({ engine: open(), dispose: async () => {} }));
});

test('nothing is left after the end, also when it is only noticed by the next broker', async () => {
  const killed = open();
  const left = await killed.create(specOf('left'), forever);
  await left.start(shell('sleep 1000'), forever);
  expect(await podman.containers()).toHaveLength(1);
  const engine = open();
  await engine.probe(forever);
  expect(await podman.containers()).toEqual([]);
  expect(await podman.volumes()).toEqual([]);
  await engine.close();
});

test('programs of a sandbox share a folder, and can write nowhere else', async () => {
  const engine = open();
  const sandbox = await engine.create(specOf('shared'), forever);
  const first = await sandbox.start(shell('echo shared > file; echo done; sleep 1000'), forever);
  await new Promise((resolve) => first.stdout.once('data', resolve));
  const script = 'cat file; echo x > /etc/x; echo x > /usr/bin/x; echo x > /tmp/x && echo tmp';
  const output = await outputOf(await sandbox.start(shell(script), forever));
  expect(output).toMatch(/shared\n/);
  expect(output).toMatch(/tmp\n/);
  expect(output.match(/cannot create/g)).toHaveLength(2);
  await engine.close();
});

test('more than its memory, its disk or its processes it does not get', async () => {
  const engine = open();
  const sandbox = await engine.create(specOf('greedy'), forever);
  const disk = await outputOf(
    await sandbox.start(shell('dd if=/dev/zero of=big bs=1000000 count=100'), forever),
  );
  expect(disk).toMatch(/No space left/);
  const many = 'i=0; while [ $i -lt 200 ]; do sleep 5 & i=$((i+1)); done; echo all';
  expect(await outputOf(await sandbox.start(shell(many), forever))).toMatch(/fork/i);
  const hog = 'x=0123456789abcdef; while :; do x=$x$x; done';
  const process = await sandbox.start(shell(hog), forever);
  await outputOf(process);
  expect(process.exitCode).not.toBe(0);
  await engine.close();
});

test('what is missing is said', async () => {
  const engine = open('nowhere/to-be-found:1');
  await expect(engine.probe(forever)).rejects.toThrow(/docker pull nowhere/);
  const sandbox = await engine.create(specOf('none'), forever);
  await expect(sandbox.start(shell('echo'), forever)).rejects.toThrow(
    /no image.*tools\.sandbox\.docker\.image/,
  );
  await engine.close();
  const away = new DockerEngine({
    url: 'unix:///nowhere/docker.sock',
    image: IMAGE,
    network: 'bridge',
    readOnlyPaths: [],
    instance: 'test',
  });
  await expect(away.create(specOf('away'), forever)).rejects.toThrow(/tools\.sandbox\.docker\.url/);
  await away.close();
});
