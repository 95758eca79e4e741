import { expect, test } from 'vitest';
import type { SessionEvent, SessionSnapshot } from '#lib/broker/session-events.ts';
import { Course } from './course.ts';
import type { Words } from './entries.ts';
import { legsOf } from './legs.ts';

const START = Date.UTC(2026, 2, 1);
let n = 0;
/** Events say what they are; when they were is given. */
const at = (tMs: number, event: Record<string, unknown>): SessionEvent =>
  ({ at: new Date(START + tMs).toISOString(), tMs, n: ++n, ...event }) as unknown as SessionEvent;
const words = (
  tMs: number,
  role: string,
  stage: string,
  text: string,
  generation = 1,
  unsaid?: string,
): SessionEvent =>
  at(tMs, { kind: 'transcript', role, stage, text, generation, ...(unsaid !== undefined && { unsaid }) });
const courseOf = (...events: SessionEvent[]): Course => {
  const course = new Course(new Date(START).toISOString());
  for (const event of events) course.apply(event);
  return course;
};
const wordsIn = (course: Course): Words[] =>
  course.view.entries.filter((entry): entry is Words => entry.kind === 'words');
const base64 = (...values: number[]): string => btoa(String.fromCharCode(...values));

const MARKS = {
  speechEnd: 0,
  speechEndDetected: 300,
  firstModelAudio: 700,
  firstFrameSent: 702,
  playbackStarted: 900,
};
const turn = (tMs: number, more: Record<string, unknown> = {}): SessionEvent =>
  at(tMs, {
    kind: 'turn',
    generation: 1,
    marks: MARKS,
    spans: { response: 900 },
    playedMs: 1000,
    interrupted: false,
    startMs: tMs - 2000,
    uplinkMs: 40,
    ...more,
  });

test('what is planned is pale until it is said, piece by piece', () => {
  const plan = words(10, 'assistant', 'speculative', 'It is ten.');
  const more = words(20, 'assistant', 'speculative', 'Time for bed.');
  const course = courseOf(plan, more);
  expect(wordsIn(course)).toMatchObject([{ said: '', planned: 'It is ten. Time for bed.' }]);
  course.apply(words(30, 'assistant', 'final', 'It is ten.'));
  expect(wordsIn(course)).toMatchObject([{ said: 'It is ten.', planned: 'Time for bed.' }]);
  // The model does not tell everything that it says: when the turn is over, it was said.
  course.apply(turn(5000));
  expect(wordsIn(course)).toMatchObject([{ said: 'It is ten. Time for bed.', planned: '', unsaid: '' }]);
});

test('of an answer that was interrupted the rest is unsaid, whatever the model says later', () => {
  const course = courseOf(
    words(10, 'assistant', 'speculative', 'Once upon a time there was a king.'),
    at(900, { kind: 'interrupted', generation: 1, heardMs: 800 }),
    words(1000, 'assistant', 'cut', 'Once upon', 1, 'a time there was a king.'),
    words(1100, 'assistant', 'final', 'Once upon a time there'),
    turn(1200, { interrupted: true }),
  );
  expect(wordsIn(course)).toMatchObject([
    { said: 'Once upon', planned: '', unsaid: 'a time there was a king.' },
  ]);
  expect(course.view.marks).toMatchObject([{ kind: 'interrupted', atMs: 900, amount: 800 }]);
});

test('tools stand in the transcript with what became of them', () => {
  const use = { toolUseId: 't1', name: 'weather', source: 'mcp:weather' };
  const course = courseOf(
    words(10, 'user', 'final', 'How is the weather?'),
    at(20, { kind: 'toolUse', ...use }),
    at(21, { kind: 'toolText', toolUseId: 't1', part: 'arguments', text: '{"city":"Ulm"}' }),
  );
  expect(course.view.entries.at(-1)).toMatchObject({
    kind: 'tool',
    name: 'weather',
    durationMs: null,
    code: null,
  });
  course.apply(at(900, { kind: 'toolResult', ...use, code: 'TIMEOUT', durationMs: 880 }));
  expect(course.view.entries.at(-1)).toMatchObject({
    durationMs: 880,
    code: 'TIMEOUT',
    asked: '{"city":"Ulm"}',
  });
  expect(course.view.marks).toMatchObject([{ kind: 'tool', atMs: 20, untilMs: 900 }]);
});

test('legs of a turn add up, and those until playback are what somebody waits for', () => {
  const { legs, wholeMs } = legsOf({ ...MARKS, playbackFinished: 3000 });
  expect(legs.reduce((sum, { ms }) => sum + ms, 0)).toBe(wholeMs);
  expect(legs.map(({ to, ms, isWait }) => [to, ms, isWait])).toEqual([
    ['speechEndDetected', 300, true],
    ['firstModelAudio', 400, true],
    ['firstFrameSent', 2, true],
    ['playbackStarted', 198, true],
    ['playbackFinished', 2100, false],
  ]);
  expect(courseOf(turn(5000)).view.turns).toMatchObject([{ startMs: 3000, endMs: 3900, responseMs: 900 }]);
});

