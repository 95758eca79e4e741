/** The program of one container. */
import type { Duplex } from 'node:stream';
import { ToolError } from '../../tool-source.ts';
import type { SandboxProcess } from '../sandbox.ts';
import type { DockerApi } from './docker-api.ts';
import { splitOutput } from './docker-stream.ts';

/** For a container that ends; one that has only closed its output is ended. */
const EXIT_TIMEOUT_MS = 10_000;
/** After SIGKILL, its connection is ended by us. */
const KILL_TIMEOUT_MS = 5000;
/** Then it counts as gone, whatever Docker makes of it: the sandbox removes what is left of it once more. */
const REMOVE_TIMEOUT_MS = 5000;

/**
 * Starts a container that was made. It is removed when it ends. One that Docker does not end counts as gone some seconds
 * after it was killed. @throws {ToolError} UNAVAILABLE; nothing is left then
 */
export async function startContainer(
  api: DockerApi,
  id: string,
  signal: AbortSignal,
  killTimeoutMs = KILL_TIMEOUT_MS,
): Promise<SandboxProcess> {
  const remove = async (): Promise<void> => {
    // 409: somebody else removes it already.
    await api
      .ask('DELETE', `/containers/${id}?force=1&v=1`, {
        accept: [200, 204, 404, 409],
        signal: AbortSignal.timeout(REMOVE_TIMEOUT_MS),
      })
      .catch(() => {});
  };
  let connection: Duplex | undefined;
  try {
    connection = await api.attach(id, signal);
    const output = splitOutput(connection);
    await api.ask('POST', `/containers/${id}/start`, { accept: [204, 304], signal });
    return processOf(api, id, connection, output, remove, killTimeoutMs);
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
  killTimeoutMs: number,
): SandboxProcess {
  let exitCode: number | undefined;
  let isGone = false;
  let giveUp: NodeJS.Timeout | undefined;
  let isGivenUp = false;
  const ended = (async () => {
    await output.ended;
    connection.destroy();
    clearTimeout(giveUp);
    if (!isGivenUp) exitCode = await api.exitCodeOf(id, EXIT_TIMEOUT_MS).catch(() => undefined);
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
      if (signal === 'SIGKILL')
        giveUp ??= setTimeout(() => {
          isGivenUp = true;
          connection.destroy();
        }, killTimeoutMs);
      const accept = [204, 404, 409];
      void api.ask('POST', `/containers/${id}/kill?signal=${signal}`, { accept }).catch(() => {});
    },
  };
}
