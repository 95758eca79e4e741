/**
 * Carries out a Dockerfile's steps on this machine, without a container engine: each stage is a folder, RUN happens with
 * that folder as its root. What stands for the base image are this machine's system, the pinned Node.js and npm.
 */
import { execFileSync } from 'node:child_process';
import { cpSync, mkdirSync, readFileSync, realpathSync, statSync, writeFileSync } from 'node:fs';
import { dirname, join, relative } from 'node:path';
import { contextFilter } from './context-filter.ts';
import {
  type Dockerfile,
  type Instruction,
  type Stage,
  type Variables,
  assignments,
  execForm,
  fillIn,
  parseDockerfile,
  wrong,
} from './dockerfile.ts';
import { runJailed } from './jail.ts';

export interface ImageBuilderOptions {
  /** The build's context, with Dockerfile and .dockerignore. */
  readonly context: string;
  /** An empty folder for the stages. */
  readonly folder: string;
}

export interface Image {
  /** Its files, without those of the base image. */
  readonly root: string;
  /** To be mounted at /usr/local. */
  readonly base: string;
  readonly env: Variables;
  readonly workdir: string;
  readonly user: string;
  readonly entrypoint: readonly string[];
  readonly cmd: readonly string[];
  readonly healthcheck: readonly string[];
  readonly volumes: readonly string[];
  readonly ports: readonly number[];
}

interface Draft extends Image {
  /** Whether arguments of the build had to do with it. */
  varies: boolean;
}
type Mutable<Type> = { -readonly [Key in keyof Type]: Type[Key] };

/** Of the machine's own, as an engine hands over its proxy: the way to the registry. */
const PASSED_ON =
  /^(npm_config_registry|https?_proxy|no_proxy|all_proxy|node_extra_ca_certs|ssl_cert_(file|dir))$/i;
const passedOn = Object.fromEntries(Object.entries(process.env).filter(([name]) => PASSED_ON.test(name)));

/** Builds variants; a stage that no argument has to do with is made once. */
export class ImageBuilder {
  readonly #context: string;
  readonly #folder: string;
  readonly #base: string;
  readonly #file: Dockerfile;
  readonly #kept: (path: string) => boolean;
  readonly #built = new Map<string, Draft>();
  #stages = 0;

  constructor({ context, folder }: ImageBuilderOptions) {
    this.#context = context;
    this.#folder = folder;
    this.#base = makeBase(join(folder, 'base'));
    this.#file = parseDockerfile(readFileSync(join(context, 'Dockerfile'), 'utf8'));
    this.#kept = contextFilter(readFileSync(join(context, '.dockerignore'), 'utf8'));
  }

  /** `args`: `--build-arg`. As engines do: only the last stage, and what it needs. @throws with the line that cannot be carried out */
  build(args: Variables = {}): Image {
    const { args: globals, stages } = this.#file;
    const defaults = globals
      .flatMap(({ text }) => assignments(text))
      .map(([name, value = '']) => [name, value]);
    const given: Variables = { ...Object.fromEntries(defaults), ...args };
    for (const name of Object.keys(args))
      if (!defaults.some(([known]) => known === name)) throw new Error(`The Dockerfile has no ARG ${name}.`);
    return this.#stage(nameOf(stages.at(-1)!, stages.length - 1), given);
  }

