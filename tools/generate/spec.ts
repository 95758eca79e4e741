/** The tables in protocol/SPEC.md, between their markers, from the same data as the code. */
import { join } from 'node:path';
import protobuf from 'protobufjs';
import type { ConfigRule } from '../../protocol/src/config-keys.ts';
import type { ERROR_TEXTS as ErrorTexts, REASON_TEXTS as ReasonTexts } from '../../protocol/src/errors.ts';
import { fillTables, table } from './markdown.ts';
import { enumTypes, loadBounds, loadProtos, messageTypes, prefixOf } from './proto-root.ts';

type Texts = typeof ErrorTexts | typeof ReasonTexts;

export async function generateSpec(root: string): Promise<Map<string, string>> {
  const { TOPICS } = await import('../../protocol/src/topics.ts');
  const { CONFIG_KEYS } = await import('../../protocol/src/config-keys.ts');
  const { ERROR_TEXTS, REASON_TEXTS } = await import('../../protocol/src/errors.ts');
  const protos = loadProtos(root);
  const types = messageTypes(protos);
  const tables: Record<string, string> = {
    topics: table(
      ['topic', 'who publishes', 'QoS', 'retained', 'largest payload', 'message', 'what for'],
      Object.values(TOPICS).map((topic) => [
        `\`${topic.pattern}\``,
        topic.direction === 'up' ? 'device' : 'broker',
        String(topic.qos),
        topic.retain ? 'yes' : 'no',
        `${topic.maxBytes} B`,
        `\`${topic.message}\``,
        topic.purpose,
      ]),
    ),
    messages: table(
      ['number', 'from the device', 'from the broker'],
      bodyNumbers(types).map(([number, up, down]) => [String(number), up, down]),
    ),
    'config keys': table(
      ['key', 'type', 'may be', 'unit', 'what for'],
      Object.entries(CONFIG_KEYS).map(([key, rule]) => [
        `\`${key}\``,
        `\`${rule.kind}\``,
        rangeOf(rule),
        rule.unit,
        rule.about,
      ]),
    ),
    bounds: table(
      ['field', 'bytes (UTF-8)', 'items'],
      [...loadBounds(root)].map(([field, { maxBytes, maxCount }]) => [
        `\`${field}\``,
        maxBytes === undefined ? '' : String(maxBytes),
        maxCount === undefined ? '' : String(maxCount),
      ]),
    ),
    errors: codeTable(protos, 'ErrorCode', ERROR_TEXTS),
    reasons: codeTable(protos, 'Reason', REASON_TEXTS),
  };
  const path = join(root, 'protocol', 'SPEC.md');
  return new Map([[path, fillTables(path, tables)]]);
}

function rangeOf({ min, max, choices }: ConfigRule): string {
  if (choices) return choices.map((choice) => `\`${choice}\``).join(', ');
  return min === undefined ? '' : `${min} to ${max}`;
}

function bodyNumbers(types: protobuf.Type[]): [number, string, string][] {
  const columns = ['DeviceMessage', 'BrokerMessage'].map((name) => {
    const fields = types
      .find((type) => type.name === name)!
      .fieldsArray.filter((field) => field.partOf?.name === 'body');
    return new Map(fields.map((field) => [field.id, `\`${field.type}\``]));
  });
  const numbers = [...new Set(columns.flatMap((column) => [...column.keys()]))].sort((a, b) => a - b);
  return numbers.map((number) => [number, columns[0]!.get(number) ?? '', columns[1]!.get(number) ?? '']);
}

function codeTable(protos: protobuf.Root, name: string, texts: Texts): string {
  const type = enumTypes(protos).find((candidate) => candidate.name === name)!;
  const rows = Object.entries(type.values).map(([full, value]) => {
    const short = full.replace(prefixOf(name), '');
    const { text, retryable } = texts[short as keyof Texts];
    return [String(value), `\`${short}\``, text, retryable ? 'yes' : 'no'];
  });
  return table(['number', 'name', 'meaning and what to do', 'try again'], rows);
}