test('waveforms are drawn where they belong, coarse ones do not spoil fine ones, losses count once', () => {
  const course = courseOf();
  const peaks = (stepMs: number, values: string) => [{ side: 'user', fromMs: 100, stepMs, values }];
  course.apply(
    at(400, { kind: 'peaks', peaks: peaks(20, base64(10, 200, 30)), lost: [{ tMs: 300, packets: 4 }] }),
  );
  course.apply(
    at(9000, { kind: 'peaks', peaks: peaks(40, base64(200, 30, 60)), lost: [{ tMs: 300, packets: 4 }] }),
  );
  expect(course.user.loudest(100, 120)).toBe(10);
  expect(course.user.loudest(120, 140)).toBe(200);
  expect(course.user.loudest(180, 220)).toBe(60);
  expect(course.user.loudest(5000, 6000)).toBe(0);
  expect(course.view.lostPackets).toBe(4);
});

test('a snapshot tells nothing twice, and a broker that goes on counts from its own beginning', () => {
  const first = words(10, 'user', 'final', 'Hello?');
  const course = courseOf(at(0, { kind: 'started', restored: false, voice: 'tina' }), first);
  course.apply({
    ...at(0, { kind: 'started', restored: true, voice: 'tina' }),
    at: new Date(START + 60_000).toISOString(),
  });
  const counts = {
    durationMs: 5000,
    inputSpeechTokens: 7,
    inputTextTokens: 1,
    outputSpeechTokens: 2,
    outputTextTokens: 3,
    cost: 0.5,
  };
  const snapshot: SessionSnapshot = {
    startedAt: new Date(START + 60_000).toISOString(),
    phase: 'speaking',
    voice: 'tina',
    configRevision: 4,
    counts,
    turns: [],
    transcripts: [first],
    recent: [],
    peaks: [{ side: 'assistant', fromMs: 1000, stepMs: 20, values: base64(99) }],
  };
  course.begin(snapshot);
  expect(wordsIn(course)).toHaveLength(1);
  expect(course.assistant.loudest(61_000, 61_020)).toBe(99);
  expect(course.view).toMatchObject({ phase: 'speaking', configRevision: 4, cost: 0.5, endMs: 65_000 });
  // Another answer with the number of one before.
  course.apply({ ...words(1, 'user', 'final', 'Still there?'), at: new Date(START + 66_000).toISOString() });
  expect(wordsIn(course).map(({ said }) => said)).toEqual(['Hello?', 'Still there?']);
});

test('where the device was away is marked from its going to its coming, and the end is told', () => {
  const course = courseOf(
    at(100, { kind: 'state', from: 'listening', to: 'suspended', cause: 'link lost' }),
    at(900, { kind: 'state', from: 'suspended', to: 'listening', cause: 'link back' }),
    at(1000, { kind: 'ended', reason: 'REQUESTED', continued: false }),
  );
  expect(course.view.marks).toMatchObject([{ kind: 'away', atMs: 100, untilMs: 900 }]);
  expect(course.view.entries).toMatchObject([
    { note: 'suspended' },
    { note: 'resumed' },
    { note: 'ended', detail: 'REQUESTED' },
  ]);
  expect(course.view.isOver).toBe(true);
});

test('a plan that is told late, of what was said meanwhile, is not planned any more', () => {
  const plan = words(10, 'assistant', 'speculative', 'It is ten.');
  const course = courseOf(words(40, 'assistant', 'final', 'It is ten.'), turn(3000));
  course.apply(plan);
  expect(wordsIn(course)).toMatchObject([{ said: 'It is ten.', planned: '' }]);
  // Nor is what the model has not told of.
  course.apply(words(20, 'assistant', 'speculative', 'Time for bed.'));
  expect(wordsIn(course)).toMatchObject([{ said: 'It is ten. Time for bed.', planned: '' }]);
  // The same words once more are a plan.
  course.apply(words(4000, 'assistant', 'speculative', 'It is ten.'));
  expect(wordsIn(course)).toMatchObject([{ planned: 'It is ten.' }]);
});

test('of two tools beside each other each has its own end', () => {
  const use = (toolUseId: string) => ({ toolUseId, name: 'weather', source: 'mcp:weather' });
  const result = (toolUseId: string) => ({ ...use(toolUseId), code: null, durationMs: 1 });
  const course = courseOf(
    at(100, { kind: 'toolUse', ...use('long') }),
    at(110, { kind: 'toolUse', ...use('short') }),
    at(1000, { kind: 'toolResult', ...result('short') }),
    at(9000, { kind: 'toolResult', ...result('long') }),
  );
  expect(course.view.marks.map(({ atMs, untilMs }) => [atMs, untilMs])).toEqual([
    [100, 9000],
    [110, 1000],
  ]);
});

test('each packet that is lost while somebody watches counts, and as many afterwards', () => {
  const live = Array.from({ length: 30 }, (_, i) =>
    at(1000 + 100 * i, { kind: 'peaks', peaks: [], lost: [{ tMs: 990 + 100 * i, packets: 1 }] }),
  );
  const course = courseOf(...live);
  expect(course.view.lostPackets).toBe(30);
  // What lies within a second is one mark.
  expect(course.view.marks.map(({ atMs, amount }) => [atMs, amount])).toEqual([
    [990, 10],
    [1990, 10],
    [2990, 10],
  ]);
  // The stream was opened anew: the record tells of the same, and of what was missed.
  const lost = [990, 1990, 2990, 3990].map((tMs) => ({ tMs, packets: 10 }));
  const peaks = [{ side: 'user', fromMs: 0, stepMs: 40, values: base64(1) }];
  const row = at(6000, { kind: 'peaks', peaks, lost });
  course.apply(row);
  course.apply(row);
  expect(course.view.lostPackets).toBe(40);
});
