/**
 * A filter of system calls (seccomp(2)) that lets a program make no user namespace: in one of its own it would have all
 * capabilities, and with them mount what it likes and reach much more of the kernel. Bubblewrap's `--disable-userns` does
 * the same, but not for root, and not before version 0.8.
 */
import { spawn } from 'node:child_process';
import type { Writable } from 'node:stream';

/** Numbers of linux/audit.h and of the kernel's tables. */
interface Architecture {
  readonly audit: number;
  readonly clone: number;
  readonly unshare: number;
  readonly setns: number;
  /** Its calls have a second number, with this bit. */
  readonly otherBit?: number;
}

/** Its flags lie in memory, where no filter sees them. The C libraries use `clone` where it is not there. */
const CLONE3 = 435;
const X86_64 = { audit: 0xc000003e, clone: 56, unshare: 272, setns: 308, otherBit: 0x40000000 };
const I386 = { audit: 0x40000003, clone: 120, unshare: 310, setns: 346 };
const AARCH64 = { audit: 0xc00000b7, clone: 220, unshare: 97, setns: 268 };
const ARM = { audit: 0x40000028, clone: 120, unshare: 337, setns: 375 };
const RISCV64 = { audit: 0xc00000f3, clone: 220, unshare: 97, setns: 268 };

/** Of a machine, with that of its older programs. All of them have the lower byte first. */
const ARCHITECTURES: Partial<Record<NodeJS.Architecture, readonly Architecture[]>> = {
  x64: [X86_64, I386],
  ia32: [I386],
  arm64: [AARCH64, ARM],
  arm: [ARM],
  riscv64: [RISCV64],
};

/** Of `struct seccomp_data`. */
const AT = { number: 0, architecture: 4, firstArgument: 16 };
const CLONE_NEWUSER = 0x10000000;
const EPERM = 1;
const ENOSYS = 38;
const PROBE_TIMEOUT_MS = 10_000;

type Instruction = readonly [code: number, ifTrue: number, ifFalse: number, value: number];
const load = (at: number): Instruction => [0x20, 0, 0, at];
/** They skip so many instructions where it holds. */
const ifEqual = (value: number, skip: number): Instruction => [0x15, skip, 0, value];
const ifAtLeast = (value: number, skip: number): Instruction => [0x35, skip, 0, value];
const ifHasBit = (value: number, skip: number): Instruction => [0x45, skip, 0, value];
const unlessEqual = (value: number, skip: number): Instruction => [0x15, 0, skip, value];
const allow: Instruction = [0x06, 0, 0, 0x7fff0000];
const refuse = (error: number): Instruction => [0x06, 0, 0, 0x00050000 + error];

/** Undefined for a machine whose numbers we do not know. */
export function systemCallFilter(machine: NodeJS.Architecture = process.arch): Buffer | undefined {
  const architectures = ARCHITECTURES[machine];
  if (architectures === undefined) return undefined;
  const parts = architectures.flatMap((architecture) => {
    const part = filterOf(architecture);
    return [unlessEqual(architecture.audit, part.length), ...part];
  });
  // What calls by the numbers of another machine is not for this one.
  const all = [load(AT.architecture), ...parts, refuse(ENOSYS)];
  const bytes = Buffer.alloc(all.length * 8);
  for (const [index, [code, ifTrue, ifFalse, value]] of all.entries()) {
    bytes.writeUInt16LE(code, index * 8);
    bytes.writeUInt8(ifTrue, index * 8 + 2);
    bytes.writeUInt8(ifFalse, index * 8 + 3);
    bytes.writeUInt32LE(value, index * 8 + 4);
  }
  return bytes;
}

/** Skips count from the instruction behind. */
function filterOf({ clone, unshare, setns, otherBit }: Architecture): Instruction[] {
  return [
    load(AT.number),
    ...(otherBit === undefined ? [] : [ifAtLeast(otherBit, 9)]),
    ifEqual(CLONE3, 8),
    ifEqual(setns, 6),
    ifEqual(unshare, 2),
    ifEqual(clone, 1),
    allow,
    load(AT.firstArgument),
    ifHasBit(CLONE_NEWUSER, 1),
    allow,
    refuse(EPERM),
    refuse(ENOSYS),
  ];
}

/** Whether a command line that ends at once takes it as its fourth file. */
export async function takesFilter(command: readonly string[], filter: Buffer): Promise<boolean> {
  const [program, ...args] = command;
  const signal = AbortSignal.timeout(PROBE_TIMEOUT_MS);
  const child = spawn(program!, args, { stdio: ['ignore', 'ignore', 'ignore', 'pipe'], env: {}, signal });
  const pipe = child.stdio[3] as Writable;
  pipe.on('error', () => {});
  pipe.end(filter);
  return new Promise((resolve) => {
    child.once('error', () => resolve(false));
    child.once('close', (code) => resolve(code === 0));
  });
}
