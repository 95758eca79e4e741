import { beforeEach, expect, test } from 'vitest';
import type { ModelEvent } from '../voice-model.ts';
import { OutputReader } from './output-events.ts';

let events: ModelEvent[];
let reader: OutputReader;

beforeEach(() => {
  events = [];
  reader = new OutputReader((event) => events.push(event));
});

const read = (name: string, body: object): void =>
  reader.read(Buffer.from(JSON.stringify({ event: { [name]: body } })));
const stage = (name: string) => JSON.stringify({ generationStage: name });

function say(
  contentId: string,
  kind: 'SPECULATIVE' | 'FINAL',
  content: string,
  stopReason = 'PARTIAL_TURN',
): void {
  read('contentStart', { contentId, type: 'TEXT', role: 'ASSISTANT', additionalModelFields: stage(kind) });
  read('textOutput', { contentId, role: 'ASSISTANT', content });
  read('contentEnd', { contentId, type: 'TEXT', stopReason });
}

function play(contentId: string, stopReason: string): void {
  read('contentStart', { contentId, type: 'AUDIO', role: 'ASSISTANT' });
  read('audioOutput', { contentId, content: Buffer.from(Int16Array.of(1, -2, 3).buffer).toString('base64') });
  read('contentEnd', { contentId, type: 'AUDIO', stopReason });
}

test('an answer of two sentences is one answer, and its spoken text comes after its end', () => {
  say('1', 'SPECULATIVE', 'One.');
  play('2', 'PARTIAL_TURN');
  say('3', 'SPECULATIVE', 'Two.');
  play('4', 'END_TURN');
  say('5', 'FINAL', 'One. Two.', 'END_TURN');
  expect(events).toEqual([
    { kind: 'assistantText', answer: 1, stage: 'speculative', text: 'One.' },
    { kind: 'audio', answer: 1, pcm: Int16Array.of(1, -2, 3) },
    { kind: 'assistantText', answer: 1, stage: 'speculative', text: 'Two.' },
    { kind: 'audio', answer: 1, pcm: Int16Array.of(1, -2, 3) },
    { kind: 'answerEnded', answer: 1 },
    { kind: 'assistantText', answer: 1, stage: 'final', text: 'One. Two.' },
  ]);
});

test('each answer has a number of its own', () => {
  play('1', 'END_TURN');
  play('2', 'END_TURN');
  expect(events.flatMap((event) => (event.kind === 'audio' ? [event.answer] : []))).toEqual([1, 2]);
});

test.each(['{ "interrupted" : true }', '{"interrupted":true}', ' {"interrupted": true} '])(
  'the mark %j interrupts and is no text',
  (mark) => {
    say('1', 'SPECULATIVE', 'A long story');
    read('textOutput', { contentId: 'x', role: 'ASSISTANT', content: mark });
    say('2', 'SPECULATIVE', 'Next.');
    expect(events).toEqual([
      { kind: 'assistantText', answer: 1, stage: 'speculative', text: 'A long story' },
      { kind: 'interrupted' },
      { kind: 'assistantText', answer: 2, stage: 'speculative', text: 'Next.' },
    ]);
  },
);

test('so does the stop reason, and text in braces is text', () => {
  say('1', 'FINAL', '{not json', 'INTERRUPTED');
  expect(events).toEqual([
    { kind: 'assistantText', answer: 0, stage: 'final', text: '{not json' },
    { kind: 'interrupted' },
  ]);
});

test('the user’s words, speech marks, tools and tokens are told', () => {
  read('userSpeechStart', { inputAudioOffsetMs: 120 });
  read('userSpeechEnd', {});
  read('contentStart', { contentId: '1', type: 'TEXT', role: 'USER', additionalModelFields: stage('FINAL') });
  read('textOutput', { contentId: '1', role: 'USER', content: 'hello' });
  read('toolUse', { toolUseId: 't', toolName: 'clock', content: '{}' });
  read('toolUse', { toolUseId: 'u', toolName: 'clock', content: JSON.stringify('{"zone":"UTC"}') });
  read('toolUse', { toolUseId: 'v', toolName: 'clock', content: '"broken' });
  read('usageEvent', { details: { delta: { input: { speechTokens: 3, textTokens: 1 }, output: {} } } });
  expect(events).toEqual([
    { kind: 'userSpeechStarted', atMs: 120 },
    { kind: 'userSpeechEnded', atMs: null },
    { kind: 'userText', text: 'hello' },
    { kind: 'toolUse', toolUseId: 't', name: 'clock', input: '{}' },
    { kind: 'toolUse', toolUseId: 'u', name: 'clock', input: '{"zone":"UTC"}' },
    { kind: 'toolUse', toolUseId: 'v', name: 'clock', input: '"broken' },
    { kind: 'usage', input: { speech: 3, text: 1 }, output: { speech: 0, text: 0 } },
  ]);
});

test('what is unknown or ill-formed has no effect', () => {
  for (const text of [
    '',
    'x',
    '{}',
    '[]',
    'null',
    '{"event":{}}',
    '{"event":{"audioOutput":{}}}',
    '{"event":{"new":{}}}',
    '{"event":{"audioOutput":null}}',
    '{"event":{"textOutput":null}}',
  ]) {
    reader.read(Buffer.from(text));
  }
  read('audioOutput', { content: '' });
  read('textOutput', { content: 7 });
  read('contentStart', {});
  expect(events).toEqual([]);
});

test('a text in several pieces keeps its stage', () => {
  play('1', 'END_TURN');
  read('contentStart', {
    contentId: '2',
    type: 'TEXT',
    role: 'ASSISTANT',
    additionalModelFields: stage('FINAL'),
  });
  read('textOutput', { contentId: '2', content: 'One.' });
  read('textOutput', { contentId: '2', content: 'Two.' });
  read('contentEnd', { contentId: '2', type: 'TEXT', stopReason: 'END_TURN' });
  expect(events.slice(-2)).toEqual([
    { kind: 'assistantText', answer: 1, stage: 'final', text: 'One.' },
    { kind: 'assistantText', answer: 1, stage: 'final', text: 'Two.' },
  ]);
});

test('after the user’s words comes a new answer, though the last one was never ended in form', () => {
  play('1', 'PARTIAL_TURN');
  read('contentStart', { contentId: '2', type: 'TEXT', role: 'USER', additionalModelFields: stage('FINAL') });
  read('textOutput', { contentId: '2', role: 'USER', content: 'stop' });
  read('contentEnd', { contentId: '2', type: 'TEXT', stopReason: 'PARTIAL_TURN' });
  play('3', 'PARTIAL_TURN');
  expect(events.flatMap((event) => (event.kind === 'audio' ? [event.answer] : []))).toEqual([1, 2]);
});

test('what the model still says while the user speaks into it is of the old answer', () => {
  play('1', 'PARTIAL_TURN');
  read('userSpeechStart', {});
  say('2', 'SPECULATIVE', 'More.');
  play('3', 'PARTIAL_TURN');
  read('userSpeechEnd', {});
  play('4', 'PARTIAL_TURN');
  expect(events.flatMap((event) => ('answer' in event ? [event.answer] : []))).toEqual([1, 1, 1, 2]);
});
