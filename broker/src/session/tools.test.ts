/** Conversations in which the model acts. */
import { pino } from 'pino';
import { describe, expect, test } from 'vitest';
import { SessionBench, settle } from '../testing/session-bench.ts';
import { ScriptedTools } from '../testing/scripted-tools.ts';
import { Toolbox, type ToolSettings } from '../tools/toolbox.ts';
import { ToolError } from '../tools/tool-source.ts';

const SETTINGS: ToolSettings = {
  timeoutMs: 10_000,
  maxResultBytes: 4096,
  maxTools: 8,
  maxBytes: 32_000,
  startTimeoutMs: 1500,
  listTimeoutMs: 10_000,
  slowAfterMs: 3000,
  maxCalls: 3,
  record: 'all',
};

/** A conversation with these sources of tools, as far as the settings name them; all of them at first. */
function bench(sources: ScriptedTools[], settings: Partial<ToolSettings> = {}) {
  let used = sources;
  const made: SessionBench = new SessionBench({
    openTools: (context) =>
      new Toolbox({
        context,
        sourcesFor: () =>
          used.map((source) => ({
            id: source.id,
            version: source.version,
            open: () => ({ source, release: () => void source.released++ }),
          })),
        settings: { ...SETTINGS, ...settings },
        clock: made.clock,
        log: pino({ level: 'silent' }),
        figures: made.figures,
      }),
  });
  return Object.assign(made, {
    use: (...now: ScriptedTools[]) => {
      used = now;
      made.host.applySettings('device-1', made.host.settingsOf('device-1')!);
    },
  });
}

const offered = (my: SessionBench): string[] =>
  (my.conversation.options.settings.tools ?? []).map(({ name }) => name);

const call = (my: SessionBench, toolUseId: string, name: string, input = '{}') =>
  my.conversation.emit({ kind: 'toolUse', toolUseId, name, input });

const results = (my: SessionBench) =>
  my.conversation.toolResults.map(({ toolUseId, json }) => [toolUseId, JSON.parse(json)]);

describe('the model', () => {
  test('is offered the tools of all sources, and gets the results of its calls, in any order', async () => {
    const [lamp, weather] = [new ScriptedTools('device', 'light'), new ScriptedTools('mcp:weather', 'get')];
    const my = await bench([lamp, weather]).open();
    expect(offered(my)).toEqual(['light', 'get']);
    my.ask('light and weather');
    call(my, 'a', 'light', '{"on":true}');
    call(my, 'b', 'get', '{"city":"Köln"}');
    expect([lamp.calls[0]!.args, weather.calls[0]!.args]).toEqual([{ on: true }, { city: 'Köln' }]);
    weather.calls[0]!.answer({ sky: 'clear' });
    await settle();
    lamp.calls[0]!.answer('done');
    await settle();
    expect(results(my)).toEqual([
      ['b', { sky: 'clear' }],
      ['a', { result: 'done' }],
    ]);
    expect(my.events.filter(({ kind }) => kind.startsWith('tool'))).toMatchObject([
      { kind: 'toolUse', name: 'light', source: 'device' },
      { kind: 'toolText', part: 'arguments', text: '{"on":true}' },
      { kind: 'toolUse', name: 'get', source: 'mcp:weather' },
      { kind: 'toolText', part: 'arguments' },
      { kind: 'toolText', toolUseId: 'b', part: 'result', text: '{"sky":"clear"}' },
      { kind: 'toolResult', toolUseId: 'b', code: null, durationMs: 0 },
      { kind: 'toolText', toolUseId: 'a', part: 'result' },
      { kind: 'toolResult', toolUseId: 'a', code: null },
    ]);
    // It hears the user meanwhile, and answers.
    my.conversation.say(1, 600, 'It is clear.');
    expect(my.frames.length).toBeGreaterThan(0);
  });

  test('learns of failures, of tools that are gone, and of too many calls at once, in words', async () => {
    const lamp = new ScriptedTools('device', 'light');
    const my = await bench([lamp]).open();
    my.ask('light');
    call(my, 'a', 'light');
    lamp.calls[0]!.fail(new ToolError('FAILED', 'The bulb is broken.'));
    call(my, 'b', 'nothing');
    call(my, 'c', 'light', 'on');
    await settle();
    expect(Object.fromEntries(results(my))).toEqual({
      a: { error: 'The bulb is broken.' },
      b: { error: 'There is no such tool now.' },
      c: { error: 'The arguments are not JSON.' },
    });
    for (const id of ['d', 'e', 'f', 'g']) call(my, id, 'light');
    await settle();
    expect(results(my).at(-1)).toEqual(['g', { error: expect.stringContaining('Too many tools') }]);
    expect(my.figures.value('tools_calls_failed_total')).toBe(4);
  });

  test('without tools is told that there are none', async () => {
    const my = await new SessionBench().open();
    my.ask('light');
    call(my, 'a', 'light');
    expect(results(my)).toEqual([['a', { error: 'There are no tools here.' }]]);
  });
});

