/** The .proto files by reflection, for the generators. */
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import protobuf from 'protobufjs';

export const protoFiles = (root: string): string[] =>
  readdirSync(join(root, 'protocol', 'pipit', 'v1'))
    .filter((name) => name.endsWith('.proto'))
    .sort()
    .map((name) => join(root, 'protocol', 'pipit', 'v1', name));

export function loadProtos(root: string): protobuf.Root {
  const protos = new protobuf.Root();
  protos.resolvePath = (_origin, target) =>
    target.startsWith('/') ? target : join(root, 'protocol', target);
  return protos.loadSync(protoFiles(root), { keepCase: false, alternateCommentMode: true });
}

export function messageTypes(protos: protobuf.Root): protobuf.Type[] {
  return namespaceMembers(protos).filter((member) => member instanceof protobuf.Type);
}

export function enumTypes(protos: protobuf.Root): protobuf.Enum[] {
  return namespaceMembers(protos).filter((member) => member instanceof protobuf.Enum);
}

/** SESSION_STATE_ for SessionState: protobuf wants enum values to carry it, TypeScript does not. */
export const prefixOf = (enumName: string): string =>
  `${enumName.replace(/(?<=[a-z])(?=[A-Z])/g, '_').toUpperCase()}_`;

function namespaceMembers(protos: protobuf.Root): protobuf.ReflectionObject[] {
  const namespace = protos.lookup('pipit.v1');
  return namespace instanceof protobuf.Namespace ? namespace.nestedArray : [];
}

export interface Bound {
  readonly maxBytes?: number;
  readonly maxCount?: number;
}

/** Bounds of nanopb's .options files by "Message.field_name"; max_length is bytes without the terminating NUL. */
export function loadBounds(root: string): Map<string, Bound> {
  const bounds = new Map<string, Bound>();
  for (const proto of protoFiles(root)) {
    const path = proto.replace(/\.proto$/, '.options');
    let text: string;
    try {
      text = readFileSync(path, 'utf8');
    } catch {
      continue;
    }
    for (const line of text.split('\n')) {
      const match = /^pipit\.v1\.(\S+)\s+(.*)$/.exec(line);
      if (!match) continue;
      const options = new Map(match[2]!.split(/\s+/).map((part) => part.split(':') as [string, string]));
      const bytes = options.get('max_length') ?? options.get('max_size');
      const count = options.get('max_count');
      bounds.set(match[1]!, {
        ...(bytes && { maxBytes: Number(bytes) }),
        ...(count && { maxCount: Number(count) }),
      });
    }
  }
  return bounds;
}
