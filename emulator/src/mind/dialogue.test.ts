import { describe, expect, it } from 'vitest';
import type { Message, MindStep, ToolSpec } from '../conversation/parts.ts';
import { createDialogue } from './dialogue.ts';

const NOW = new Date(2026, 4, 22, 16, 5);

function talk(tools: readonly ToolSpec[] = [], results: Record<string, string> = {}) {
  const mind = createDialogue({ now: () => NOW });
  const history: Message[] = [];
  const calls: Extract<MindStep, { kind: 'call' }>[] = [];
  const ask = async (text: string, forget = false) => {
    if (forget) history.length = 0;
    history.push({ role: 'USER', text });
    const said: string[] = [];
    const turn = { systemPrompt: '', history: [...history], tools, signal: new AbortController().signal };
    const steps = mind.reply(turn);
    for (let step = await steps.next(); !step.done;) {
      if (step.value.kind === 'say') said.push(step.value.text);
      else calls.push(step.value);
      step = await steps.next(step.value.kind === 'call' ? results[step.value.toolName] : undefined);
    }
    history.push({ role: 'ASSISTANT', text: said.join(' ') });
    return said.join(' ');
  };
  return { ask, calls, history };
}

describe('the built-in dialogue', () => {
  it.each([
    ['Hello.', 'Good afternoon. How can I help you?'],
    ['Hi there, how are you?', 'I am well, thank you. How can I help you?'],
    ['Thank you very much.', 'You are welcome.'],
    ['Goodbye.', 'Goodbye.'],
    ['Hello, what time is it?', 'It is 4:05 in the afternoon.'],
    ["What's the date today?", 'Today is Friday, May 22nd, 2026.'],
    ['What day is it tomorrow?', 'Tomorrow will be Saturday, May 23rd, 2026.'],
    ['What day was it yesterday?', 'Yesterday was Thursday, May 21st, 2026.'],
    ['What day is the day after tomorrow?', 'The day after tomorrow will be Sunday, May 24th, 2026.'],
    ['Which year is it?', 'It is the year 2026.'],
    ['What month is it?', 'It is May.'],
    ['What is twelve times three?', 'That is 36.'],
    ["What's 12 + 30?", 'That is 42.'],
    ['How much is two plus three times four?', 'That is 14.'],
    ['Calculate one hundred and five divided by four.', 'That is 26.25.'],
    ['What is two thirds, I mean 2 divided by 3?', 'That is about 0.6667.'],
    ['What is fifteen percent of two hundred?', 'That is 30.'],
    ['What is the square root of one hundred forty four?', 'That is 12.'],
    ['What is five squared minus twenty-five?', 'That is 0.'],
    ['Two to the power of ten?', 'That is 1024.'],
    ['What is the sum of 2, 3 and 4?', 'That is 9.'],
    ['Subtract five from twenty.', 'That is 15.'],
    ['Divide ten by zero.', 'I cannot divide by zero.'],
    ['What is three point five minus minus one?', 'That is 4.5.'],
    ['How do you spell broker?', 'Broker is spelled B, R, O, K, E, R.'],
    ['Repeat after me: the quick brown fox.', 'the quick brown fox.'],
    ['Say hello world.', 'hello world.'],
    ['Can you hear me?', 'Yes, I can hear you.'],
    [
      'What time does the store open on Sunday?',
      expect.stringContaining('I heard you say: What time does the store open on Sunday?'),
    ],
    ['', 'I did not understand that. Could you say it again?'],
  ])('%s', async (question, answer) => {
    expect(await talk().ask(question)).toEqual(answer);
  });

  it('is honest about what it is', async () => {
    expect(await talk().ask('Who are you?')).toMatch(/Pipit emulator.*instead of a language model/);
    expect(await talk().ask('Are you Nova Sonic?')).toMatch(/stand in/);
  });

  it('remembers a name, also one said before this mind began', async () => {
    const { ask, history } = talk();
    expect(await ask('What is my name?')).toBe('You have not told me your name yet.');
    history.push({ role: 'USER', text: 'Hello, my name is Anna.' }, { role: 'ASSISTANT', text: 'Hello.' });
    expect(await ask('What is my name?')).toBe('Your name is Anna.');
    expect(await ask("I'm Robert.")).toMatch(/^Nice to meet you, Robert\./);
    expect(await ask('Do you remember my name?', true)).toBe('Your name is Robert.');
    expect(await ask("I'm fine.")).not.toMatch(/Nice to meet you/);
    expect(await ask('Thanks.')).toBe('You are welcome, Robert.');
  });

  it('repeats itself and the user', async () => {
    const { ask } = talk();
    await ask('What is two plus two?');
    expect(await ask('Can you repeat that?')).toBe('That is 4.');
    expect(await ask('What did I say?')).toBe('You said: Can you repeat that?');
  });
});

