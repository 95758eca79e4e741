/** What tokens cost. Pure. */
import type { TokenCount } from '../model/voice-model.ts';

/** US dollars for 1000 tokens. */
export interface Prices {
  readonly speechIn: number;
  readonly speechOut: number;
  readonly textIn: number;
  readonly textOut: number;
}

/** In US dollars. */
export function costOf(input: TokenCount, output: TokenCount, prices: Prices): number {
  const { speechIn, speechOut, textIn, textOut } = prices;
  const thousands =
    input.speech * speechIn + input.text * textIn + output.speech * speechOut + output.text * textOut;
  return thousands / 1000;
}
