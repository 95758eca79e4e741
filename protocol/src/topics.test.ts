import { describe, expect, test } from 'vitest';
import {
  TOPICS,
  type TopicName,
  isDeviceId,
  mayPublish,
  maySubscribe,
  parseTopic,
  topicFor,
} from './index.ts';

const names = Object.keys(TOPICS) as TopicName[];

test.each(names)('%s: what is built is parsed', (name) => {
  expect(parseTopic(topicFor(name, 'kitchen-1'))).toEqual({ name, deviceId: 'kitchen-1' });
});

describe('device ids', () => {
  test.each(['a', 'kitchen-1', 'aa:bb:cc:dd:ee:ff', 'A.b_c', 'x'.repeat(64)])('%s is one', (id) => {
    expect(isDeviceId(id)).toBe(true);
  });
  test.each(['', '+', '#', 'a/b', 'a b', '-a', '.a', 'x'.repeat(65), 'é', 'a\u0000', '$SYS'])(
    '%j is none',
    (id) => {
      expect(isDeviceId(id)).toBe(false);
      expect(() => topicFor('audioUp', id)).toThrow(/not a device id: use 1 to 64/);
    },
  );
});

test.each(['', 'p1', 'p1/a', 'p1/a/xx', 'p2/a/ua', 'p1/a/ua/x', 'p1/+/ua', 'p1/#', '$SYS/x', 'p1//ua'])(
  '%j is not one of our topics',
  (topic) => {
    expect(parseTopic(topic)).toBeUndefined();
  },
);

test('a device may use its own topics, each in its direction, and nothing else', () => {
  const may = (check: (id: string, topic: string) => boolean) =>
    names.filter((name) => check('me', topicFor(name, 'me')));
  expect(may(mayPublish)).toEqual(['audioUp', 'controlUp']);
  expect(may(maySubscribe)).toEqual(['audioDown', 'controlDown', 'config']);
  for (const name of names) {
    expect(mayPublish('me', topicFor(name, 'you'))).toBe(false);
    expect(maySubscribe('me', topicFor(name, 'you'))).toBe(false);
  }
  for (const filter of ['#', 'p1/#', 'p1/me/#', 'p1/me/+', '+/me/da', '$SYS/#'])
    expect(maySubscribe('me', filter)).toBe(false);
});