describe('the start', () => {
  test('does not wait long for a source that does not answer; its tools come with another stream, between turns', async () => {
    const [slow, quick] = [new ScriptedTools('mcp:slow', 'late'), new ScriptedTools('device', 'light')];
    slow.hangs = true;
    const my = await bench([slow, quick]).open();
    expect(my.model.conversations).toHaveLength(0);
    my.clock.advance(1500);
    await settle();
    expect(offered(my)).toEqual(['light']);
    slow.hangs = false;
    slow.change('late');
    await settle();
    expect(my.model.conversations).toHaveLength(2);
    expect(offered(my)).toEqual(['late', 'light']);
  });

  test('does without a source that cannot be reached', async () => {
    const [away, lamp] = [new ScriptedTools('mcp:away', 'x'), new ScriptedTools('device', 'light')];
    away.failure = new ToolError('UNAVAILABLE', 'It cannot be reached.');
    const my = await bench([away, lamp]).open();
    expect(offered(my)).toEqual(['light']);
    expect(my.figures.value('tools_lists_failed_total')).toBe(1);
  });

  test('does without a source whose list cannot be read, and is not held up by one whose schemas have no end', async () => {
    const [wrong, endless, lamp] = [
      new ScriptedTools('mcp:wrong', 'x'),
      new ScriptedTools('mcp:endless', 'y'),
      new ScriptedTools('device', 'light'),
    ];
    Object.assign(wrong.tools[0]!, { name: 7 });
    let deep: object = {};
    for (let i = 0; i < 20_000; i++) deep = { anyOf: [deep] };
    Object.assign(endless.tools[0]!, { inputSchema: { type: 'object', properties: { a: deep } } });
    const my = await bench([wrong, endless, lamp]).open();
    expect(offered(my)).toEqual(['y', 'light']);
    expect(my.figures.value('tools_lists_failed_total')).toBe(1);
  });
});

describe('a change', () => {
  test('of the settings opens the new sources, and gives the old ones back', async () => {
    const [lamp, weather] = [new ScriptedTools('device', 'light'), new ScriptedTools('mcp:weather', 'get')];
    const my = await bench([lamp]).open();
    my.use(weather);
    await settle();
    expect(lamp.released).toBe(1);
    expect(lamp.listeners).toBe(0);
    expect(offered(my)).toEqual(['get']);
  });

  test('of what a source is opened with opens it anew', async () => {
    const [old, fresh] = [new ScriptedTools('lambda:x', 'run'), new ScriptedTools('lambda:x', 'run')];
    [old.version, fresh.version] = ['in Ireland', 'in Oregon'];
    const my = await bench([old]).open();
    my.use(fresh);
    await settle();
    expect([old.released, fresh.released]).toEqual([1, 0]);
    my.ask('run');
    call(my, 'a', 'run');
    expect([old.calls.length, fresh.calls.length]).toEqual([0, 1]);
    expect(my.model.conversations).toHaveLength(1);
  });

  test('that comes to the same does nothing', async () => {
    const lamp = new ScriptedTools('device', 'light');
    const my = await bench([lamp]).open();
    lamp.change('light');
    my.use(lamp);
    await settle();
    expect(my.model.conversations).toHaveLength(1);
    expect(lamp.released).toBe(0);
  });
});

