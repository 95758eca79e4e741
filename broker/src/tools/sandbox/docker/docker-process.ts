/** The program of one container. */
import type { Duplex } from 'node:stream';
import { ToolError } from '../../tool-source.ts';
import type { SandboxProcess } from '../sandbox.ts';
import type { DockerApi } from './docker-api.ts';
import { splitOutput } from './docker-stream.ts';

/** For a container that ends; one that has only closed its output is ended. */
const EXIT_TIMEOUT_MS = 10_000;

/** Starts a container that was made. It is removed when it ends. @throws {ToolError} UNAVAILABLE; nothing is left then */
export async function startContainer(
  api: DockerApi,
  id: string,
  signal: AbortSignal,
): Promise<SandboxProcess> {
  const remove = async (): Promise<void> => {
    // 409: somebody else removes it already.
    await api
      .ask('DELETE', `/containers/${id}?force=1&v=1`, { accept: [200, 204, 404, 409] })
      .catch(() => {});
  };
  let connection: Duplex | undefined;
  try {
    connection = await api.attach(id, signal);
    const output = splitOutput(connection);
    await api.ask('POST', `/containers/${id}/start`, { accept: [204, 304], signal });
    return processOf(api, id, connection, output, remove);
  } catch (error) {
    connection?.destroy();
    await remove();
    if (signal.aborted) throw new ToolError('CANCELLED', 'Nobody wants it any more.', { cause: error });
    throw error;
  }
}

function processOf(
  api: DockerApi,
  id: string,
  connection: Duplex,
  output: ReturnType<typeof splitOutput>,
  remove: () => Promise<void>,
): SandboxProcess {
  let exitCode: number | undefined;
  let isGone = false;
  const ended = (async () => {
    await output.ended;
    connection.destroy();
    exitCode = await api.exitCodeOf(id, EXIT_TIMEOUT_MS).catch(() => undefined);
    await remove();
    isGone = true;
  })();
  return {
    stdin: connection,
    stdout: output.stdout,
    stderr: output.stderr,
    ended,
    get exitCode() {
      return exitCode;
    },
    kill: (signal) => {
      if (isGone) return;
      const accept = [204, 404, 409];
      void api.ask('POST', `/containers/${id}/kill?signal=${signal}`, { accept }).catch(() => {});
    },
  };
}
