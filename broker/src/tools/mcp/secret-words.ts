/** Finds the secrets of a server in what is said of it: servers and libraries repeat what they were sent. */
import type { McpEndpoint } from './mcp-endpoint.ts';

/** What is shorter stands in ordinary words, too. */
const MIN_CHARS = 4;
/** Tokens that were used lately. */
const MAX_LEARNT = 4;
const MASK = '***';

export class SecretWords {
  readonly #known: readonly string[];
  readonly #learnt: string[] = [];

  constructor(endpoint: McpEndpoint) {
    this.#known = secretsOf(endpoint).flatMap(formsOf);
  }

  /** From the value of a header `Authorization`. */
  learn(authorization: string): void {
    const secret = authorization.slice(authorization.indexOf(' ') + 1);
    if (secret.length < MIN_CHARS || this.#learnt.includes(secret) || this.#known.includes(secret)) return;
    this.#learnt.push(secret);
    if (this.#learnt.length > MAX_LEARNT) this.#learnt.shift();
  }

  /** The same text, with a mask for each of them. Also for the beginning of one at the end, where the text was cut. */
  masked(text: string): string {
    // A longer one may hold a shorter one.
    const all = [...this.#known, ...this.#learnt].toSorted((a, b) => b.length - a.length);
    const whole = all.reduce((words, secret) => words.replaceAll(secret, MASK), text);
    return all.reduce(withoutBeginning, whole);
  }
}

function secretsOf(endpoint: McpEndpoint): string[] {
  if (endpoint.transport === 'stdio') return Object.values(endpoint.env);
  const { headers, oauth } = endpoint;
  return [...Object.values(headers), ...(oauth?.clientSecret === undefined ? [] : [oauth.clientSecret])];
}

/** As it is, by line, without its scheme (`Bearer …`), and as JSON and addresses write it. */
function formsOf(secret: string): string[] {
  const parts = [secret, secret.trim(), ...secret.split(/[\r\n]+/), secret.replace(/^\w+ +/, '')];
  const forms = parts.flatMap((part) => [
    part,
    JSON.stringify(part).slice(1, -1),
    encodeURIComponent(part.toWellFormed()),
  ]);
  return [...new Set(forms)].filter(({ length }) => length >= MIN_CHARS);
}

function withoutBeginning(text: string, secret: string): string {
  for (let chars = Math.min(secret.length, text.length) - 1; chars >= MIN_CHARS; chars--)
    if (text.endsWith(secret.slice(0, chars))) return text.slice(0, -chars) + MASK;
  return text;
}
