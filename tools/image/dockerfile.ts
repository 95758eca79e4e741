/**
 * Reads a Dockerfile: the part of its language that ours uses. What is not known here is an error, so that nothing is
 * passed over.
 */
export interface Instruction {
  /** In capitals. */
  readonly name: string;
  /** `--interval=10s` as `interval: '10s'`. */
  readonly flags: Readonly<Record<string, string>>;
  /** The rest, as it is written. */
  readonly text: string;
  readonly line: number;
}

export interface Stage {
  /** What FROM names: an image or an earlier stage; variables are not filled in. */
  readonly from: string;
  readonly name: string | undefined;
  readonly instructions: readonly Instruction[];
}

export interface Dockerfile {
  /** ARG before the first FROM. */
  readonly args: readonly Instruction[];
  readonly stages: readonly Stage[];
}

export type Variables = Readonly<Record<string, string>>;

const KNOWN = new Set([
  'ARG',
  'CMD',
  'COPY',
  'ENTRYPOINT',
  'ENV',
  'EXPOSE',
  'FROM',
  'HEALTHCHECK',
  'RUN',
  'USER',
  'VOLUME',
  'WORKDIR',
]);

/** @throws with the line of what it does not know */
export function parseDockerfile(text: string): Dockerfile {
  const args: Instruction[] = [];
  const stages: { from: string; name: string | undefined; instructions: Instruction[] }[] = [];
  for (const instruction of instructionsOf(text)) {
    if (instruction.name === 'FROM') {
      const [from = '', as, name] = instruction.text.split(/\s+/);
      if (as && as.toUpperCase() !== 'AS') throw wrong(instruction, 'expected FROM IMAGE AS NAME');
      stages.push({ from, name, instructions: [] });
    } else if (stages.length === 0) {
      if (instruction.name !== 'ARG') throw wrong(instruction, 'only ARG may stand before FROM');
      args.push(instruction);
    } else stages.at(-1)!.instructions.push(instruction);
  }
  if (stages.length === 0) throw new Error('Dockerfile: there is no FROM.');
  return { args, stages };
}

export function wrong({ line, name }: Instruction, why: string): Error {
  return new Error(`Dockerfile, line ${line}: ${name}: ${why}.`);
}

function* instructionsOf(text: string): Generator<Instruction> {
  let pending = '';
  let line = 0;
  for (const [index, raw] of text.split('\n').entries()) {
    if (/^\s*#/.test(raw) || (raw.trim() === '' && pending === '')) continue;
    if (pending === '') line = index + 1;
    pending += raw.replace(/\\\s*$/, '');
    if (/\\\s*$/.test(raw)) continue;
    yield instructionOf(pending.trim(), line);
    pending = '';
  }
  if (pending !== '') throw new Error(`Dockerfile, line ${line}: the last line goes on with nothing.`);
}

function instructionOf(source: string, line: number): Instruction {
  const [word = ''] = source.split(/\s/, 1);
  const name = word.toUpperCase();
  if (!KNOWN.has(name)) throw new Error(`Dockerfile, line ${line}: "${word}" is not known here.`);
  let text = source.slice(word.length).trim();
  const flags: Record<string, string> = {};
  for (
    let flag: RegExpExecArray | null;
    (flag = /^--([a-z-]+)=(\S+)\s*/.exec(text));
    text = text.slice(flag[0].length)
  )
    flags[flag[1]!] = flag[2]!;
  return { name, flags, text, line };
}

/** `["node", "x.js"]`: what must not go through a shell. @throws when it is not of that form */
export function execForm(instruction: Instruction, text = instruction.text): string[] {
  const wanted = 'write it as a list, ["PROGRAM", "ARGUMENT"], so that no shell stands between';
  if (!text.startsWith('[')) throw wrong(instruction, wanted);
  const list = JSON.parse(text) as unknown;
  if (!Array.isArray(list) || !list.every((item) => typeof item === 'string'))
    throw wrong(instruction, wanted);
  return list;
}

/** Of ENV and ARG: `NAME=value NAME="value with blanks"`; a name alone is undefined. */
export function assignments(text: string): [name: string, value: string | undefined][] {
  return [...text.matchAll(/(\w+)(?:=("(?:[^"\\]|\\.)*"|\S*))?/g)].map(([, name, value]) => [
    name!,
    value?.startsWith('"') ? (JSON.parse(value) as string) : value,
  ]);
}

/** Fills in `$NAME` and `${NAME}`; what is not set is empty. */
export function fillIn(text: string, variables: Variables): string {
  return text.replaceAll(
    /\$(?:(\w+)|\{(\w+)\})/g,
    (_, short?: string, long?: string) => variables[(short ?? long)!] ?? '',
  );
}
