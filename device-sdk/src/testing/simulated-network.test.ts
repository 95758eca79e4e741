import { connect, createServer } from 'node:net';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { duplexPair } from './duplex-pair.ts';
import { FakeClock } from './fake-clock.ts';
import { seededRandom } from './random.ts';
import { SimulatedNetwork } from './simulated-network.ts';
import { SimulatedPath } from './simulated-path.ts';

const turn = () => new Promise((resolve) => setImmediate(resolve));

describe('a path', () => {
  test('never lets bytes overtake each other, whatever happens to them', () => {
    fc.assert(
      fc.property(
        fc.integer(),
        fc.array(fc.tuple(fc.nat(100), fc.nat(2000)), { maxLength: 100 }),
        (seed, sends) => {
          const path = new SimulatedPath(
            { delayMs: 20, jitterMs: 30, loss: 0.1, bandwidthBps: 1e6 },
            seededRandom(seed),
          );
          let [now, last] = [0, 0];
          for (const [i, [waitMs, bytes]] of sends.entries()) {
            now += waitMs;
            if (i === 50) path.stallUntil(now + 500);
            const arrival = path.arrivalMs(bytes, now);
            expect(arrival).toBeGreaterThanOrEqual(Math.max(last, now + 20));
            last = arrival;
          }
        },
      ),
    );
  });

  test('loses the share it should, and pays for each loss', () => {
    const path = new SimulatedPath({ loss: 0.05, retransmitMs: 200 }, seededRandom(3));
    let late = 0;
    for (let i = 0; i < 4000; i++) if (path.arrivalMs(100, i * 1000) > i * 1000) late++;
    expect(late / 4000).toBeGreaterThan(0.04);
    expect(late / 4000).toBeLessThan(0.06);
    expect(path.retransmissions).toBeGreaterThanOrEqual(late);
  });

  test('has outages by its clock, which also catch what is under way', () => {
    const outages = { everyMs: 1000, durationMs: 300, fromMs: 500 };
    const path = new SimulatedPath({ delayMs: 50, outages }, seededRandom(1));
    const sent = [500, 1449, 1460, 1600, 1799, 1800, 2400, 2800];
    expect(sent.map((ms) => path.arrivalMs(100, ms))).toEqual([
      550, 1499, 1850, 1850, 1850, 1850, 2450, 2850,
    ]);
  });

  test('is no wider than its bandwidth', () => {
    const path = new SimulatedPath({ bandwidthBps: 80_000 }, seededRandom(1));
    expect([path.arrivalMs(1000, 0), path.arrivalMs(1000, 0), path.arrivalMs(1000, 500)]).toEqual([
      100, 200, 600,
    ]);
  });
});

describe('a link', () => {
  test('delays by its clock, both ways, and carries the end', async () => {
    const clock = new FakeClock();
    const network = new SimulatedNetwork({ conditions: { delayMs: 50 }, clock });
    const [far, server] = duplexPair();
    const near = network.wrap(far);
    const log: string[] = [];
    server.on('data', (data: Buffer) => void log.push(`server ${data.toString()} ${clock.now()}`));
    near.on('data', (data: Buffer) => void log.push(`near ${data.toString()} ${clock.now()}`));
    server.on('end', () => void log.push(`server end ${clock.now()}`));
    near.write('hello');
    clock.advance(49);
    await turn();
    expect(log).toEqual([]);
    clock.advance(1);
    await turn();
    server.write('hi');
    await turn();
    clock.advance(10);
    network.stall(1000);
    server.write('later');
    await turn();
    clock.advance(1049);
    await turn();
    expect(log).toEqual(['server hello 50']);
    // Also what was under way is sent again when the stall is over.
    clock.advance(451);
    await turn();
    expect(log.slice(1)).toEqual(['near hi 1110', 'near later 1110']);
    near.end();
    await turn();
    clock.advance(50);
    await turn();
    expect(log.at(-1)).toBe('server end 1610');
    await network.close();
  });

  test('makes the sender wait when too much is under way', async () => {
    const clock = new FakeClock();
    const network = new SimulatedNetwork({ conditions: { delayMs: 50 }, clock });
    const [far, server] = duplexPair();
    const near = network.wrap(far);
    server.resume();
    let written = 0;
    for (let i = 0; i < 400; i++) near.write(Buffer.alloc(1000), () => written++);
    await turn();
    expect(written).toBeLessThan(300);
    for (let i = 0; i < 4; i++) {
      clock.advance(60);
      await turn();
    }
    expect(written).toBe(400);
    network.cut();
    expect(near.destroyed).toBe(true);
  });

  test('stands as a proxy between two programs', async () => {
    const server = createServer((socket) => socket.pipe(socket));
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    const network = new SimulatedNetwork({
      conditions: { delayMs: 15, loss: 0.5, retransmitMs: 5 },
      seed: 4,
    });
    const { port } = await network.proxy({ port: (server.address() as { port: number }).port });
    const socket = connect(port, '127.0.0.1');
    const startMs = performance.now();
    socket.write('ping');
    const answer = await new Promise<string>((resolve) =>
      socket.once('data', (data) => resolve(data.toString())),
    );
    expect(answer).toBe('ping');
    expect(performance.now() - startMs).toBeGreaterThanOrEqual(29);
    for (let i = 0; i < 20; i++) {
      socket.write('x');
      await new Promise((resolve) => socket.once('data', resolve));
    }
    expect(network.retransmissions).toBeGreaterThan(3);
    network.setConditions({ loss: 0, delayMs: 0 });
    const closed = new Promise((resolve) => socket.once('close', resolve));
    await network.close();
    await closed;
    await new Promise((resolve) => server.close(resolve));
  });
});
