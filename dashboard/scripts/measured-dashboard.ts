/** A whole broker, a browser in which its owner is signed in, and events that are made as fast as they are wanted. */
import { execFileSync } from 'node:child_process';
import { cpus, loadavg, totalmem } from 'node:os';
import { type Browser, type BrowserContext, type Page, chromium } from 'playwright-core';
import { WholeBroker } from '../../broker/test/whole-broker.ts';
import { EventProxy } from './event-proxy.ts';

const OWNER = { name: 'Anna', email: 'anna@example.com', password: 'four small birds' };

export interface MeasuredOptions {
  readonly chromium: string;
  readonly viewport: { readonly width: number; readonly height: number };
}

export class MeasuredDashboard implements AsyncDisposable {
  readonly whole: WholeBroker;
  readonly proxy: EventProxy;
  readonly browser: Browser;
  readonly #context: BrowserContext;
  readonly #loadBefore: number | undefined;

  private constructor(
    whole: WholeBroker,
    proxy: EventProxy,
    browser: Browser,
    context: BrowserContext,
    loadBefore: number | undefined,
  ) {
    this.whole = whole;
    this.proxy = proxy;
    this.browser = browser;
    this.#context = context;
    this.#loadBefore = loadBefore;
  }

  static async start({ chromium: executablePath, viewport }: MeasuredOptions): Promise<MeasuredDashboard> {
    const loadBefore = loadavg()[0];
    const whole = await WholeBroker.start({
      settings: { 'http.rateLimitPerMinute': 100_000, 'log.level': 'warn' },
    });
    const proxy = await EventProxy.start(whole.broker.ports['http'] ?? 0);
    const args = ['--no-sandbox', '--disable-gpu', '--disable-background-networking'];
    const browser = await chromium.launch({ executablePath, args });
    const context = await browser.newContext({ baseURL: proxy.url, viewport, locale: 'en-GB' });
    const token = new URL(whole.setupLink).hash.slice(1);
    await context.request.post('/api/auth/links/redeem', { data: { token, ...OWNER } });
    return new MeasuredDashboard(whole, proxy, browser, context, loadBefore);
  }

  /** Of the broker itself. */
  get url(): string {
    return `http://127.0.0.1:${this.whole.broker.ports['http']}`;
  }

  page(): Promise<Page> {
    return this.#context.newPage();
  }

  /** For a context that knows nothing yet. */
  signIn = (send: (path: string, data: object) => Promise<void>): Promise<void> =>
    send('/api/auth/login', { email: OWNER.email, password: OWNER.password });

  /** With what one must know to compare it. */
  report(settings: object, measured: object): string {
    const git = (...args: string[]): string => execFileSync('git', args, { encoding: 'utf8' }).trim();
    const report = {
      commit: git('rev-parse', '--short', 'HEAD') + (git('status', '--porcelain') ? ' and changes' : ''),
      machine: {
        processor: `${cpus().length} × ${cpus()[0]?.model}`,
        memoryGb: Math.round(totalmem() / 2 ** 30),
        load: [this.#loadBefore, loadavg()[0]],
        node: process.version,
        chromium: this.browser.version(),
      },
      settings,
      ...measured,
    };
    return `${JSON.stringify(report, undefined, 2)}\n`;
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.browser.close();
    await this.proxy[Symbol.asyncDispose]();
    await this.whole[Symbol.asyncDispose]();
  }
}

/** Calls `each` so many times a second, with 0, 1, 2 and so on. */
export async function steadily(
  perSecond: number,
  seconds: number,
  each: (count: number) => void,
): Promise<void> {
  const startMs = performance.now();
  const passedS = (): number => (performance.now() - startMs) / 1000;
  for (let sent = 0; passedS() < seconds;) {
    const due = Math.floor(passedS() * perSecond);
    for (; sent < due; sent += 1) each(sent);
    await new Promise((resolve) => setTimeout(resolve, 5));
  }
}
