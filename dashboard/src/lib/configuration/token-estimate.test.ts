import { expect, test } from 'vitest';
import { estimatedTokens } from './token-estimate.ts';

test.each([
  ['', 0],
  ['word', 1],
  ['You are Pipit, a friendly voice assistant.', 11],
  ['你是一个友好的语音助手', 11],
  ['नमस्ते', 3],
  ['Grüße', 2],
])('%j', (text, tokens) => {
  expect(estimatedTokens(text)).toBe(tokens);
});
