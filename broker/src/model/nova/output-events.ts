/**
 * What Nova Sonic tells, read into our events. It has three signs for an interruption, sends a text twice (planned and
 * spoken), and marks the end of an answer on an audio block; all of that ends here.
 */
import { z } from 'zod';
import type { ModelEvent } from '../voice-model.ts';

/** Only what we read; a field that is missing or of a wrong type makes an event of no meaning, never a failure. */
const tokens = z.object({ speechTokens: z.number().catch(0), textTokens: z.number().catch(0) });
const schemas = {
  userSpeechStart: z.object({ inputAudioOffsetMs: z.number().optional() }),
  userSpeechEnd: z.object({ inputAudioOffsetMs: z.number().optional() }),
  contentStart: z.object({
    contentId: z.string(),
    type: z.string(),
    role: z.string().optional(),
    additionalModelFields: z.string().optional(),
  }),
  textOutput: z.object({
    contentId: z.string().optional(),
    role: z.string().optional(),
    content: z.string(),
  }),
  audioOutput: z.object({ content: z.string() }),
  toolUse: z.object({ toolUseId: z.string(), toolName: z.string(), content: z.string() }),
  contentEnd: z.object({
    contentId: z.string().optional(),
    type: z.string().optional(),
    stopReason: z.string().optional(),
  }),
  usageEvent: z.object({ details: z.object({ delta: z.object({ input: tokens, output: tokens }) }) }),
};

export class OutputReader {
  readonly #emit: (event: ModelEvent) => void;
  /** The answer being told, or the last one. */
  #answer = 0;
  /** The next content of the assistant belongs to a new answer. */
  #answerOver = true;
  /** Text contents that have begun and not ended. */
  readonly #texts = new Map<string, { role: string; stage: 'speculative' | 'final' }>();

  constructor(emit: (event: ModelEvent) => void) {
    this.#emit = emit;
  }

  /** One JSON event as it came. Unknown and ill-formed ones are passed over: the service adds new ones at will. */
  read(bytes: Uint8Array): void {
    let named: [string, unknown] | undefined;
    try {
      const { event } = JSON.parse(
        Buffer.from(bytes.buffer, bytes.byteOffset, bytes.length).toString('utf8'),
      );
      named = Object.entries(event as object)[0];
    } catch {
      return;
    }
    if (named) this.#handle(named[0], named[1]);
  }

  #handle(name: string, body: unknown): void {
    switch (name) {
      case 'audioOutput':
        return this.#audio((body as { content?: unknown } | null)?.content);
      case 'userSpeechStart':
        // What the assistant still says now belongs to the answer that the user speaks into.
        return this.#with(schemas.userSpeechStart, body, ({ inputAudioOffsetMs }) =>
          this.#emit({ kind: 'userSpeechStarted', atMs: inputAudioOffsetMs ?? null }),
        );
      case 'userSpeechEnd':
        return this.#with(schemas.userSpeechEnd, body, ({ inputAudioOffsetMs }) => {
          this.#answerOver = true;
          this.#emit({ kind: 'userSpeechEnded', atMs: inputAudioOffsetMs ?? null });
        });
      case 'contentStart':
        return this.#with(schemas.contentStart, body, (content) => this.#contentStart(content));
      case 'textOutput':
        return this.#with(schemas.textOutput, body, (output) => this.#text(output));
      case 'toolUse':
        return this.#with(schemas.toolUse, body, ({ toolUseId, toolName, content }) =>
          this.#emit({ kind: 'toolUse', toolUseId, name: toolName, input: peeled(content) }),
        );
      case 'contentEnd':
        return this.#with(schemas.contentEnd, body, (end) => this.#contentEnd(end));
      case 'usageEvent':
        return this.#with(schemas.usageEvent, body, ({ details: { delta } }) =>
          this.#emit({
            kind: 'usage',
            input: { speech: delta.input.speechTokens, text: delta.input.textTokens },
            output: { speech: delta.output.speechTokens, text: delta.output.textTokens },
          }),
        );
      default:
        return;
    }
  }

  #with<T>(schema: z.ZodType<T>, body: unknown, handle: (value: T) => void): void {
    const parsed = schema.safeParse(body);
    if (parsed.success) handle(parsed.data);
  }

  #contentStart(content: z.infer<typeof schemas.contentStart>): void {
    const stage = /"generationStage"\s*:\s*"FINAL"/.test(content.additionalModelFields ?? '')
      ? 'final'
      : 'speculative';
    if (content.type === 'TEXT') this.#texts.set(content.contentId, { role: content.role ?? '', stage });
    // What comes after the user's words answers them, whether or not the last answer was ended in form.
    if (content.role === 'USER') this.#answerOver = true;
    // The spoken text of an answer may come after its end; only planned text and audio open a new one.
    const opens = content.role === 'ASSISTANT' && (content.type === 'AUDIO' || stage === 'speculative');
    if (opens && this.#answerOver) {
      this.#answerOver = false;
      this.#answer++;
    }
  }

  #text({ contentId, role, content }: z.infer<typeof schemas.textOutput>): void {
    const block = this.#texts.get(contentId ?? '');
    if (isInterruptedMark(content)) return this.#interrupted();
    if ((role ?? block?.role) === 'USER') this.#emit({ kind: 'userText', text: content });
    else
      this.#emit({
        kind: 'assistantText',
        answer: this.#answer,
        stage: block?.stage ?? 'speculative',
        text: content,
      });
  }

  /** Hot path, so without a schema. */
  #audio(content: unknown): void {
    if (typeof content !== 'string') return;
    const bytes = Buffer.from(content, 'base64');
    const pcm = new Int16Array(bytes.length >> 1);
    bytes.copy(new Uint8Array(pcm.buffer), 0, 0, pcm.length * 2);
    if (pcm.length > 0) this.#emit({ kind: 'audio', answer: this.#answer, pcm });
  }

  #contentEnd({ contentId, type, stopReason }: z.infer<typeof schemas.contentEnd>): void {
    if (contentId) this.#texts.delete(contentId);
    if (stopReason === 'INTERRUPTED') return this.#interrupted();
    if (type !== 'AUDIO' || stopReason !== 'END_TURN') return;
    this.#answerOver = true;
    this.#emit({ kind: 'answerEnded', answer: this.#answer });
  }

  #interrupted(): void {
    this.#answerOver = true;
    this.#emit({ kind: 'interrupted' });
  }
}

/** The input of a tool is JSON text, and sometimes that text is JSON once more. */
function peeled(content: string): string {
  if (!content.trimStart().startsWith('"')) return content;
  try {
    const inner: unknown = JSON.parse(content);
    return typeof inner === 'string' ? inner : content;
  } catch {
    return content;
  }
}

/** `{ "interrupted" : true }` in the place of a text; its spacing varies. */
function isInterruptedMark(text: string): boolean {
  if (!text.trimStart().startsWith('{')) return false;
  try {
    return (JSON.parse(text) as { interrupted?: unknown }).interrupted === true;
  } catch {
    return false;
  }
}
