/** The tools of one conversation: what its sources offer together, and the calls that run. */
import { randomUUID } from 'node:crypto';
import type { Logger } from 'pino';
import type { Clock } from '../clock.ts';
import type { ToolSpec } from '../model/voice-model.ts';
import type { SessionSettings } from '../session/session-settings.ts';
import type { SessionTools, SessionToolsContext } from '../session/session-tools.ts';
import type { Figures } from '../telemetry/figures.ts';
import { describedTools } from './described-tool.ts';
import { ended, noTool, tooMany } from './refused-calls.ts';
import type { SiblingTools } from './sibling-tools.ts';
import { type ToolCallSettings, type ToolOutcome, runTool } from './tool-call.ts';
import {
  type ListedSource,
  type OfferLimits,
  type OfferedTool,
  type ToolOffer,
  offerTools,
} from './tool-offer.ts';
import { ToolError, type ToolSource } from './tool-source.ts';

export interface ToolSettings extends ToolCallSettings, OfferLimits {
  /** How long the start of a conversation waits for lists. */
  readonly startTimeoutMs: number;
  /** Of one list, in the background. */
  readonly listTimeoutMs: number;
  /** After so long without a result, the user hears a word. 0 for never. */
  readonly slowAfterMs: number;
  /** What of a call is told and recorded: that it was, what was asked as well, or what was answered, too. */
  readonly record: 'names' | 'arguments' | 'all';
  /** Calls at once of one conversation. */
  readonly maxCalls: number;
}

export interface OpenSource {
  readonly source: ToolSource;
  /** The conversation does not need it any more. */
  readonly release: () => void;
}

export interface WantedSource {
  /** That of the source. */
  readonly id: string;
  /** What it is opened with: when that has changed, it is opened anew. */
  readonly version?: string | undefined;
  readonly open: (siblings: SiblingTools) => OpenSource;
}

export interface ToolboxOptions {
  readonly context: SessionToolsContext;
  /** In the order of their weight. Those that are there already are the same as before. */
  readonly sourcesFor: (settings: SessionSettings) => readonly WantedSource[];
  /** The conversation is over, and its sources were released. */
  readonly onClosed?: () => void;
  readonly settings: ToolSettings;
  readonly clock: Clock;
  readonly log: Logger;
  readonly figures: Figures;
}

interface Listed extends OpenSource {
  readonly version: string | undefined;
  tools: ListedSource['tools'];
  stopListening: () => void;
  /** Counts its lists: an older one that comes late is of no use. */
  turn: number;
}

const NOTHING: ToolOffer = { tools: [], leftOut: new Map() };

export class Toolbox implements SessionTools {
  readonly ready: Promise<void>;
  readonly #options: ToolboxOptions;
  readonly #sources = new Map<string, Listed>();
  /** What cancels each, because the conversation is over. */
  readonly #calls = new Map<string, () => void>();
  #offer = NOTHING;
  #specs: readonly ToolSpec[] = [];
  #resolveReady: () => void = () => {};
  #cancelStart: () => void;
  #isConfigured = false;
  #closed = false;

