/** Cuts running text into sentences as it arrives, so that each can be spoken while the next is written. */

const ABBREVIATION = /(?:^|[\s("'])(?:mr|mrs|ms|dr|st|vs|no|prof|e\.g|i\.e|etc|approx|\p{L})\.$/iu;
/** A list's number: "1." */
const LIST_NUMBER = /(?:^|\n)\s*\d{1,3}\.$/;
const END = /[.!?…]["')\]]*(?=\s)|\n+/g;
/** A sentence that does not end is cut at a comma or a space. */
const LONGEST = 400;

export class SentenceCutter {
  #text = '';

  /** Takes more text and gives the sentences that are complete. */
  push(text: string): string[] {
    this.#text += text;
    const sentences: string[] = [];
    let from = 0;
    for (const end of this.#text.matchAll(END)) {
      const to = end.index + end[0].length;
      const sentence = this.#text.slice(from, to);
      const mark = sentence.trimEnd();
      if (!end[0].startsWith('\n') && (ABBREVIATION.test(mark) || LIST_NUMBER.test(mark))) continue;
      if (mark.trim()) sentences.push(mark.trim());
      from = to;
    }
    this.#text = this.#text.slice(from);
    while (this.#text.length > LONGEST) {
      const comma = this.#text.lastIndexOf(', ', LONGEST);
      const cut = comma > LONGEST / 4 ? comma + 1 : Math.max(this.#text.lastIndexOf(' ', LONGEST), 1);
      sentences.push(this.#text.slice(0, cut).trim());
      this.#text = this.#text.slice(cut);
    }
    return sentences.filter(Boolean);
  }

  /** The rest, when no more text comes. */
  flush(): string[] {
    const rest = this.#text.trim();
    this.#text = '';
    return rest ? [rest] : [];
  }
}

/** All sentences of a finished text. */
export function sentencesOf(text: string): string[] {
  const cutter = new SentenceCutter();
  return [...cutter.push(text), ...cutter.flush()];
}
