/** Where commands print: text for people, or with --json one object as the last line of standard output. */

export interface Output {
  readonly json: boolean;
  /** For people; goes to standard error under --json. */
  line(text?: string): void;
  /** Progress of something that takes long. */
  progress(text: string): void;
  /** What the command found; printed under --json only. */
  result(value: object): void;
  /** Width of what `line` writes to; 80 when it is no terminal. */
  readonly columns: number;
}

export function createOutput(json: boolean): Output {
  const people = json ? process.stderr : process.stdout;
  return {
    json,
    line: (text = '') => void people.write(`${text}\n`),
    progress: (text) => void process.stderr.write(`${dim(text)}\n`),
    // A terminal may be made wider or narrower while the command runs.
    get columns() {
      return people.isTTY ? people.columns : 80;
    },
    result: (value) => void (json && process.stdout.write(`${JSON.stringify(value)}\n`)),
  };
}

/** Only for a person: whoever redirects one of the two, or sets NO_COLOR, wants plain text. */
const styled = (code: number, text: string): string =>
  process.stdout.isTTY && process.stderr.isTTY && process.stdout.hasColors()
    ? `\x1b[${code}m${text}\x1b[0m`
    : text;

export const dim = (text: string): string => styled(2, text);
export const bold = (text: string): string => styled(1, text);

/** A mistake of the user's: printed without a stack. */
export class UsageError extends Error {
  override readonly name: string = 'UsageError';
}

export function printError(error: unknown, json: boolean): void {
  const { name, message } = error instanceof Error ? error : new Error(String(error));
  const code = (error as { code?: unknown }).code;
  const problems = (error as { problems?: readonly string[] }).problems;
  if (json) {
    const body = {
      name,
      ...(typeof code === 'string' && { code }),
      text: message,
      ...(problems && { problems }),
    };
    process.stdout.write(`${JSON.stringify({ error: body })}\n`);
  } else {
    process.stderr.write(`pipit: ${message}\n`);
  }
}
