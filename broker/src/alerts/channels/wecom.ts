/** A robot in a group of WeCom. */
import type { Notice, NoticeState } from '../alert.ts';
import type { AlertChannel } from '../notifier.ts';
import { postJson } from './post-json.ts';

export interface WecomOptions {
  /** With the key of the robot: a secret. */
  readonly url: string;
  readonly allowPrivate: boolean;
}

const COLOURS: Partial<Record<NoticeState, string>> = {
  opened: 'warning',
  reminder: 'warning',
  resolved: 'info',
};
const MAX_BYTES = 4096;

export function wecomChannel({ url, allowPrivate }: WecomOptions): AlertChannel {
  return {
    name: 'wecom',
    send: async (notice) => {
      const markdown = { content: contentOf(notice) };
      const answer = await postJson({
        url,
        body: JSON.stringify({ msgtype: 'markdown', markdown }),
        allowPrivate,
      });
      // It answers 200 to everything.
      const { errcode, errmsg } = parsed(answer);
      if (errcode !== 0) throw new Error(`WeCom did not take it: ${errcode} ${errmsg}`);
    },
  };
}

function contentOf({ state, severity, title, rule, at, detail }: Notice): string {
  const facts = Object.entries(detail).map(([name, value]) => `> ${name}: ${value}`);
  const head = `**Pipit** <font color="${COLOURS[state] ?? 'comment'}">${state}</font> (${severity})`;
  const text = [head, title, `> ${rule}, ${at}`, ...facts].join('\n');
  return Buffer.from(text)
    .subarray(0, MAX_BYTES)
    .toString()
    .replace(/\uFFFD$/, '');
}

function parsed(answer: string): { errcode: number; errmsg: string } {
  try {
    const { errcode = -1, errmsg = '' } = JSON.parse(answer) as {
      errcode?: number;
      errmsg?: string;
    };
    return { errcode, errmsg: errmsg.slice(0, 200) };
  } catch {
    return { errcode: -1, errmsg: 'its answer is not JSON' };
  }
}
