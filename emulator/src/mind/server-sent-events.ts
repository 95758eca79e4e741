/** The data of server-sent events, as they arrive. https://html.spec.whatwg.org/multipage/server-sent-events.html */

/** A line longer than this is not an event that anyone meant to send. */
const LONGEST_LINE = 1 << 20;

/** @throws when a line is too long. Comments, names and ids are passed over. */
export async function* eventData(body: AsyncIterable<Uint8Array>): AsyncGenerator<string> {
  const decoder = new TextDecoder();
  let text = '';
  let data: string[] = [];
  for await (const chunk of body) {
    text += decoder.decode(chunk, { stream: true });
    const lines = text.split(/\r\n|\n|\r(?!$)/);
    text = lines.pop()!;
    if (text.length > LONGEST_LINE) throw new Error('The server sent an event without end.');
    for (const line of lines) {
      if (line.startsWith('data:')) data.push(line.slice(line[5] === ' ' ? 6 : 5));
      else if (line === '' && data.length > 0) {
        yield data.join('\n');
        data = [];
      }
    }
  }
  if (text.startsWith('data:')) data.push(text.slice(5).trim());
  if (data.length > 0) yield data.join('\n');
}
