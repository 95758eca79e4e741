/** What may stand in the audit log of a change: the shape of it, bounded, and never a secret. */

const SECRET_KEY =
  /secret|password|passwd|passphrase|token|credential|authorization|cookie|api-?_?key|private-?_?key|hash$/i;
const MASK = '***';

const MAX_DEPTH = 6;
const MAX_ITEMS = 50;
const MAX_TEXT = 1000;
const MAX_BYTES = 8192;

/** A copy in which whatever goes by the name of a secret is masked, and what is too much is cut. */
export function maskedDetail(detail: object): object {
  const masked = copyOf(detail, 0) as object;
  const bytes = Buffer.byteLength(JSON.stringify(masked));
  return bytes <= MAX_BYTES ? masked : { cut: `${bytes} bytes are too many`, keys: Object.keys(masked) };
}

function copyOf(value: unknown, depth: number): unknown {
  switch (typeof value) {
    case 'string':
      return cleanText(value);
    case 'number':
      return Number.isFinite(value) ? value : String(value);
    case 'boolean':
      return value;
    case 'bigint':
      return String(value);
    case 'object':
      break;
    default:
      return undefined;
  }
  if (value === null) return null;
  if (value instanceof Date) return Number.isNaN(value.getTime()) ? 'Invalid Date' : value.toISOString();
  if (value instanceof Uint8Array) return MASK;
  if (depth >= MAX_DEPTH) return '…';
  if (Array.isArray(value) || value instanceof Set)
    return [...value].slice(0, MAX_ITEMS).map((item) => copyOf(item, depth + 1));
  return Object.fromEntries(
    Object.entries(value)
      .slice(0, MAX_ITEMS)
      .map(([key, inner]) => [cleanText(key), masks(key, inner) ? MASK : copyOf(inner, depth + 1)]),
  );
}

/** That a secret was set or not may be known. */
const masks = (key: string, value: unknown): boolean =>
  SECRET_KEY.test(key) && value !== null && value !== undefined && typeof value !== 'boolean';

/** Without NUL, which PostgreSQL does not take, and not longer than anybody reads. */
export function cleanText(text: string, maxLength = MAX_TEXT): string {
  const clean = text.replaceAll('\0', '').toWellFormed();
  return clean.length > maxLength ? `${clean.slice(0, maxLength - 1).toWellFormed()}…` : clean;
}