  constructor(options: ToolboxOptions) {
    this.#options = options;
    this.ready = new Promise((resolve) => (this.#resolveReady = resolve));
    this.#cancelStart = options.clock.after(options.settings.startTimeoutMs, () => this.#resolveReady());
  }

  get specs(): readonly ToolSpec[] {
    return this.#specs;
  }

  configure(settings: SessionSettings): void {
    if (this.#closed) return;
    const wanted = this.#options.sourcesFor(settings);
    const before = new Map(Array.from(this.#sources, ([id, { tools }]) => [id, tools]));
    const versions = new Map(wanted.map(({ id, version }) => [id, version]));
    for (const [id, listed] of this.#sources)
      if (!versions.has(id) || versions.get(id) !== listed.version) this.#drop(id, listed);
    const fresh = wanted.filter(({ id }) => !this.#sources.has(id));
    // What is opened anew most likely has the same tools: the model is not told twice.
    const lists = fresh.map((source) => this.#add(source, before.get(source.id)));
    // A map keeps the order of the first time.
    const inOrder = wanted.map(({ id }) => [id, this.#sources.get(id)!] as const);
    this.#sources.clear();
    for (const [id, listed] of inOrder) this.#sources.set(id, listed);
    this.#renew();
    if (this.#isConfigured) return;
    this.#isConfigured = true;
    void Promise.all(lists).then(() => {
      this.#cancelStart();
      this.#resolveReady();
    });
  }

  call(toolUseId: string, name: string, input: string): void {
    if (this.#closed || this.#calls.has(toolUseId)) return;
    const { context, settings, clock } = this.#options;
    const cancelSlow =
      settings.slowAfterMs > 0 ? clock.after(settings.slowAfterMs, () => context.onSlow()) : () => {};
    const tool = this.#offer.tools.find(({ spec }) => spec.name === name);
    void this.#run(toolUseId, name, input, tool).then(({ json }) => {
      cancelSlow();
      if (!this.#closed) context.onResult(toolUseId, json);
    });
  }

  close(): void {
    if (this.#closed) return;
    this.#closed = true;
    this.#cancelStart();
    this.#resolveReady();
    for (const cancel of this.#calls.values()) cancel();
    for (const [id, listed] of this.#sources) this.#drop(id, listed);
    this.#offer = NOTHING;
    this.#options.onClosed?.();
  }

  async #run(
    toolUseId: string,
    name: string,
    input: string,
    tool: OfferedTool | undefined,
    signal?: AbortSignal,
  ): Promise<ToolOutcome> {
    const { context, settings, clock } = this.#options;
    const stop = new AbortController();
    const startedAt = clock.now();
    const sourceId = tool?.sourceId ?? 'none';
    const over = (outcome: ToolOutcome): void => {
      if (this.#calls.delete(toolUseId)) this.#over(toolUseId, name, sourceId, outcome);
    };
    this.#calls.set(toolUseId, () => {
      stop.abort();
      // The tool may have done its work: that it was called is recorded before the conversation's end is.
      over({ ...ended, durationMs: Math.round(clock.now() - startedAt) });
    });
    context.observe({ kind: 'toolUse', toolUseId, name, source: sourceId });
    if (settings.record !== 'names')
      context.observe({ kind: 'toolText', toolUseId, part: 'arguments', text: input });
    const source = tool && this.#sources.get(tool.sourceId)?.source;
    const cancelled = signal ? AbortSignal.any([signal, stop.signal]) : stop.signal;
    const called = source ? { source, name: tool.name, input, cancelled } : { ...noTool, input, cancelled };
    const limits = { ...settings, timeoutMs: source?.timeoutMs ?? settings.timeoutMs };
    const outcome = await runTool(this.#calls.size > settings.maxCalls ? tooMany : called, limits, clock);
    over(outcome);
    return outcome;
  }

  /** For the source of this id. */
  #siblingsOf(id: string): SiblingTools {
    const tools = (): readonly OfferedTool[] =>
      this.#offer.tools.filter(
        ({ sourceId }) => sourceId !== id && !this.#sources.get(sourceId)?.source.isAgent,
      );
    return {
      specs: () => tools().map(({ spec }) => spec),
      call: async (name, input, signal) => {
        const tool = tools().find(({ spec }) => spec.name === name);
        return this.#closed ? ended : this.#run(randomUUID(), name, input, tool, signal);
      },
    };
  }

  #over(toolUseId: string, name: string, source: string, { json, code, durationMs }: ToolOutcome): void {
    const { context, figures, settings } = this.#options;
    figures.count('tools_calls_total');
    figures.count('tools_calls_ms_total', durationMs);
    if (code) figures.count('tools_calls_failed_total');
    if (code === 'TIMEOUT') figures.count('tools_calls_timed_out_total');
    if (settings.record === 'all')
      context.observe({ kind: 'toolText', toolUseId, part: 'result', text: json });
    context.observe({
      kind: 'toolResult',
      toolUseId,
      name,
      source,
      code: code ?? null,
      durationMs,
    });
  }

  /** Resolves when it has listed its tools, or failed to. */
  #add({ id, version, open }: WantedSource, tools: Listed['tools'] = []): Promise<void> {
    const opened = open(this.#siblingsOf(id));
    const listed: Listed = { ...opened, version, tools, turn: 0, stopListening: () => {} };
    this.#sources.set(id, listed);
    listed.stopListening = opened.source.onChanged(() => void this.#list(listed));
    return this.#list(listed);
  }

  #drop(id: string, { stopListening, release }: Listed): void {
    this.#sources.delete(id);
    stopListening();
    release();
  }

  async #list(listed: Listed): Promise<void> {
    const { settings, clock, log, context, figures } = this.#options;
    const turn = ++listed.turn;
    const stop = new AbortController();
    const cancel = clock.after(settings.listTimeoutMs, () => stop.abort());
    try {
      const tools = await listed.source.list(stop.signal);
      if (turn === listed.turn) listed.tools = describedTools(tools);
    } catch (error) {
      // Those that it had are called in vain, which the model can speak about; it may be back before that.
      figures.count('tools_lists_failed_total');
      const { deviceId, sessionId } = context;
      const said = error instanceof ToolError ? { reason: error.message } : { err: error };
      log.warn({ ...said, source: listed.source.id, deviceId, sessionId }, 'tools could not be listed');
    } finally {
      cancel();
    }
    if (!this.#closed && turn === listed.turn) this.#renew();
  }

  /** Does not throw: a list that comes by itself has nobody who would catch it, and the process would end. */
  #renew(): void {
    const { deviceId, sessionId } = this.#options.context;
    try {
      this.#offerAnew();
    } catch (err) {
      this.#options.log.error({ err, deviceId, sessionId }, 'the tools could not be offered anew');
    }
  }

  #offerAnew(): void {
    const { settings, context, log } = this.#options;
    const sources = [...this.#sources.values()].map(({ source: { id, prefix }, tools }) => ({
      id,
      prefix,
      tools,
    }));
    const offer = offerTools(sources, settings);
    const specs = offer.tools.map(({ spec }) => spec);
    const before = this.#offer.leftOut;
    this.#offer = offer;
    const { deviceId, sessionId } = context;
    for (const [source, count] of offer.leftOut)
      if (before.get(source) !== count)
        log.warn({ deviceId, sessionId, source, count }, 'more tools than a model takes: some are left out');
    if (JSON.stringify(specs) === JSON.stringify(this.#specs)) return;
    this.#specs = specs;
    context.onChanged();
  }
}
