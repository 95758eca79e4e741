/**
 * Runs one WASI command in memory: arguments in, the file it writes out. It sees no disk, no clock and no
 * environment. `node:wasi` would do more than that, and crashes in worker threads.
 * https://github.com/WebAssembly/WASI/blob/main/legacy/preview1/docs.md
 */

/** The part of the global that is used here: without the DOM's types there are none. */
declare namespace WebAssembly {
  interface Module {
    readonly compiled: true;
  }
  interface Memory {
    readonly buffer: ArrayBuffer;
  }
  function compile(bytes: Uint8Array): Promise<Module>;
  // oxlint-disable-next-line no-unused-vars -- it is used below, as the global's value
  class Instance {
    readonly exports: Readonly<Record<string, unknown>>;
    constructor(module: Module, imports: Record<string, Record<string, unknown>>);
  }
}

export type WasiModule = WebAssembly.Module;

export const compileWasi = (bytes: Uint8Array): Promise<WasiModule> => WebAssembly.compile(bytes);

const SUCCESS = 0;
const BAD_DESCRIPTOR = 8;
const NO_ENTRY = 44;
const NOT_SUPPORTED = 58;

const CHARACTER_DEVICE = 2;
const DIRECTORY = 3;
const REGULAR_FILE = 4;

const STDERR = 2;
const ROOT = 3;
const FIRST_FILE = 4;
const ALL_RIGHTS = 0xffff_ffff_ffff_ffffn;
/** Enough for ten minutes of speech; a command that writes more is stopped. */
const MOST_BYTES = 32 << 20;

class Exit extends Error {
  readonly code: number;
  constructor(code: number) {
    super(`The command ended with code ${code}.`);
    this.code = code;
  }
}

/** A file in memory that grows as it is written. */
class MemoryFile {
  #data = new Uint8Array(1 << 18);
  #size = 0;
  #at = 0;

  write(part: Uint8Array): void {
    const end = this.#at + part.length;
    if (end > MOST_BYTES) throw new Error('The command wrote too much.');
    if (end > this.#data.length) {
      const grown = new Uint8Array(Math.max(end, this.#data.length * 2));
      grown.set(this.#data);
      this.#data = grown;
    }
    this.#data.set(part, this.#at);
    this.#at = end;
    this.#size = Math.max(this.#size, end);
  }

  seek(offset: number, whence: number): number {
    const base = whence === 0 ? 0 : whence === 1 ? this.#at : this.#size;
    return (this.#at = Math.max(0, Math.min(MOST_BYTES, base + offset)));
  }

  bytes(): Uint8Array {
    return this.#data.subarray(0, this.#size);
  }
}

/**
 * @param args the command's arguments, its name first.
 * @returns what it wrote into the one file that it created.
 * @throws when it fails or creates no file; the message has what it said on stderr.
 */
export function runWasi(module: WasiModule, args: readonly string[]): Uint8Array {
  const encoded = args.map((arg) => new TextEncoder().encode(`${arg}\0`));
  const files = new Map<number, MemoryFile>();
  let written: MemoryFile | undefined;
  let complaint = '';
  let memory: WebAssembly.Memory;
  const view = () => new DataView(memory.buffer);

  const imports = {
    args_sizes_get(count: number, size: number) {
      view().setUint32(count, encoded.length, true);
      view().setUint32(
        size,
        encoded.reduce((sum, arg) => sum + arg.length, 0),
        true,
      );
      return SUCCESS;
    },
    args_get(pointers: number, buffer: number) {
      for (const [index, arg] of encoded.entries()) {
        view().setUint32(pointers + 4 * index, buffer, true);
        new Uint8Array(memory.buffer).set(arg, buffer);
        buffer += arg.length;
      }
      return SUCCESS;
    },
    clock_time_get(_id: number, _precision: bigint, time: number) {
      view().setBigUint64(time, 0n, true);
      return SUCCESS;
    },
    fd_close: (fd: number) => (files.delete(fd) ? SUCCESS : BAD_DESCRIPTOR),
    fd_fdstat_get(fd: number, stat: number) {
      if (fd > ROOT && !files.has(fd)) return BAD_DESCRIPTOR;
      const type = fd === ROOT ? DIRECTORY : fd > ROOT ? REGULAR_FILE : CHARACTER_DEVICE;
      new Uint8Array(memory.buffer, stat, 24).fill(0);
      view().setUint8(stat, type);
      view().setBigUint64(stat + 8, ALL_RIGHTS, true);
      view().setBigUint64(stat + 16, ALL_RIGHTS, true);
      return SUCCESS;
    },
    fd_fdstat_set_flags: () => SUCCESS,
    fd_prestat_get(fd: number, stat: number) {
      if (fd !== ROOT) return BAD_DESCRIPTOR;
      view().setUint32(stat, 0, true);
      view().setUint32(stat + 4, 1, true);
      return SUCCESS;
    },
    fd_prestat_dir_name(fd: number, path: number) {
      if (fd !== ROOT) return BAD_DESCRIPTOR;
      view().setUint8(path, '/'.charCodeAt(0));
      return SUCCESS;
    },
    fd_read(_fd: number, _vectors: number, _count: number, read: number) {
      view().setUint32(read, 0, true);
      return SUCCESS;
    },
    fd_seek(fd: number, offset: bigint, whence: number, position: number) {
      const file = files.get(fd);
      if (!file) return NOT_SUPPORTED;
      view().setBigUint64(position, BigInt(file.seek(Number(offset), whence)), true);
      return SUCCESS;
    },
    fd_write(fd: number, vectors: number, count: number, length: number) {
      const file = files.get(fd);
      if (!file && fd > STDERR) return BAD_DESCRIPTOR;
      let total = 0;
      for (let i = 0; i < count; i++) {
        const at = view().getUint32(vectors + 8 * i, true);
        const size = view().getUint32(vectors + 8 * i + 4, true);
        const part = new Uint8Array(memory.buffer, at, size);
        if (file) file.write(part);
        else complaint = (complaint + Buffer.from(part).toString()).slice(-500);
        total += size;
      }
      view().setUint32(length, total, true);
      return SUCCESS;
    },
    path_open(
      _dir: number,
      _lookup: number,
      _path: number,
      _length: number,
      flags: number,
      _rights: bigint,
      _inheriting: bigint,
      _fdFlags: number,
      opened: number,
    ) {
      const creates = (flags & 1) !== 0;
      if (!creates || written) return NO_ENTRY;
      written = new MemoryFile();
      files.set(FIRST_FILE, written);
      view().setUint32(opened, FIRST_FILE, true);
      return SUCCESS;
    },
    proc_exit(code: number) {
      throw new Exit(code);
    },
  };

  const instance = new WebAssembly.Instance(module, { wasi_snapshot_preview1: imports });
  const { memory: exported, _start: start } = instance.exports as {
    memory: WebAssembly.Memory;
    _start: () => void;
  };
  memory = exported;
  try {
    start();
  } catch (error) {
    if (!(error instanceof Exit) || error.code !== 0) {
      throw new Error(`The command failed. ${complaint}`.trim(), { cause: error });
    }
  }
  if (!written) throw new Error(`The command made no file. ${complaint}`.trim());
  return written.bytes();
}
