/** The configuration file that `pipit setup` writes: for its owner only, whole or not at all, the one before kept. */
import { existsSync } from 'node:fs';
import { chmod, copyFile, mkdir } from 'node:fs/promises';
import { dirname } from 'node:path';
import { Document, type Scalar, isMap } from 'yaml';
import { configSchema } from '../config/schema.ts';
import { SETTINGS, parseText } from '../config/settings.ts';
import { replaceFile } from '../store/durable-file.ts';
import type { Answers } from './setup-questions.ts';

const HEAD = ` Written by "pipit setup". All settings are in docs/configuration.md and in "pipit start --help".
 Variables (PIPIT_…) and flags go over what stands here.`;

const MODE = 0o600;

/** What is wrong with one answer, in the words of the schema; undefined when it is right. */
export function problemOf(path: string, text: string): string | undefined {
  const { error } = configSchema.safeParse(documentOf(new Map([[path, text]])).toJS());
  const issue = error?.issues.find((each) => each.path.join('.').startsWith(path));
  return issue?.message.replace(/^Invalid (input|option): /, '');
}

/** The file's text. */
export function render(answers: Answers): string {
  const document = documentOf(answers);
  for (const { path, about } of SETTINGS) {
    const keys = path.split('.');
    const parent: unknown = keys.length > 1 ? document.getIn(keys.slice(0, -1)) : document.contents;
    const pair =
      isMap(parent) &&
      parent.items.find(({ key }) => String((key as { value?: unknown }).value ?? key) === keys.at(-1));
    if (!pair) continue;
    const key = document.createNode(keys.at(-1)!);
    key.commentBefore = ` ${about}`;
    pair.key = key;
  }
  if (isMap(document.contents)) {
    for (const pair of document.contents.items) {
      if (!isMap(pair.value)) continue;
      pair.key = document.createNode(pair.key);
      (pair.key as Scalar).spaceBefore = true;
    }
  }
  document.commentBefore = HEAD;
  return document.toString({ lineWidth: 0 });
}

/** @returns where the file that was there is kept; undefined when there was none */
export async function writeSetup(file: string, text: string): Promise<string | undefined> {
  await mkdir(dirname(file), { recursive: true });
  const backup = existsSync(file) ? freeName(`${file}.bak`) : undefined;
  if (backup) {
    await copyFile(file, backup);
    await chmod(backup, MODE);
  }
  await replaceFile(file, text, MODE);
  return backup;
}

function freeName(path: string): string {
  for (let number = 1; ; number++) {
    const candidate = number === 1 ? path : `${path}.${number}`;
    if (!existsSync(candidate)) return candidate;
  }
}

function documentOf(answers: Answers): Document {
  const document = new Document({});
  for (const setting of SETTINGS) {
    const text = answers.get(setting.path);
    if (text) document.setIn(setting.path.split('.'), parseText(setting, text));
  }
  return document;
}
