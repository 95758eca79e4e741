/** Takes what a model thinks to itself (`<think>…</think>`) out of a text that arrives in pieces. */

const NAMES = ['think', 'thinking', 'thought', 'reasoning'];
const OPENING = new RegExp(`<(${NAMES.join('|')})>`, 'i');
/** Some servers put the opening tag into the prompt, and only the closing one comes. */
const CLOSING = new RegExp(`</(?:${NAMES.join('|')})>`, 'gi');
const TAGS = NAMES.flatMap((name) => [`<${name}>`, `</${name}>`]);

export class ThoughtFilter {
  #text = '';
  /** The tag that ends the thought. */
  #until: string | undefined;

  /** Takes more text and gives what may be said; holds back what may be the beginning of a tag. */
  push(text: string): string {
    this.#text += text;
    let said = '';
    for (;;) {
      if (this.#until !== undefined) {
        const end = this.#text.toLowerCase().indexOf(this.#until);
        if (end < 0) {
          this.#text = this.#text.slice(1 - this.#until.length);
          return said;
        }
        this.#text = this.#text.slice(end + this.#until.length);
        this.#until = undefined;
      }
      const opening = OPENING.exec(this.#text);
      if (!opening) break;
      said += this.#text.slice(0, opening.index);
      this.#text = this.#text.slice(opening.index + opening[0].length);
      this.#until = `</${opening[1]!.toLowerCase()}>`;
    }
    this.#text = this.#text.replaceAll(CLOSING, ' ');
    const keep = this.#text.length - beginningOfTag(this.#text);
    said += this.#text.slice(0, keep);
    this.#text = this.#text.slice(keep);
    return said;
  }

  /** The rest, when no more text comes; a thought without an end is none of it. */
  flush(): string {
    const rest = this.#until === undefined ? this.#text : '';
    this.#text = '';
    return rest;
  }
}

/** How many characters at the end could be the beginning of a tag. */
function beginningOfTag(text: string): number {
  const at = text.lastIndexOf('<');
  if (at < 0) return 0;
  const tail = text.slice(at).toLowerCase();
  return TAGS.some((tag) => tag.startsWith(tail)) ? tail.length : 0;
}
