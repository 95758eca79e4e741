/** Does sums, spoken or in digits: the four operations, powers, roots and percentages. */
import type { Skill } from '../skill.ts';
import { isNumber, type Token, tokens } from '../spoken-numbers.ts';

type Operator = '+' | '-' | '*' | '/' | '^' | '%of';

const PRECEDENCE: Readonly<Record<Operator, number>> = { '+': 1, '-': 1, '*': 2, '/': 2, '%of': 3, '^': 4 };
const APPLY: Readonly<Record<Operator, (a: number, b: number) => number>> = {
  '+': (a, b) => a + b,
  '-': (a, b) => a - b,
  '*': (a, b) => a * b,
  '/': (a, b) => a / b,
  '^': (a, b) => a ** b,
  '%of': (a, b) => (a / 100) * b,
};

/** Longest first, so that "to the power of" is not read as something shorter. */
const OPERATORS: readonly (readonly [words: string, Operator])[] = [
  ['to the power of', '^'],
  ['raised to', '^'],
  ['percent of', '%of'],
  ['% of', '%of'],
  ['multiplied by', '*'],
  ['divided by', '/'],
  ['take away', '-'],
  ['plus', '+'],
  ['minus', '-'],
  ['less', '-'],
  ['times', '*'],
  ['over', '/'],
  ['+', '+'],
  ['-', '-'],
  ['−', '-'],
  ['*', '*'],
  ['×', '*'],
  ['x', '*'],
  ['/', '/'],
  ['÷', '/'],
  ['^', '^'],
];
const ROOT = ['the square root of', 'square root of'];
/** "the sum of 2 and 3": the word in front says what "and" does. */
const PREFIXES: readonly (readonly [RegExp, Operator, swap: boolean])[] = [
  [/\b(?:sum of|add)\s/, '+', false],
  [/\bdifference (?:of|between)\s/, '-', false],
  [/\bsubtract\s/, '-', true],
  [/\b(?:product of|multiply)\s/, '*', false],
  [/\bdivide\s/, '/', false],
];

class Expression {
  readonly #tokens: readonly Token[];
  #at: number;

  constructor(all: readonly Token[], at: number) {
    this.#tokens = all;
    this.#at = at;
  }

  get at(): number {
    return this.#at;
  }

  /** Precedence climbing; undefined where no expression is. */
  read(lowest = 1): { value: number; operators: number } | undefined {
    const first = this.#operand();
    if (first === undefined) return undefined;
    let { value, operators } = first;
    for (;;) {
      const before = this.#at;
      const operator = this.#operator();
      if (!operator || PRECEDENCE[operator] < lowest) {
        this.#at = before;
        return { value, operators };
      }
      const right = this.read(PRECEDENCE[operator] + (operator === '^' ? 0 : 1));
      if (!right) {
        this.#at = before;
        return { value, operators };
      }
      value = APPLY[operator](value, right.value);
      operators += right.operators + 1;
    }
  }

  #operand(): { value: number; operators: number } | undefined {
    const before = this.#at;
    if (ROOT.some((words) => this.#skip(words))) {
      const inner = this.#operand();
      if (inner) return { value: Math.sqrt(inner.value), operators: inner.operators + 1 };
    }
    const negative = this.#skip('minus') || this.#skip('-') || this.#skip('negative');
    const token = this.#tokens[this.#at];
    if (!isNumber(token)) {
      this.#at = before;
      return undefined;
    }
    this.#at += 1;
    const base = negative ? -token.number : token.number;
    const power = this.#skip('squared') ? 2 : this.#skip('cubed') ? 3 : 1;
    return { value: base ** power, operators: power > 1 ? 1 : 0 };
  }

  #operator(): Operator | undefined {
    return OPERATORS.find(([words]) => this.#skip(words))?.[1];
  }

  #skip(words: string): boolean {
    const wanted = words.split(' ');
    const found = wanted.every((word, index) => {
      const token = this.#tokens[this.#at + index];
      return token && !isNumber(token) && token.word === word;
    });
    if (found) this.#at += wanted.length;
    return found;
  }
}

/** The result of the first sum in the text; undefined when there is none. */
export function calculate(text: string): number | undefined {
  const all = tokens(text);
  const numbers = all.filter(isNumber).map(({ number }) => number);
  const prefix = PREFIXES.find(([pattern]) => pattern.test(text.toLowerCase()));
  if (prefix && numbers.length >= 2 && !/\b(?:plus|minus|times)\b/.test(text.toLowerCase())) {
    const [, operator, swap] = prefix;
    return (swap ? numbers.toReversed() : numbers).reduce((a, b) => APPLY[operator](a, b));
  }
  for (let at = 0; at < all.length; at++) {
    const found = new Expression(all, at).read();
    if (found && found.operators > 0) return found.value;
  }
  return undefined;
}

const shown = (value: number) => {
  const rounded = Number(value.toPrecision(12));
  return Number.isInteger(rounded) ? String(rounded) : String(Number(rounded.toFixed(4)));
};

export const arithmetic: Skill = {
  name: 'arithmetic',
  answer({ text }) {
    const value = calculate(text);
    if (value === undefined) return undefined;
    if (Number.isNaN(value)) return 'That has no result among the real numbers.';
    if (!Number.isFinite(value)) return 'I cannot divide by zero.';
    if (Math.abs(value) >= 1e15) return 'The result is too large for me to say.';
    const text4 = shown(value);
    return Number(text4) === Number(value.toPrecision(12)) ? `That is ${text4}.` : `That is about ${text4}.`;
  },
};
