/** `pipit setup`: asks what matters, tries the database, and writes the configuration file. */
import { existsSync } from 'node:fs';
import { resolve } from 'node:path';
import { Command } from 'commander';
import { loadConfig } from '../config/load.ts';
import { configSchema } from '../config/schema.ts';
import { SETTINGS } from '../config/settings.ts';
import { connectDatabase } from '../store/open-database.ts';
import { createLog } from '../telemetry/log.ts';
import { Asker } from './ask.ts';
import { type Output, UsageError, createOutput } from './output.ts';
import { problemOf, render, writeSetup } from './setup-file.ts';
import { QUESTIONS, type Question } from './setup-questions.ts';

interface SetupFlags {
  out: string;
  yes: boolean;
  stdin: boolean;
  replace: boolean;
  offline: boolean;
  json: boolean;
  [flag: string]: string | boolean;
}

/** Who gives the answers: a person, or nobody. */
interface Source {
  readonly flags: SetupFlags;
  readonly output: Output;
  readonly asker: Asker | undefined;
}

/** A database that does not answer within it is told as one that cannot be reached. */
const DATABASE_WAIT_MS = 5000;

export function setupCommand(): Command {
  const command = new Command('setup')
    .description('ask what matters and write the configuration file')
    .option('-o, --out <file>', 'the file to write', 'pipit.yaml')
    .option('-y, --yes', 'ask nothing: what no flag names gets its default', false)
    .option('--stdin', 'read the answers from standard input, one a line, where it is no terminal', false)
    .option('--replace', 'in place of a file that is there, which is kept beside it', false)
    .option('--offline', 'do not try the database', false)
    .option('--json', 'print what was written as one JSON object', false);
  for (const { flag, text } of QUESTIONS) command.option(`--${flag} <value>`, text);
  return command.action((flags: SetupFlags) => setup(flags));
}

async function setup(flags: SetupFlags): Promise<void> {
  const output = createOutput(flags.json);
  if (!flags.yes && !flags.stdin && !process.stdin.isTTY) {
    throw new UsageError(
      'There is no terminal to ask at. Add --yes for the defaults (a flag gives another answer), or --stdin to read the answers.',
    );
  }
  const asker = flags.yes ? undefined : new Asker();
  try {
    await setUp({ flags, output, asker });
  } finally {
    asker?.close();
  }
}

async function setUp(source: Source): Promise<void> {
  const { flags, output, asker } = source;
  const file = resolve(flags.out);
  if (existsSync(file) && !flags.replace && !(await asker?.confirm(`${file} is there already. Replace it?`)))
    throw new UsageError(
      `${file} is there already and was left as it is. Name another with --out, or add --replace.`,
    );
  const answers = new Map<string, string>();
  for (const question of QUESTIONS) {
    if (question.when?.(answers) ?? true)
      answers.set(question.path, await answerTo(question, answers, source));
  }
  const backup = await writeSetup(file, render(answers));
  // As the broker will read it; variables of this shell are none of the file's business.
  const { model, database } = loadConfig({ file, environment: {} });

  output.line(`Wrote ${file}${backup ? ` (the one before is ${backup})` : ''}.`);
  output.line();
  output.line('What to do next:');
  const config = flags.out === 'pipit.yaml' ? '' : ` --config ${flags.out}`;
  if (model.provider === 'bedrock')
    output.line('  see that the AWS SDK finds credentials with access to the model');
  output.line(`  pipit device add lamp-1${config}      prints a device's secret, once`);
  output.line(`  pipit start${config}                  runs the broker until Ctrl-C`);
  const engine = database.url ? 'postgresql' : 'embedded';
  output.result({ file, backup: backup ?? null, database: engine, settings: shown(answers) });
}

/** A right one: asked for again until it is. @throws {UsageError} when nobody can be asked */
async function answerTo(
  question: Question,
  answers: ReadonlyMap<string, string>,
  source: Source,
): Promise<string> {
  const { flags, output, asker } = source;
  const { fallback: value } = SETTINGS.find(({ path }) => path === question.path)!;
  const fallback = typeof value === 'string' || typeof value === 'number' ? String(value) : '';
  const given = flags[camelCase(question.flag)];
  for (;;) {
    const byFlag = typeof given === 'string';
    const answer = byFlag ? given : asker ? await asker.ask(question.text, fallback) : fallback;
    const problem = await problemWith(question, answer, answers, source);
    if (!problem) return answer;
    if (byFlag || !asker) throw new UsageError(`--${question.flag}: ${problem}.`);
    output.progress(`  ${problem}.`);
  }
}

async function problemWith(
  { path, required, check }: Question,
  answer: string,
  answers: ReadonlyMap<string, string>,
  { flags, output }: Source,
): Promise<string | undefined> {
  if (answer === '') return required ? 'an answer is needed' : undefined;
  const problem = problemOf(path, answer) ?? check?.(answer, answers);
  if (problem || path !== 'database.url' || flags.offline) return problem;
  output.progress('  trying the database …');
  return databaseProblem(answer, answers.get('dataDir')!);
}

async function databaseProblem(url: string, dataDir: string): Promise<string | undefined> {
  const { database } = configSchema.parse({ database: { url } });
  const log = await createLog({ level: 'silent', pretty: false, pii: false });
  try {
    const options = { ...database, dataDir, minConnections: 0, acquireTimeoutMs: DATABASE_WAIT_MS, log };
    await (await connectDatabase(options)).close();
    return undefined;
  } catch (error) {
    return (error as Error).message.replace(/\.$/, '');
  }
}

const shown = (answers: ReadonlyMap<string, string>): Record<string, string> =>
  Object.fromEntries([...answers].filter(([path, answer]) => answer !== '' && path !== 'database.url'));

const camelCase = (flag: string): string =>
  flag.replaceAll(/-(\w)/g, (_, letter: string) => letter.toUpperCase());
