/** Where programs of MCP servers run, and what they may see and use there. */
import { z } from 'zod';
import { url } from '../setting-types.ts';

const whole = (what: string, fallback: number, least: number, most: number) =>
  z.int().min(least).max(most).default(fallback).describe(what);

/** Of the section `tools.sandbox`. */
export const sandboxEngineKeys = {
  engine: z
    .enum(['auto', 'bubblewrap', 'process', 'docker', 'remote'])
    .default('auto')
    .describe(
      'where programs run: by bubblewrap, as plain processes, in containers, or at a service on another machine; auto is bubblewrap where it works, else plain processes',
    ),
  readOnlyPaths: z
    .array(
      z
        .string()
        .max(1024)
        .regex(/^\/[^,\0]*[^,\0/]$/, 'expected a path like /srv/mcp, and not / itself')
        .regex(/^(?!.*\/\.\.?(\/|$))/s, 'expected a path without . and ..'),
    )
    .max(100)
    .default([])
    .describe(
      "files and folders of this machine that programs may read besides the system's programs (bubblewrap, docker)",
    ),
  hostNetwork: z
    .boolean()
    .default(false)
    .describe(
      'whether programs that may have a network get that of this machine: they reach what this machine reaches, the ports of the broker too (bubblewrap)',
    ),
  memoryMb: whole('memory of a sandbox, in MB', 512, 16, 1_048_576),
  cpus: z.number().min(0.05).max(1024).default(1).describe('of the CPU for a sandbox; 1 is one core'),
  maxProcesses: whole('processes and threads of a sandbox', 256, 8, 100_000),
  diskMb: whole('what a sandbox may write, in MB', 512, 1, 1_048_576),
  docker: z
    .strictObject({
      url: z
        .string()
        .regex(/^(unix:\/\/\/|tcp:\/\/|https?:\/\/)\S+$/, 'expected unix:///path or tcp://host:port')
        .default('unix:///var/run/docker.sock')
        .describe("the API of Docker, or of Podman; whoever reaches it owns Docker's machine"),
      image: z
        .string()
        .min(1)
        .max(255)
        .default('node:24-slim')
        .describe('image that programs run in; it must be there already'),
      network: z
        .string()
        .regex(/^[\w.-]{1,100}$/, 'expected the name of a network')
        .default('bridge')
        .describe('network of Docker for programs that may have one'),
    })
    .prefault({}),
  remote: z
    .strictObject({
      url: url().describe('address of a sandbox service, see sandbox-service.md'),
      secret: z
        .string()
        .min(32)
        .max(256)
        .optional()
        .meta({ description: 'shared with the sandbox service; signs each request', secret: true }),
    })
    .prefault({}),
};
