/** Tools of the device, as a broker uses them. */
import { PipitDevice, type PipitDeviceOptions } from '@pipit/device-sdk';
import { afterEach, describe, expect, test, vi } from 'vitest';
import { type FakeBroker, startFakeBroker } from './fake-broker.mjs';

const open: { close(): Promise<unknown> }[] = [];
afterEach(async () => {
  for (const thing of open.splice(0).toReversed()) await thing.close();
});

interface Answer {
  readonly id?: number;
  readonly method?: string;
  readonly result?: Record<string, unknown>;
  readonly error?: { readonly code: number; readonly message: string };
}

async function make(declare: (device: PipitDevice) => void, options: Partial<PipitDeviceOptions> = {}) {
  const broker = await startFakeBroker();
  open.push(broker);
  const device = new PipitDevice({ url: broker.url, deviceId: 'd1', secret: 's', ...options });
  open.push(device);
  declare(device);
  await device.connect();
  let id = 0;
  const answers = (): Answer[] => payloads(broker);
  const ask = async (method: string, params: object = {}): Promise<Answer> => {
    const mine = ++id;
    say({ id: mine, method, params });
    return vi.waitFor(() => {
      const found = answers().find((answer) => answer.id === mine);
      expect(found).toBeDefined();
      return found!;
    });
  };
  const say = (message: object) =>
    broker.connection('d1').send('mcp', { payload: JSON.stringify({ jsonrpc: '2.0', ...message }) });
  return { broker, device, ask, say, answers };
}

const payloads = (broker: FakeBroker): Answer[] =>
  broker.heard
    .filter(({ kind }) => kind === 'mcp')
    .map(({ value }) => JSON.parse((value as { payload: string }).payload) as Answer);

const textOf = ({ result }: Answer): string => (result!['content'] as { text: string }[])[0]!.text;

const light = (device: PipitDevice, handler: (on: boolean) => unknown = () => 'done') =>
  device.tool('light', { description: 'Switches the light.', input: { on: 'boolean' } }, ({ on }) =>
    handler(on === true),
  );

