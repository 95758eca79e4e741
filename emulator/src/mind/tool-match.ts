/** Finds the tool that a sentence asks for, by the words of its name and description. */
import type { ToolSpec } from '../conversation/parts.ts';

/** Words that many names and descriptions share and that say nothing about the task. */
const COMMON = new Set(
  `a an and any are as at be by can current do does for from function get gets given has have how i if in information into is it
  its like make me my name of on or please provide provides return returns set sets some specific specified tell that the their
  them there they this to tool up use used user users using want was what what's when where which who will with would you your
  about could need know value values`.split(/\s+/),
);
const NAME_WEIGHT = 2;
const ENOUGH = 2;

/** "lights", "lighting" and "light" are one word here. */
function stem(word: string): string {
  const base = word.replace(/'s$/, '');
  if (base.length > 5 && base.endsWith('ing')) return base.slice(0, -3);
  if (base.length > 4 && base.endsWith('ies')) return `${base.slice(0, -3)}y`;
  if (base.length > 4 && base.endsWith('ed')) return base.slice(0, -2);
  if (base.length > 3 && base.endsWith('s') && !base.endsWith('ss')) return base.slice(0, -1);
  return base;
}

/** The telling words of a text or of a name like `getWeather` or `turn_on`. */
export function tellingWords(text: string): Set<string> {
  const words = text
    .replaceAll(/([a-z0-9])([A-Z])/g, '$1 $2')
    .toLowerCase()
    .split(/[^\p{L}\p{N}']+/u);
  return new Set(words.filter((word) => word.length > 1 && !COMMON.has(word)).map(stem));
}

/** The best tool when one of its name's words, or two of its description's, were said. */
export function matchTool(text: string, tools: readonly ToolSpec[]): ToolSpec | undefined {
  const said = tellingWords(text);
  let best: { tool: ToolSpec; score: number } | undefined;
  for (const tool of tools) {
    const inName = tellingWords(tool.name);
    const inDescription = tellingWords(tool.description);
    let score = 0;
    for (const word of said) score += inName.has(word) ? NAME_WEIGHT : inDescription.has(word) ? 1 : 0;
    if (score >= ENOUGH && score > (best?.score ?? 0)) best = { tool, score };
  }
  return best?.tool;
}
