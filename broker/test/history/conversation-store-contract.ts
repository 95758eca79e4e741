/** What every conversation store must do, wherever it keeps them: run it from the tests of each. */
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { createHash } from 'node:crypto';
import type { ConversationEntry, ConversationStore } from '../../src/history/conversation-store.ts';

/** A session's id that stands for a name. */
export const idOf = (name: string): string =>
  createHash('sha256')
    .update(name)
    .digest('hex')
    .replace(/^(.{8})(.{4})(.{4})(.{4})(.{12}).*$/, '$1-$2-$3-$4-$5');

export const opened = (name: string, at = 0, number = 7): ConversationEntry => ({
  kind: 'opened',
  sessionId: idOf(name),
  at,
  number,
  frameDurationMs: 60,
  mode: 2,
});
export const message = (
  name: string,
  text: string,
  at = 0,
  role: 'user' | 'assistant' = 'user',
): ConversationEntry => ({ kind: 'message', sessionId: idOf(name), at, role, text, generation: 1 });
const ended = (name: string, at: number): ConversationEntry => ({
  kind: 'ended',
  sessionId: idOf(name),
  at,
  reason: 'SILENCE',
});

export function describeConversationStore(
  name: string,
  open: (now: () => number) => Promise<ConversationStore>,
): void {
  describe(`${name} as a conversation store`, () => {
    let store: ConversationStore;
    let nowMs = 0;
    const add = async (...entries: ConversationEntry[]): Promise<void> => {
      for (const entry of entries) await store.append('kitchen', entry);
    };
    const last = (maxAgeMs = 1000) => store.last('kitchen', { maxAgeMs });
    beforeEach(async () => {
      nowMs = 0;
      store = await open(() => nowMs);
    });
    afterEach(() => store.close());

    test('knows nothing of a device that never spoke', async () => {
      expect(await last()).toBeUndefined();
    });

    test('gives back what was said, in order and as it was', async () => {
      await add(
        opened('a'),
        message('a', 'Wie spät ist es?\n"Bitte" \u2028 🐦', 1),
        message('a', 'Half', 2, 'assistant'),
        message('a', 'past ten.', 3, 'assistant'),
      );
      expect(await last()).toEqual({
        sessionId: idOf('a'),
        number: 7,
        frameDurationMs: 60,
        mode: 2,
        lastAt: 3,
        ended: undefined,
        messages: [
          { role: 'user', text: 'Wie spät ist es?\n"Bitte" \u2028 🐦' },
          { role: 'assistant', text: 'Half' },
          { role: 'assistant', text: 'past ten.' },
        ],
        earlier: [],
      });
      expect(store.figures).toEqual({ appended: 4, failed: 0 });
    });

    test('says how a conversation ended, unless it was taken up again', async () => {
      await add(opened('a'), ended('a', 5));
      expect(await last()).toMatchObject({ ended: 'SILENCE', lastAt: 5 });
      await add(opened('a', 6, 8));
      expect(await last()).toMatchObject({ ended: undefined, number: 8, lastAt: 6 });
    });

    test('forgets by age, and not because a clock was set back', async () => {
      await add(opened('a'), message('a', 'Hello', 100));
      nowMs = 1099;
      expect(await last()).toBeDefined();
      nowMs = 1100;
      expect(await last()).toBeUndefined();
      expect(await last(Infinity)).toBeDefined();
      nowMs = -50_000;
      expect(await last()).toBeDefined();
      expect(await last(0)).toBeUndefined();
    });

    test('the last is the one that was opened last, whatever still comes of the one before', async () => {
      await add(
        opened('a'),
        message('a', 'One', 1),
        opened('b', 2),
        message('b', 'Two', 3),
        message('a', 'late', 4),
        ended('a', 5),
      );
      expect(await last()).toMatchObject({
        sessionId: idOf('b'),
        ended: undefined,
        messages: [{ role: 'user', text: 'Two' }],
        earlier: [
          { role: 'user', text: 'One' },
          { role: 'user', text: 'late' },
        ],
      });
    });

    test('conversations hang together as far as each followed the one before soon enough', async () => {
      await add(
        opened('a'),
        message('a', 'One', 1),
        opened('b', 5000),
        message('b', 'Two', 5001),
        opened('c', 5900),
        opened('d', 6100),
      );
      nowMs = 6200;
      expect((await last())?.earlier).toEqual([{ role: 'user', text: 'Two' }]);
      expect((await last(10_000))?.earlier.map(({ text }) => text)).toEqual(['One', 'Two']);
    });

    test('finds what was acknowledged though the opening before it was not', async () => {
      await add(opened('a'), message('a', 'One', 1), message('b', 'Two', 2), message('b', 'Three', 3));
      expect(await last()).toEqual({
        sessionId: idOf('b'),
        number: 0,
        frameDurationMs: 0,
        mode: 0,
        lastAt: 3,
        ended: undefined,
        messages: [
          { role: 'user', text: 'Two' },
          { role: 'user', text: 'Three' },
        ],
        earlier: [{ role: 'user', text: 'One' }],
      });
    });

    test('devices do not mix, however alike their ids', async () => {
      const ids = [
        'kitchen',
        'Kitchen',
        'kit:chen',
        'kit.chen',
        'kit_3achen',
        'k'.repeat(64),
        'K:._'.repeat(16),
      ];
      for (const id of ids) {
        await store.append(id, opened(id));
        await store.append(id, message(id, id));
      }
      for (const id of ids) {
        expect((await store.last(id, { maxAgeMs: 1000 }))?.messages).toEqual([{ role: 'user', text: id }]);
      }
    });

    test('keeps all of many at once, in the order they were given', async () => {
      await store.append('kitchen', opened('a'));
      const texts = Array.from({ length: 200 }, (_, i) => `text ${i}`);
      await Promise.all(texts.map((text) => store.append('kitchen', message('a', text))));
      expect((await last())?.messages.map(({ text }) => text)).toEqual(texts);
    });

    test('keeps all of many devices at once', async () => {
      const ids = Array.from({ length: 40 }, (_, i) => `device-${i}`);
      await Promise.all(
        ids.flatMap((id) => [store.append(id, opened(id)), store.append(id, message(id, id))]),
      );
      const found = await Promise.all(ids.map((id) => store.last(id, { maxAgeMs: 1000 })));
      expect(found.map((conversation) => conversation?.messages[0]?.text)).toEqual(ids);
    });

    test.for(['', '../etc', 'a/b', '.', '\0'])('refuses the id %j', async (id) => {
      await expect(store.append(id, opened('a'))).rejects.toMatchObject({ code: 'INVALID_ID' });
      await expect(store.last(id, { maxAgeMs: 1 })).rejects.toMatchObject({ code: 'INVALID_ID' });
    });

    test('refuses after close, which may be called twice', async () => {
      const pending = store.append('kitchen', opened('a'));
      await store.close();
      await store.close();
      await pending;
      await expect(store.append('kitchen', opened('b'))).rejects.toMatchObject({ code: 'CLOSED' });
      await expect(last()).rejects.toMatchObject({ code: 'CLOSED' });
    });
  });
}