describe('a tool that takes its time', () => {
  test('is excused once, and its result is still used', async () => {
    const slow = new ScriptedTools('device', 'think');
    const my = await bench([slow]).open();
    my.ask('think');
    call(my, 'a', 'think');
    my.clock.advance(2999);
    expect(my.events.some(({ kind }) => kind === 'phrase')).toBe(false);
    my.clock.advance(1);
    expect(my.events.filter(({ kind }) => kind === 'phrase')).toMatchObject([{ phrase: 'oneMoment' }]);
    my.clock.advance(2000);
    slow.calls[0]!.answer({ thought: 42 });
    await settle();
    expect(results(my)).toEqual([['a', { thought: 42 }]]);
    my.conversation.say(1, 600, 'It is 42.');
    my.clock.advance(1000);
    expect(my.frames.at(-1)!.generation).toBe(2);
    expect(my.events.filter(({ kind }) => kind === 'phrase')).toHaveLength(1);
  });

  test('that never answers is given up', async () => {
    const slow = new ScriptedTools('device', 'think');
    const my = await bench([slow]).open();
    my.ask('think');
    call(my, 'a', 'think');
    my.clock.advance(10_000);
    await settle();
    expect(results(my)).toEqual([['a', { error: 'There was no answer within 10 s.' }]]);
    expect(slow.calls[0]!.signal.aborted).toBe(true);
  });

  test('whose stream was replaced gives its result in writing', async () => {
    const slow = new ScriptedTools('device', 'think');
    const my = await bench([slow]).open();
    my.ask('think');
    call(my, 'a', 'think');
    my.conversation.fail('MODEL_FAILED');
    await settle();
    expect(my.model.conversations).toHaveLength(2);
    slow.calls[0]!.answer({ thought: 42 });
    await settle();
    expect(my.conversation.sentTexts.join()).toContain('{"thought":42}');
  });
});

test('with the conversation end its calls, and its sources are given back', async () => {
  const lamp = new ScriptedTools('device', 'light');
  const my = await bench([lamp]).open();
  my.ask('light');
  call(my, 'a', 'light');
  my.say('sessionClose', { session: 1 });
  await settle();
  expect(my.ended()).toBeDefined();
  expect(lamp.calls[0]!.signal.aborted).toBe(true);
  expect(lamp.released).toBe(1);
  expect(my.clock.pending).toBe(0);
});

test('a call that is cancelled by the end of the conversation is recorded before that, and told to nobody', async () => {
  const lamp = new ScriptedTools('device', 'light');
  const my = await bench([lamp]).open();
  my.ask('light');
  call(my, 'a', 'light');
  my.clock.advance(1200);
  my.say('sessionClose', { session: 1 });
  await settle();
  lamp.calls[0]!.answer('done');
  await settle();
  const told = my.events.filter(({ kind }) => kind === 'toolResult' || kind === 'ended');
  expect(told).toMatchObject([
    {
      kind: 'toolResult',
      toolUseId: 'a',
      name: 'light',
      source: 'device',
      code: 'CANCELLED',
      durationMs: 1200,
    },
    { kind: 'ended' },
  ]);
  expect(my.figures.value('tools_calls_total')).toBe(1);
  expect(my.figures.value('tools_calls_failed_total')).toBe(1);
  expect(results(my)).toEqual([]);
});

test('how much is recorded of a call is a setting', async () => {
  for (const [record, parts] of [
    ['names', []],
    ['arguments', ['arguments']],
  ] as const) {
    const lamp = new ScriptedTools('device', 'light');
    const my = await bench([lamp], { record }).open();
    my.ask('light');
    call(my, 'a', 'light');
    lamp.calls[0]!.answer('done');
    await settle();
    expect(my.events.flatMap((event) => (event.kind === 'toolText' ? [event.part] : []))).toEqual(parts);
  }
});
