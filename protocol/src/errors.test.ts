import { expect, test } from 'vitest';
import {
  ERROR_TEXTS,
  ErrorCode,
  ProtocolError,
  REASON_TEXTS,
  Reason,
  errorCodeName,
  reasonName,
} from './index.ts';

test('every code has one text, a sentence that fits its field', () => {
  for (const texts of [ERROR_TEXTS, REASON_TEXTS]) {
    for (const { text } of Object.values(texts)) expect(text).toMatch(/^[A-Z].{5,158}\.$/);
  }
});

test('codes have names, and those of a newer peer read as unspecified', () => {
  for (const [name, code] of Object.entries(ErrorCode)) expect(errorCodeName(code)).toBe(name);
  for (const [name, reason] of Object.entries(Reason)) expect(reasonName(reason)).toBe(name);
  expect(errorCodeName(9999)).toBe('UNSPECIFIED');
  expect(reasonName(9999)).toBe('UNSPECIFIED');
});

test('an error says what was wrong, what to do, and whether to try again', () => {
  const error = new ProtocolError('RATE_LIMITED', { detail: '900 messages in a second.', messageId: 3 });
  expect(error).toMatchObject({ code: 'RATE_LIMITED', retryable: true, messageId: 3, name: 'ProtocolError' });
  expect(error.message).toBe('900 messages in a second. Too many messages or bytes. Slow down.');
});
