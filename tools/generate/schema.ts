/**
 * `gen/schema.ts`: plain TypeScript types for the messages, enums as constants, and the bounds that decoding enforces.
 * Fails when a field of variable size has no bound: devices allocate statically.
 */
import { join } from 'node:path';
import protobuf from 'protobufjs';
import { type Bound, enumTypes, loadBounds, loadProtos, messageTypes, prefixOf } from './proto-root.ts';

export async function generateSchema(root: string): Promise<Map<string, string>> {
  const protos = loadProtos(root);
  const bounds = loadBounds(root);
  const parts = [
    '// Generated from pipit/v1/*.proto and *.options by "npm run generate". Do not edit.',
    ...enumTypes(protos).map(enumCode),
    ...messageTypes(protos).map(interfaceCode),
    ...messageTypes(protos).flatMap(bodyCode),
    fieldsCode(messageTypes(protos), bounds),
  ];
  const unused = [...bounds.keys()].filter((key) => !used.has(key));
  if (unused.length > 0) throw new Error(`.options name fields that do not exist: ${unused.join(', ')}`);
  return new Map([[join(root, 'protocol', 'src', 'gen', 'schema.ts'), `${parts.join('\n\n')}\n`]]);
}

function docOf(comment: string | null | undefined, indent = ''): string {
  return comment ? `${indent}/** ${comment.replaceAll('\n', ' ')} */\n` : '';
}

function enumCode(type: protobuf.Enum): string {
  const prefix = prefixOf(type.name);
  const values = Object.entries(type.values).map(
    ([name, value]) => `${docOf(type.comments[name], '  ')}  ${name.replace(prefix, '')}: ${value},`,
  );
  return `${docOf(type.comment)}export const ${type.name} = {\n${values.join('\n')}\n} as const;
export type ${type.name} = (typeof ${type.name})[keyof typeof ${type.name}];
export type ${type.name}Name = keyof typeof ${type.name};`;
}

function tsType(field: protobuf.Field): string {
  const resolved = field.resolve().resolvedType;
  const single = resolved
    ? resolved.name
    : ({ string: 'string', bytes: 'Uint8Array', bool: 'boolean' }[field.type as 'string'] ?? 'number');
  return field.repeated ? `${single}[]` : single;
}

const isMessage = (field: protobuf.Field): boolean => field.resolve().resolvedType instanceof protobuf.Type;
const isOptional = (field: protobuf.Field): boolean =>
  (isMessage(field) && !field.repeated) ||
  // Of a oneof at most one is set; that of an optional field is protobuf's own making.
  field.partOf !== null;
const isEnvelope = (type: protobuf.Type): boolean => type.oneofs?.['body'] !== undefined;

function interfaceCode(type: protobuf.Type): string {
  const fields = type.fieldsArray
    .filter((field) => field.partOf?.name !== 'body')
    .map(
      (field) =>
        `${docOf(field.comment, '  ')}  ${field.name}${isOptional(field) ? '?' : ''}: ${tsType(field)};`,
    );
  if (isEnvelope(type)) fields.push(`  body: ${type.name.replace('Message', 'Body')};`);
  return `${docOf(type.comment)}export interface ${type.name} {\n${fields.join('\n')}\n}`;
}

function bodyCode(type: protobuf.Type): string[] {
  if (!isEnvelope(type)) return [];
  const name = type.name.replace('Message', 'Body');
  const members = type.fieldsArray.filter((field) => field.partOf?.name === 'body');
  const union = members.map((field) => `  | { kind: '${field.name}'; value: ${tsType(field)} }`);
  return [`/** What a ${type.name} carries. */\nexport type ${name} =\n${union.join('\n')};`];
}

const used = new Set<string>();

function fieldsCode(types: protobuf.Type[], bounds: Map<string, Bound>): string {
  const snake = (name: string): string => name.replace(/[A-Z]/g, (letter) => `_${letter.toLowerCase()}`);
  const lines = types.map((type) => {
    const fields = type.fieldsArray.flatMap((field) => {
      const key = `${type.name}.${snake(field.name)}`;
      const bound = bounds.get(key);
      if (bound) used.add(key);
      const sized = field.type === 'string' || field.type === 'bytes';
      if (sized && bound?.maxBytes === undefined)
        throw new Error(`${key} needs max_length or max_size in its .options`);
      if (field.repeated && bound?.maxCount === undefined)
        throw new Error(`${key} needs max_count in its .options`);
      if (!sized && !field.repeated && !isMessage(field)) return [];
      const kind = isMessage(field) ? 'message' : sized ? field.type : 'scalar';
      const parts = [`name: '${field.name}'`, `kind: '${kind}'`];
      if (isMessage(field)) parts.push(`message: '${tsType(field).replace('[]', '')}'`);
      if (bound?.maxBytes !== undefined) parts.push(`maxBytes: ${bound.maxBytes}`);
      if (bound?.maxCount !== undefined) parts.push(`maxCount: ${bound.maxCount}`);
      return [`    { ${parts.join(', ')} },`];
    });
    return fields.length > 0 ? `  ${type.name}: [\n${fields.join('\n')}\n  ],` : `  ${type.name}: [],`;
  });
  return `export interface FieldBound {
  readonly name: string;
  readonly kind: 'string' | 'bytes' | 'message' | 'scalar';
  readonly message?: string;
  /** Of a string, in UTF-8. */
  readonly maxBytes?: number;
  readonly maxCount?: number;
}

/** The fields of variable size, and those that contain some. */
export const FIELD_BOUNDS: { readonly [message: string]: readonly FieldBound[] } = {\n${lines.join('\n')}\n};`;
}