describe('tools of the application', () => {
  test('are offered in hello, listed, called, and answer', async () => {
    const switched: boolean[] = [];
    const { broker, ask } = await make((device) => light(device, (on) => switched.push(on) && { on }));
    expect(await broker.hear('hello')).toMatchObject({ capabilities: { tools: true } });
    const { result } = await ask('initialize', {
      protocolVersion: '2024-11-05',
      capabilities: {},
      clientInfo: {},
    });
    expect(result).toMatchObject({
      protocolVersion: '2024-11-05',
      capabilities: { tools: { listChanged: true } },
      serverInfo: { name: 'pipit-device-sdk' },
    });
    expect((await ask('tools/list')).result).toEqual({
      tools: [
        {
          name: 'light',
          description: 'Switches the light.',
          inputSchema: { type: 'object', properties: { on: { type: 'boolean' } }, required: ['on'] },
        },
      ],
    });
    expect(textOf(await ask('tools/call', { name: 'light', arguments: { on: true } }))).toBe('{"on":true}');
    expect(switched).toEqual([true]);
    expect((await ask('ping')).result).toEqual({});
  });

  test('that fail, take too long, or are not there say so', async () => {
    const { ask } = await make((device) => {
      device.tool('broken', { description: 'x' }, () => {
        throw new Error('The bulb is gone.');
      });
      device.tool('slow', { description: 'x', timeoutMs: 20 }, () => new Promise(() => {}));
      device.tool('long', { description: 'x' }, () => 'x'.repeat(9000));
      device.tool('circle', { description: 'x' }, () => {
        const self: Record<string, unknown> = {};
        return (self['self'] = self);
      });
    });
    const call = async (name: string) => ask('tools/call', { name });
    expect(await call('broken')).toMatchObject({
      result: { isError: true, content: [{ text: 'The bulb is gone.' }] },
    });
    expect(textOf(await call('slow'))).toMatch(/did not end within 20 ms/);
    expect(await call('long')).toMatchObject({
      result: { isError: true, content: [{ text: expect.stringMatching(/too long/) }] },
    });
    expect(await call('circle')).toMatchObject({ result: { isError: true } });
    expect(await call('nothing')).toMatchObject({ error: { code: -32602 } });
    expect(await ask('resources/list')).toMatchObject({ error: { code: -32601 } });
    expect(await ask('tools/list', { cursor: 'nowhere' })).toMatchObject({ error: { code: -32602 } });
  });

  test('that nobody waits for are told so, and do not answer', async () => {
    const told: string[] = [];
    let finish: (value: string) => void = () => {};
    const { ask, say, answers } = await make((device) => {
      device.tool('wait', { description: 'x' }, (_args, { signal }) => {
        signal.addEventListener('abort', () => told.push((signal.reason as Error).message));
        return new Promise((resolve) => (finish = resolve));
      });
    });
    say({ id: 77, method: 'tools/call', params: { name: 'wait' } });
    await ask('ping');
    say({ method: 'notifications/cancelled', params: { requestId: 77 } });
    await vi.waitFor(() => expect(told).toEqual(['The call was cancelled.']));
    finish('too late');
    await ask('ping');
    expect(answers().some(({ id }) => id === 77)).toBe(false);
  });

  test('that come and go are told once the list is known, and are given in pages', async () => {
    const description = 'y'.repeat(1500);
    const { device, ask, answers } = await make((made) => {
      for (let i = 0; i < 8; i++) made.tool(`tool_${i}`, { description }, () => i);
    });
    const names: string[] = [];
    let cursor: string | undefined;
    let pages = 0;
    do {
      const { result } = await ask('tools/list', cursor === undefined ? {} : { cursor });
      const page = result as { tools: { name: string }[]; nextCursor?: string };
      names.push(...page.tools.map(({ name }) => name));
      cursor = page.nextCursor;
      pages++;
    } while (cursor !== undefined);
    expect(names).toEqual(Array.from({ length: 8 }, (_, i) => `tool_${i}`));
    expect(pages).toBe(4);
    const remove = device.tool('another', { description: 'x' }, () => 1);
    remove();
    remove();
    await vi.waitFor(() =>
      expect(answers().filter(({ method }) => method === 'notifications/tools/list_changed')).toHaveLength(2),
    );
  });

  test('for people only say so', async () => {
    const { ask } = await make((device) =>
      device.tool('update', { description: 'x', audience: 'user' }, () => 1),
    );
    expect((await ask('tools/list')).result).toMatchObject({
      tools: [{ _meta: { 'pipit/audience': ['user'] } }],
    });
  });

  test('are refused at once when something is wrong with them', async () => {
    const device = new PipitDevice({ url: 'mqtt://127.0.0.1:1', deviceId: 'd1', secret: 's' });
    const wrong = [
      ['bad name!', { description: 'x' }, /letters, digits/],
      ['x', { description: ' ' }, /say in `description`/],
      ['x', { description: 'x', required: ['a'] }, /"a" is required/],
      ['x', { description: 'y'.repeat(3000) }, /say less of it/],
      ['x', { description: 'x', timeoutMs: 0 }, /more than 0/],
    ] as const;
    for (const [name, options, words] of wrong)
      expect(() => device.tool(name, options, () => 1)).toThrow(words);
    device.tool('x', { description: 'x' }, () => 1);
    expect(() => device.tool('x', { description: 'x' }, () => 1)).toThrow(/already/);
    await device.close();
  });

  test('nonsense from the broker is survived', async () => {
    const { broker, ask } = await make((device) => light(device));
    for (const payload of [
      '',
      '{',
      '[]',
      'null',
      '7',
      '{"id":{},"method":"x"}',
      '{"id":1}',
      '{"method":7,"id":2}',
    ])
      broker.connection('d1').send('mcp', { payload });
    expect(await ask('tools/call', { name: 'light', arguments: 'on' })).toMatchObject({ result: {} });
  });
});

describe('built-in tools', () => {
  const volume = { apply: () => {}, current: () => 40 };

  test('set the volume and tell how the device is, where that can be done', async () => {
    const set: number[] = [];
    const { ask } = await make(() => {}, {
      settings: { volume: { ...volume, apply: (percent) => void set.push(percent) } },
      readings: () => ({ batteryPercent: 80 }),
      firmware: { name: 'lamp', version: '1.2' },
    });
    const { result } = await ask('tools/list');
    expect(result).toMatchObject({ tools: [{ name: 'set_volume' }, { name: 'get_status' }] });
    expect(textOf(await ask('tools/call', { name: 'set_volume', arguments: { percent: 30 } }))).toBe(
      '{"volumePercent":30}',
    );
    expect(set).toEqual([30]);
    expect(await ask('tools/call', { name: 'set_volume', arguments: { percent: 300 } })).toMatchObject({
      result: { isError: true },
    });
    expect(JSON.parse(textOf(await ask('tools/call', { name: 'get_status' })))).toMatchObject({
      volumePercent: 40,
      batteryPercent: 80,
      firmware: 'lamp 1.2',
    });
  });

  test('are not offered by a device that cannot, or is told not to', async () => {
    for (const options of [{}, { settings: { volume }, builtInTools: false }]) {
      const { broker } = await make(() => {}, options);
      expect(await broker.hear('hello')).toMatchObject({ capabilities: { tools: false } });
    }
  });
});
