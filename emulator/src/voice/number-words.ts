/** Numbers as English words. */

const SMALL =
  'zero one two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen sixteen seventeen eighteen nineteen'.split(
    ' ',
  );
const TENS = 'zero ten twenty thirty forty fifty sixty seventy eighty ninety'.split(' ');
const SCALES = [
  [1e12, 'trillion'],
  [1e9, 'billion'],
  [1e6, 'million'],
  [1e3, 'thousand'],
  [100, 'hundred'],
] as const;
const LARGEST = 1e15;

const ORDINALS: Readonly<Record<string, string>> = {
  one: 'first',
  two: 'second',
  three: 'third',
  five: 'fifth',
  eight: 'eighth',
  nine: 'ninth',
  twelve: 'twelfth',
};

function whole(value: number): string {
  if (value < 20) return SMALL[value]!;
  if (value < 100) {
    const rest = value % 10;
    return TENS[Math.floor(value / 10)]! + (rest ? ` ${SMALL[rest]}` : '');
  }
  const [size, name] = SCALES.find(([size]) => value >= size)!;
  const rest = value % size;
  return `${whole(Math.floor(value / size))} ${name}${rest ? ` ${whole(rest)}` : ''}`;
}

const digits = (text: string) => Array.from(text, (digit) => SMALL[Number(digit)]).join(' ');

/** "12.5" → "twelve point five". Numbers too large to be said are spelled digit by digit. */
export function numberWords(value: number | string): string {
  const [, sign, integer = '', fraction] =
    /^([-−]?)(\d+)(?:\.(\d+))?$/.exec(String(value).replaceAll(',', '')) ?? [];
  if (!integer) return String(value);
  const words = Number(integer) < LARGEST ? whole(Number(integer)) : digits(integer);
  return `${sign ? 'minus ' : ''}${words}${fraction ? ` point ${digits(fraction)}` : ''}`;
}

/** 21 → "twenty first". */
export function ordinalWords(value: number): string {
  const words = whole(value).split(' ');
  const last = words.pop()!;
  const ordinal = ORDINALS[last] ?? (last.endsWith('y') ? `${last.slice(0, -1)}ieth` : `${last}th`);
  return [...words, ordinal].join(' ');
}

/** 1984 → "nineteen eighty four"; 2026 → "twenty twenty six"; 2005 → "two thousand five". */
export function yearWords(year: number): string {
  const century = Math.floor(year / 100);
  const rest = year % 100;
  if (year < 1000 || year > 9999 || (century % 10 === 0 && rest < 10)) return whole(year);
  if (rest === 0) return `${whole(century)} hundred`;
  return `${whole(century)} ${rest < 10 ? 'oh ' : ''}${whole(rest)}`;
}

/** 10:30 → "ten thirty", 9:05 → "nine oh five", 7:00 → "seven o'clock". */
export function clockWords(hours: number, minutes: number): string {
  if (minutes === 0)
    return hours > 12 || hours === 0 ? `${whole(hours)} hundred hours` : `${whole(hours)} o'clock`;
  return `${whole(hours)} ${minutes < 10 ? 'oh ' : ''}${whole(minutes)}`;
}
