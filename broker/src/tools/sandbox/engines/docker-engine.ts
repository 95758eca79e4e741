/**
 * Programs in containers, one for each, by the Docker Engine API. The containers of a sandbox share a folder. What a
 * broker of the same name has left is removed before the first.
 */
import type { Logger } from 'pino';
import { type ContainerPlace, type ContainerSettings, containerOf, volumeOf } from '../docker/container.ts';
import { DockerApi } from '../docker/docker-api.ts';
import { startContainer } from '../docker/docker-process.ts';
import type { Sandbox, SandboxCommand, SandboxEngine, SandboxProcess, SandboxSpec } from '../sandbox.ts';
import { ProgramSandbox } from '../program-sandbox.ts';
import { SandboxUsers } from '../sandbox-users.ts';
import { ToolError } from '../../tool-source.ts';

export interface DockerEngineOptions extends ContainerSettings {
  readonly url: string;
  /** Of the broker, among those that use the same Docker. */
  readonly instance: string;
  /** For what is not told to everybody. */
  readonly log?: Logger | undefined;
}

const BROKER_LABEL = 'pipit.broker';
const SANDBOX_LABEL = 'pipit.sandbox';
const filter = (label: string): string => encodeURIComponent(JSON.stringify({ label: [label] }));

export class DockerEngine implements SandboxEngine {
  readonly kind = 'docker';
  readonly weakness = undefined;
  readonly #options: DockerEngineOptions;
  readonly #api: DockerApi;
  readonly #users = new SandboxUsers();
  readonly #open = new Set<Sandbox>();
  #swept: Promise<void> | undefined;

  constructor(options: DockerEngineOptions) {
    this.#options = options;
    this.#api = new DockerApi(options.url, options.log);
  }

  /** Whether it can be reached, and has the image. @throws {ToolError} UNAVAILABLE */
  async probe(signal: AbortSignal): Promise<void> {
    await this.#sweep();
    const { image } = this.#options;
    const { status } = await this.#api.ask('GET', `/images/${encodeURIComponent(image)}/json`, {
      accept: [200, 404],
      signal,
    });
    if (status === 404) throw noImage(image);
  }

  async create(spec: SandboxSpec, signal: AbortSignal): Promise<Sandbox> {
    await this.#sweep();
    const labels = { [BROKER_LABEL]: this.#options.instance, [SANDBOX_LABEL]: spec.id };
    const uid = this.#users.take();
    const place = { volume: `pipit-${spec.id}`, labels, limits: spec.limits, uid };
    const release = async (): Promise<void> => {
      await this.#remove(`${SANDBOX_LABEL}=${spec.id}`).catch(() => {});
      this.#users.giveBack(uid);
    };
    try {
      await this.#api.ask('POST', '/volumes/create', { body: volumeOf(place), accept: [201], signal });
    } catch (error) {
      await release();
      throw error;
    }
    const sandbox: Sandbox = new ProgramSandbox({
      id: spec.id,
      launch: (command, signal) => this.#launch(place, command, signal),
      check: async (signal) => {
        await this.#api.ask('GET', `/volumes/${place.volume}`, { accept: [200], signal });
      },
      release: async () => {
        this.#open.delete(sandbox);
        await release();
      },
    });
    this.#open.add(sandbox);
    return sandbox;
  }

  async close(): Promise<void> {
    await Promise.all([...this.#open].map((sandbox) => sandbox.close()));
  }

  async #launch(
    place: ContainerPlace,
    command: SandboxCommand,
    signal: AbortSignal,
  ): Promise<SandboxProcess> {
    const { status, json } = await this.#api.ask('POST', '/containers/create', {
      body: containerOf(this.#options, command, place),
      accept: [201, 404],
      signal,
    });
    if (status === 404) throw noImage(this.#options.image);
    return startContainer(this.#api, (json as { Id: string }).Id, signal);
  }

  #sweep(): Promise<void> {
    const sweeping = (this.#swept ??= this.#remove(`${BROKER_LABEL}=${this.#options.instance}`));
    sweeping.catch(() => (this.#swept = undefined));
    return sweeping;
  }

  async #remove(label: string): Promise<void> {
    const containers = await this.#api.ask('GET', `/containers/json?all=1&filters=${filter(label)}`, {
      accept: [200],
    });
    for (const { Id } of containers.json as { Id: string }[])
      await this.#api.ask('DELETE', `/containers/${Id}?force=1&v=1`, { accept: [200, 204, 404, 409] });
    const { json } = await this.#api.ask('GET', `/volumes?filters=${filter(label)}`, { accept: [200] });
    for (const { Name } of (json as { Volumes: { Name: string }[] | null }).Volumes ?? [])
      await this.#api.ask('DELETE', `/volumes/${Name}?force=1`, { accept: [204, 404, 409] });
  }
}

const noImage = (image: string): ToolError =>
  new ToolError(
    'UNAVAILABLE',
    `Docker has no image ${JSON.stringify(image)}. On its machine: docker pull ${image}; or set tools.sandbox.docker.image.`,
  );