const weather: ToolSpec = {
  name: 'getWeather',
  description: 'Gives the weather forecast for a city',
  inputSchema: {
    type: 'object',
    properties: { city: { type: 'string' }, day: { type: 'string', description: 'a date' } },
    required: ['city'],
  },
};
const light: ToolSpec = {
  name: 'set_light',
  description: 'Switches a lamp on or off and dims it',
  inputSchema: {
    type: 'object',
    properties: {
      room: { enum: ['kitchen', 'living_room'] },
      on: { type: 'boolean' },
      brightness: { type: 'integer' },
    },
    required: ['room', 'on'],
  },
};

describe('the built-in dialogue with tools', () => {
  it('calls the tool that was asked for and says its answer', async () => {
    const { ask, calls } = talk([light, weather], { getWeather: '{"condition":"sunny","highCelsius":21}' });
    expect(await ask('What is the weather in Seattle tomorrow?')).toBe(
      'The condition is sunny, high celsius is 21.',
    );
    expect(calls).toEqual([
      { kind: 'call', toolName: 'getWeather', input: { city: 'Seattle', day: 'tomorrow' } },
    ]);
  });

  it('takes choices, switches and numbers from the words', async () => {
    const { ask, calls } = talk([light, weather], { set_light: '{"ok":true,"message":"The light is off"}' });
    expect(await ask('Turn off the lights in the living room.')).toBe('The light is off.');
    await ask('Set the light in the kitchen on with brightness seventy five.');
    expect(calls.map(({ input }) => input)).toEqual([
      { room: 'living_room', on: false },
      { room: 'kitchen', on: true, brightness: 75 },
    ]);
  });

  it('asks for what it lacks, and calls when it has it', async () => {
    const { ask, calls } = talk([weather], { getWeather: '"Rain."' });
    expect(await ask('How is the weather?')).toBe('What should I take as the city?');
    expect(await ask('In Paris.')).toBe('Rain.');
    expect(calls.map(({ input }) => input)).toEqual([{ city: 'Paris' }]);
    await ask('How is the weather?');
    expect(await ask('Never mind.')).toBe('All right.');
    expect(calls).toHaveLength(1);
  });

  it('says that a tool failed', async () => {
    const { ask } = talk([weather], { getWeather: '{"error":"no such city"}' });
    expect(await ask('Weather in Nowhere?')).toBe('I am sorry, get weather failed: no such city.');
  });

  it('leaves the tools alone when they were not meant', async () => {
    const { ask, calls } = talk([weather, light]);
    await ask('Hello.');
    await ask('What is two plus two?');
    await ask('Who are you?');
    expect(calls).toEqual([]);
  });

  it('says lists, yes and no, and plain text', async () => {
    const list: ToolSpec = { name: 'listDevices', description: '', inputSchema: {} };
    const said = async (result: string) => talk([list], { listDevices: result }).ask('List my devices.');
    expect(await said('["lamp","oven","fan"]')).toBe('Lamp, oven and fan.');
    expect(await said('{"online":true,"names":[1,2,3,4,5,6,7]}')).toBe(
      'The online is yes, names is 1, 2, 3, 4, 5 and 2 more.',
    );
    expect(await said('not JSON')).toBe('Not JSON.');
    expect(await said('{}')).toBe('List devices is done.');
    expect(await said('null')).toBe('List devices is done.');
  });
});