  #stage(name: string, given: Variables): Draft {
    const variant = `${name} ${JSON.stringify(given)}`;
    const known = this.#built.get(name) ?? this.#built.get(variant);
    if (known) return known;
    const stage = this.#file.stages.find((each, index) => nameOf(each, index) === name);
    if (!stage) return newImage(this.#base);
    const image: Mutable<Draft> = structuredClone(this.#stage(fillIn(stage.from, given), given));
    const root = join(this.#folder, `stage-${++this.#stages}`);
    // Steps make files and do not change those of the stage before, so that these need not be copied.
    if (image.root) execFileSync('cp', ['--archive', '--link', image.root, root]);
    else mkdirSync(root);
    image.root = root;
    // The base image is the same whatever it is called here.
    if (
      stage.from.includes('$') &&
      this.#file.stages.some((each) => each.name && fillIn(stage.from, given) === each.name)
    )
      image.varies = true;
    const copyFrom = (from: string): Draft => this.#stage(from, given);
    runStage(stage, image, { given, context: this.#context, kept: this.#kept, copyFrom });
    this.#built.set(image.varies ? variant : name, image);
    return image;
  }
}

const nameOf = ({ name }: Stage, index: number): string => name ?? String(index);

interface Surroundings {
  readonly given: Variables;
  readonly context: string;
  readonly kept: (path: string) => boolean;
  readonly copyFrom: (stage: string) => Draft;
}

function runStage({ instructions }: Stage, image: Mutable<Draft>, surroundings: Surroundings): void {
  const args: Record<string, string> = {};
  for (const instruction of instructions) {
    const { name, text } = instruction;
    const filled = fillIn(text, { ...args, ...image.env });
    switch (name) {
      case 'ARG':
        image.varies = true;
        for (const [arg, value] of assignments(filled)) args[arg] = surroundings.given[arg] ?? value ?? '';
        break;
      case 'ENV':
        image.env = {
          ...image.env,
          ...Object.fromEntries(assignments(filled).map(([key, value]) => [key, value ?? ''])),
        };
        break;
      case 'WORKDIR':
        image.workdir = filled;
        mkdirSync(join(image.root, filled), { recursive: true });
        break;
      case 'COPY':
        copy(instruction, filled, image, surroundings);
        break;
      case 'RUN': {
        const command = text.startsWith('[') ? execForm(instruction) : ['/bin/sh', '-c', text];
        const env = { HOME: '/root', ...passedOn, ...args, ...image.env } as Record<string, string>;
        runJailed({ ...image, env, cache: npmCache() }, command);
        break;
      }
      case 'USER':
        image.user = filled;
        break;
      case 'VOLUME':
        image.volumes = [...image.volumes, filled];
        break;
      case 'EXPOSE':
        image.ports = filled.split(/\s+/).map(Number);
        break;
      case 'ENTRYPOINT':
        image.entrypoint = execForm(instruction);
        break;
      case 'CMD':
        image.cmd = execForm(instruction);
        break;
      case 'HEALTHCHECK':
        image.healthcheck = execForm(instruction, text.replace(/^CMD\s+/, ''));
        break;
      default:
        throw wrong(instruction, 'it cannot be carried out here');
    }
  }
}

function copy(
  instruction: Instruction,
  text: string,
  image: Mutable<Draft>,
  { context, kept, copyFrom }: Surroundings,
): void {
  const paths = text.split(/\s+/);
  const target = paths.pop()!;
  const { from, ...others } = instruction.flags;
  if (Object.keys(others).length > 0) throw wrong(instruction, 'of its flags only --from is known here');
  const origins = from ? copyFrom(from) : undefined;
  image.varies ||= origins?.varies ?? false;
  const source = origins?.root ?? context;
  for (const path of paths) {
    const origin = join(source, path);
    const isFolder = statSync(origin).isDirectory();
    const inFolder = !isFolder && (target.endsWith('/') || paths.length > 1);
    const to = join(
      image.root,
      target.startsWith('/') ? '' : image.workdir,
      target,
      inFolder ? path.split('/').at(-1)! : '',
    );
    if (!from && !isFolder && !kept(path)) throw wrong(instruction, `${path} is kept away by .dockerignore`);
    mkdirSync(dirname(to), { recursive: true });
    const filter = (file: string): boolean =>
      from !== undefined || file === origin || kept(relative(context, file));
    cpSync(origin, to, { recursive: true, verbatimSymlinks: true, filter });
  }
}

function newImage(base: string): Draft {
  const path = '/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin';
  const nothing = { entrypoint: [], cmd: [], healthcheck: [], volumes: [], ports: [] };
  return { root: '', base, env: { PATH: path }, workdir: '/', user: '0:0', varies: false, ...nothing };
}

/** Node.js and npm, laid out as in the official image. */
function makeBase(folder: string): string {
  const npm = dirname(dirname(realpathSync(execFileSync('sh', ['-c', 'command -v npm']).toString().trim())));
  mkdirSync(join(folder, 'bin'), { recursive: true });
  cpSync(process.execPath, join(folder, 'bin', 'node'));
  cpSync(npm, join(folder, 'lib', 'node_modules', 'npm'), { recursive: true, verbatimSymlinks: true });
  const start = '#!/bin/sh\nexec node /usr/local/lib/node_modules/npm/bin/npm-cli.js "$@"\n';
  writeFileSync(join(folder, 'bin', 'npm'), start, { mode: 0o755 });
  return folder;
}

function npmCache(): string | undefined {
  const folder = execFileSync('npm', ['config', 'get', 'cache']).toString().trim();
  return statSync(folder, { throwIfNoEntry: false })?.isDirectory() ? folder : undefined;
}
