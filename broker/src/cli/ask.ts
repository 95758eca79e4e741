/** Questions to a person at a terminal, or to lines that are piped in; several lines may come at once. */
import { type Interface, createInterface } from 'node:readline/promises';
import { StoppedError } from './interruption.ts';
import { UsageError } from './output.ts';

export class Asker {
  readonly #readline: Interface;
  readonly #lines: AsyncIterator<string>;
  #stopped = false;

  /** Prompts go to standard error: standard output belongs to what is found. */
  constructor() {
    const { stdin: input, stderr: output } = process;
    this.#readline = createInterface({ input, output, terminal: input.isTTY });
    this.#lines = this.#readline[Symbol.asyncIterator]();
    this.#readline.on('SIGINT', () => {
      this.#stopped = true;
      this.#readline.close();
    });
  }

  /** @returns the answer, or `fallback` when it is empty. @throws {StoppedError} at Ctrl-C {UsageError} when no line comes any more */
  async ask(text: string, fallback = ''): Promise<string> {
    const prompt = `${text}${fallback ? ` [${fallback}]` : ''}: `;
    // Of what is piped in the end may have come already, with lines that wait to be read.
    if (!this.#readline.terminal) process.stderr.write(`${prompt}\n`);
    else {
      this.#readline.setPrompt(prompt);
      this.#readline.prompt();
    }
    const { done, value } = await this.#lines.next();
    if (this.#stopped) throw new StoppedError();
    if (done) throw new UsageError(`There is no answer to "${text}". Nothing was written.`);
    return value.trim() || fallback;
  }

  async confirm(text: string): Promise<boolean> {
    return /^y(es)?$/i.test(await this.ask(`${text} (yes or no)`, 'no'));
  }

  /** Idempotent. */
  close(): void {
    this.#readline.close();
  }
}
