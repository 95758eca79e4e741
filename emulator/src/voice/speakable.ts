/** Turns written text into what is said: numbers, times, units and symbols as words; no markup, no pictures. */
import { clockWords, numberWords, ordinalWords, yearWords } from './number-words.ts';

const SYMBOLS: readonly (readonly [RegExp, string])[] = [
  [/&/g, ' and '],
  [/(?<=\d)\s*[×*]\s*(?=\d)/g, ' times '],
  [/(?<=\d)\s*÷\s*(?=\d)/g, ' divided by '],
  [/(?<=\d)\s+\/\s+(?=\d)/g, ' divided by '],
  [/(?<=\d)\s*\+\s*(?=\d)/g, ' plus '],
  [/(?<=\d)\s+[-−]\s+(?=\d)/g, ' minus '],
  [/(?<=\d)\s*[–—]\s*(?=\d)/g, ' to '],
  [/=/g, ' equals '],
  [/±/g, ' plus or minus '],
  [/@/g, ' at '],
  [/#(?=\d)/g, ' number '],
];

const UNITS: Readonly<Record<string, readonly [one: string, many: string]>> = {
  km: ['kilometer', 'kilometers'],
  m: ['meter', 'meters'],
  cm: ['centimeter', 'centimeters'],
  mm: ['millimeter', 'millimeters'],
  kg: ['kilogram', 'kilograms'],
  g: ['gram', 'grams'],
  ms: ['millisecond', 'milliseconds'],
  s: ['second', 'seconds'],
  min: ['minute', 'minutes'],
  h: ['hour', 'hours'],
  mph: ['mile per hour', 'miles per hour'],
  'km/h': ['kilometer per hour', 'kilometers per hour'],
  '°C': ['degree Celsius', 'degrees Celsius'],
  '°F': ['degree Fahrenheit', 'degrees Fahrenheit'],
  '°': ['degree', 'degrees'],
  '%': ['percent', 'percent'],
};

const CURRENCIES: Readonly<Record<string, readonly [one: string, many: string, cent: string]>> = {
  $: ['dollar', 'dollars', 'cents'],
  '€': ['euro', 'euros', 'cents'],
  '£': ['pound', 'pounds', 'pence'],
};

const ABBREVIATIONS: readonly (readonly [RegExp, string])[] = [
  [/\be\.g\./gi, 'for example'],
  [/\bi\.e\./gi, 'that is'],
  [/\betc\.(?=\s*$)/gi, 'and so on.'],
  [/\betc\./gi, 'and so on'],
  [/\bMr\./g, 'Mister'],
  [/\bMrs\./g, 'Missus'],
  [/\bDr\./g, 'Doctor'],
  [/\bvs\./gi, 'versus'],
];

const NUMBER = String.raw`[-−]?\d{1,3}(?:,\d{3})+(?:\.\d+)?|[-−]?\d+(?:\.\d+)?`;
const units = Object.keys(UNITS)
  .sort((a, b) => b.length - a.length)
  .join('|');
const counted = (amount: string, [one, many]: readonly [string, string, ...string[]]) =>
  `${numberWords(amount)} ${amount === '1' ? one : many}`;

function money(_: string, symbol: string, amount: string): string {
  const [one, many, cent] = CURRENCIES[symbol]!;
  const [whole = '', fraction] = amount.split('.');
  const main = counted(whole, [one, many]);
  return fraction?.length === 2 && fraction !== '00'
    ? `${main} and ${numberWords(Number(fraction))} ${cent}`
    : main;
}

function withoutMarkup(text: string): string {
  return text
    .replaceAll(/```[^`]*```/g, ' ')
    .replaceAll(/!?\[([^\]]*)\]\([^)]*\)/g, '$1')
    .replaceAll(/^\s*(?:[-*•]|#{1,6}|\d+\.)\s+/gm, '')
    .replaceAll(/\*\*|__|[`~|<>]/g, ' ')
    .replaceAll(/(?<!\d)\*|\*(?!\d)/g, ' ')
    .replaceAll(/https?:\/\/(?:www\.)?([^\s/]+)\S*/g, '$1');
}

/** Plain ASCII words and punctuation; empty when there is nothing to say. */
export function speakable(text: string): string {
  let said = withoutMarkup(text.normalize('NFKC'))
    .replaceAll(/[‘’]/g, "'")
    .replaceAll(/[“”"]/g, '')
    .replaceAll('…', '...');
  for (const [pattern, words] of ABBREVIATIONS) said = said.replaceAll(pattern, words);
  said = said
    .replaceAll(/([$€£])\s?(\d[\d,]*(?:\.\d+)?)/g, money)
    .replaceAll(/\b(\d{1,2}):([0-5]\d)(?::[0-5]\d)?(?=\D|$)/g, (_, hours, minutes) =>
      clockWords(Number(hours), Number(minutes)),
    )
    .replaceAll(/\b(\d+)(?:st|nd|rd|th)\b/g, (_, value) => ordinalWords(Number(value)))
    .replaceAll(new RegExp(String.raw`(?<![\w.])(${NUMBER})\s?(${units})(?![\w/])`, 'g'), (_, amount, unit) =>
      counted(amount, UNITS[unit as string]!),
    )
    .replaceAll(
      /\b(in|of|since|year|January|February|March|April|May|June|July|August|September|October|November|December)(,? )((?:1[1-9]|20)\d\d)\b(?![.,]\d)/g,
      (_, before, gap, year) => `${before}${gap}${yearWords(Number(year))}`,
    );
  for (const [pattern, words] of SYMBOLS) said = said.replaceAll(pattern, words);
  return said
    .replaceAll(new RegExp(String.raw`(?<![\d.,])(?<!\w)(${NUMBER})(?!\w)`, 'g'), (amount) =>
      numberWords(amount),
    )
    .replaceAll(/[–—]|\s-\s/g, ', ')
    .normalize('NFKD')
    .replaceAll(/\p{M}/gu, '')
    .replaceAll(/[^\x20-\x7e]/g, ' ')
    .replaceAll(/[[\](){}_\\^]/g, ' ')
    .replaceAll(/\s+/g, ' ')
    .replaceAll(/ (?=[.,;:?!])/g, '')
    .trim()
    .replace(/^[\s.,;:?!'-]+$/, '')
    .trim();
}

const DEFAULTS = {
  /** A sentence is spoken in pieces so that the first can be heard while the next is made. */
  pieceLength: 70,
  /** The first is short: it is what everybody waits for. */
  firstPieceLength: 36,
  shortestPiece: 16,
  longestPiece: 220,
};

/** Cuts a sentence at its commas, semicolons and colons into pieces that are spoken one after another. */
export function speechPieces(text: string): string[] {
  const { pieceLength, firstPieceLength, shortestPiece, longestPiece } = DEFAULTS;
  const pieces: string[] = [];
  let piece = '';
  for (const clause of text.split(/(?<=[,;:.?!])\s+/)) {
    const enough = pieces.length === 0 ? firstPieceLength : pieceLength;
    if (piece.length >= shortestPiece && (/[.?!]$/.test(piece) || piece.length + clause.length > enough)) {
      pieces.push(piece);
      piece = '';
    }
    piece = piece ? `${piece} ${clause}` : clause;
    while (piece.length > longestPiece) {
      const cut = piece.lastIndexOf(' ', longestPiece);
      const at = cut > 0 ? cut : longestPiece;
      pieces.push(piece.slice(0, at));
      piece = piece.slice(at).trimStart();
    }
  }
  if (piece) pieces.push(piece);
  return pieces;
}
