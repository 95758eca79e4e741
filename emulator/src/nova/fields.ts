/** Reads the fields of an untrusted JSON object; every complaint names the path of the field. */
import { InputFault } from './input-fault.ts';

export class Fields {
  readonly #values: Record<string, unknown>;
  readonly #path: string;

  constructor(value: unknown, path: string) {
    if (typeof value !== 'object' || value === null || Array.isArray(value)) {
      throw new InputFault('invalid', `${path} must be an object`);
    }
    this.#values = value as Record<string, unknown>;
    this.#path = path;
  }

  has(name: string): boolean {
    return this.value(name) !== undefined;
  }

  value(name: string): unknown {
    return Object.hasOwn(this.#values, name) ? this.#values[name] : undefined;
  }

  object(name: string): Fields {
    return new Fields(this.value(name), `${this.#path}.${name}`);
  }

  array(name: string): Fields[] {
    const value = this.value(name);
    if (!Array.isArray(value)) throw this.fault(name, 'must be an array');
    return value.map((item, index) => new Fields(item, `${this.#path}.${name}[${index}]`));
  }

  string(name: string): string {
    const value = this.value(name);
    if (typeof value !== 'string') throw this.fault(name, 'must be a string');
    return value;
  }

  /** An identifier that the client chose: 1 to 256 characters. */
  name(name: string): string {
    const value = this.string(name);
    if (value.length === 0 || value.length > 256) throw this.fault(name, 'must have 1 to 256 characters');
    return value;
  }

  boolean(name: string, byDefault: boolean): boolean {
    const value = this.value(name) ?? byDefault;
    if (typeof value !== 'boolean') throw this.fault(name, 'must be a boolean');
    return value;
  }

  number(name: string, range: { min: number; max: number; integer?: boolean; byDefault: number }): number {
    const value = this.value(name) ?? range.byDefault;
    if (typeof value !== 'number' || !(value >= range.min && value <= range.max)) {
      throw this.fault(name, `must be a number from ${range.min} to ${range.max}`);
    }
    if (range.integer && !Number.isInteger(value)) throw this.fault(name, 'must be an integer');
    return value;
  }

  oneOf<const T extends string | number>(name: string, allowed: readonly T[]): T {
    const value = this.value(name);
    const found = allowed.find((candidate) => candidate === value);
    if (found === undefined) throw this.fault(name, `must be one of ${allowed.join(', ')}`);
    return found;
  }

  /** The field may be missing, but when it is there it must have this value. */
  fixed(name: string, expected: string | number): void {
    if (this.has(name)) this.oneOf(name, [expected]);
  }

  fault(name: string, complaint: string): InputFault {
    return new InputFault('invalid', `${this.#path}.${name} ${complaint}`);
  }
}
