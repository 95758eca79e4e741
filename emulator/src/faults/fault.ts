/** The faults that the emulator can have on demand, as data, and their short form on the command line. */
import { isServiceErrorName, serviceErrors, type ServiceErrorName } from '../wire/service-error.ts';

/** When a fault strikes, counted from the opening of the stream: once, at the first that is reached; at once when nothing is given. */
export interface FaultTrigger {
  /** After this many milliseconds of real time. */
  readonly afterMs?: number;
  /** With this input event, before it is handled (1 is the first). */
  readonly afterInputEvents?: number;
  /** Behind this output event (1 is the first). */
  readonly afterOutputEvents?: number;
}

export type Fault = FaultTrigger &
  (
    | /** An error of the service: as HTTP status before the first output, as exception in the stream afterwards. */
      { readonly kind: 'error'; readonly error: ServiceErrorName; readonly message?: string }
    | /** RST_STREAM with this code, 2 (INTERNAL_ERROR) by default. */ {
        readonly kind: 'reset';
        readonly code?: number;
      }
    | /** The TCP connection dies. */ { readonly kind: 'kill-socket' }
    | /** The server says nothing more and keeps the stream open. */ { readonly kind: 'hang' }
    | /** Half a message, then the end of the stream. */ { readonly kind: 'truncated-frame' }
    | /** A message with a wrong checksum. */ {
        readonly kind: 'bad-crc';
      } /** The server stops reading for this time, for ever by default. */
    | {
        readonly kind: 'slow-reader';
        readonly forMs?: number;
      } /** Nothing, response headers included, is sent for this time. */
    | { readonly kind: 'delay'; readonly forMs: number }
  );

export type FaultKind = Fault['kind'];

const shorthands: Readonly<Record<string, Fault>> = {
  throttle: { kind: 'error', error: 'ThrottlingException', afterOutputEvents: 1 },
  'throttle-open': { kind: 'error', error: 'ThrottlingException' },
};

const kinds: readonly FaultKind[] = [
  ...(['error', 'reset', 'kill-socket', 'hang'] as const),
  ...(['truncated-frame', 'bad-crc', 'slow-reader', 'delay'] as const),
];
const numbers = ['afterMs', 'afterInputEvents', 'afterOutputEvents', 'code', 'forMs', 'streams', 'skip'];

export const faultSyntax =
  `KIND[:key=value,…]; KIND is ${[...kinds, ...Object.keys(shorthands)].join(', ')} or the name of an exception; ` +
  `keys are ${numbers.join(', ')}, message`;

export interface FaultOptions {
  /** How many streams get the fault, 1 by default. */
  readonly streams?: number;
  /** How many streams are left alone before. */
  readonly skip?: number;
}

/** Reads `reset:afterMs=500,streams=3`. Throws an Error that names the mistake. */
export function parseFault(text: string): { fault: Fault; options: FaultOptions } {
  const [name = '', ...rest] = text.split(':');
  const fault = baseFault(name);
  const settings: Record<string, string | number> = {};
  for (const pair of rest.join(':').split(',').filter(Boolean)) {
    const [key = '', ...values] = pair.split('=');
    const value = values.join('=');
    if (key === 'message') settings[key] = value;
    else if (!numbers.includes(key))
      throw new Error(`unknown key "${key}" of a fault; expected ${faultSyntax}`);
    else if (!/^\d+$/.test(value))
      throw new Error(`${key} of a fault must be a whole number, got "${value}"`);
    else settings[key] = Number(value);
  }
  const { streams, skip, ...more } = settings;
  // A trigger that is given replaces the one of the short form.
  const { afterOutputEvents, ...base } = fault;
  const timed = ['afterMs', 'afterInputEvents', 'afterOutputEvents'].some((key) => key in more);
  const full = {
    ...base,
    ...(!timed && afterOutputEvents !== undefined && { afterOutputEvents }),
    ...more,
  } as Fault;
  if (full.kind === 'delay' && full.forMs === undefined) throw new Error('the fault "delay" needs forMs=…');
  return {
    fault: full,
    options: {
      ...(streams !== undefined && { streams: Number(streams) }),
      ...(skip !== undefined && { skip: Number(skip) }),
    },
  };
}

function baseFault(name: string): Fault {
  const shorthand = shorthands[name];
  if (shorthand) return shorthand;
  // Exceptions may be given as in code (ThrottlingException) or as in the stream (throttlingException).
  const errorName = name.charAt(0).toUpperCase() + name.slice(1);
  if (isServiceErrorName(errorName)) return { kind: 'error', error: errorName, afterOutputEvents: 1 };
  if (name === 'error') return { kind: 'error', error: 'InternalServerException' };
  if ((kinds as readonly string[]).includes(name)) return { kind: name } as Fault;
  throw new Error(
    `unknown fault "${name}"; expected ${faultSyntax}. Exceptions: ${Object.keys(serviceErrors).join(', ')}`,
  );
}
