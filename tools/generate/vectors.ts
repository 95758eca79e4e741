/**
 * Golden messages: `vectors/*.json` are written by hand in protobuf's JSON form, `vectors/*.bin` are made from them by
 * protobufjs' reflection, which shares no code with the static code that the tests check against them.
 */
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { loadProtos } from './proto-root.ts';

export async function generateVectors(root: string): Promise<Map<string, Uint8Array>> {
  const protos = loadProtos(root);
  const folder = join(root, 'protocol', 'vectors');
  return new Map(
    readdirSync(folder)
      .filter((name) => name.endsWith('.json'))
      .map((name) => {
        const { message, value } = JSON.parse(readFileSync(join(folder, name), 'utf8')) as {
          message: string;
          value: object;
        };
        const type = protos.lookupType(message);
        return [
          join(folder, name.replace(/\.json$/, '.bin')),
          type.encode(type.fromObject(value)).finish(),
        ] as const;
      }),
  );
}
