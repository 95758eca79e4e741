/** A program without a sandbox, as MCP servers of tests run. */
import { getDefaultEnvironment } from '@modelcontextprotocol/client/stdio';
import { startChild } from '../tools/sandbox/local/child.ts';
import type { SandboxCommand, SandboxProcess } from '../tools/sandbox/sandbox.ts';

export async function startPlain({ command, args, env }: SandboxCommand): Promise<SandboxProcess> {
  const started = await startChild({ command, args, env: { ...getDefaultEnvironment(), ...env } });
  return started.process;
}
