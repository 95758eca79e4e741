/** The dashboard in a real browser, served by a whole broker that devices of the SDK talk to. */
import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { type Browser, type BrowserContextOptions, type Page, chromium } from 'playwright-core';
import { expect } from 'vitest';
import { WholeBroker, type WholeBrokerOptions } from '../../broker/test/whole-broker.ts';

const AXE = readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8');

export const OWNER = { name: 'Anna', email: 'anna@example.com', password: 'four small birds' };

/** As somebody has it before him. */
export interface Look {
  readonly language: 'en' | 'zh';
  readonly appearance: 'light' | 'dark';
  readonly viewport: 'desktop' | 'phone';
}

export const LOOKS: readonly Look[] = [
  { language: 'en', appearance: 'light', viewport: 'desktop' },
  { language: 'zh', appearance: 'dark', viewport: 'desktop' },
  { language: 'zh', appearance: 'light', viewport: 'phone' },
  { language: 'en', appearance: 'dark', viewport: 'phone' },
];

export const nameOf = ({ language, appearance, viewport }: Look): string =>
  `${viewport}, ${appearance}, ${language}`;

const DEFAULT: Look = LOOKS[0]!;

const VIEWPORTS: Record<Look['viewport'], BrowserContextOptions> = {
  desktop: { viewport: { width: 1280, height: 800 } },
  phone: { viewport: { width: 390, height: 844 }, hasTouch: true, isMobile: true },
};

/** Its microphone beeps, and nobody is asked whether it may be heard. */
const CHROMIUM = [
  '--no-sandbox',
  '--disable-gpu',
  '--disable-background-networking',
  '--use-fake-ui-for-media-stream',
  '--use-fake-device-for-media-stream',
];

export class DashboardBench implements AsyncDisposable {
  readonly whole: WholeBroker;
  readonly #browser: Browser;
  readonly #pages: Page[] = [];
  /** What pages complained of, such as something that their policy does not allow. */
  readonly complaints: string[] = [];
  /** Answers that a page must expect, like 401 for a wrong password: the browser complains of each. */
  readonly #expected: RegExp[] = [];

  private constructor(whole: WholeBroker, browser: Browser) {
    this.whole = whole;
    this.#browser = browser;
  }

  /** `camera`: a file of what it sees, which need not be there before it is used. */
  static async start(options?: WholeBrokerOptions, camera?: string): Promise<DashboardBench> {
    // Each page of a test signs in, and all have one address.
    const settings = { 'http.signInPerMinute': 1000, ...options?.settings };
    const whole = await WholeBroker.start({ ...options, settings });
    const args = [...CHROMIUM, ...(camera ? [`--use-file-for-fake-video-capture=${camera}`] : [])];
    const browser = await chromium.launch({ executablePath: '/usr/bin/chromium', args });
    return new DashboardBench(whole, browser);
  }

  get url(): string {
    return `http://127.0.0.1:${this.whole.broker.ports['http']}`;
  }

  expectComplaint(pattern: RegExp): void {
    this.#expected.push(pattern);
  }

  /** Of nobody who is signed in. */
  async page({ language, appearance, viewport }: Look = DEFAULT): Promise<Page> {
    const context = await this.#browser.newContext({
      ...VIEWPORTS[viewport],
      baseURL: this.url,
      locale: language === 'zh' ? 'zh-CN' : 'en-GB',
      colorScheme: appearance,
      timezoneId: 'Europe/Berlin',
    });
    context.setDefaultTimeout(20_000);
    const page = await context.newPage();
    const complain = (text: string): void => {
      if (!this.#expected.some((pattern) => pattern.test(text))) this.complaints.push(text);
    };
    page.on('pageerror', (error) => complain(String(error)));
    page.on('console', (message) => {
      if (message.type() === 'error' || message.type() === 'warning')
        complain(`${message.text()} ${message.location().url}`);
    });
    page.on('request', (request) => {
      // A page may have made something itself, like a sound to be heard.
      const url = request.url().replace(/^blob:/, '');
      if (!url.startsWith(this.url) && !url.startsWith('data:')) complain(`asks elsewhere: ${request.url()}`);
    });
    this.#pages.push(page);
    return page;
  }

  /** Of the owner, who is made when there is none yet. */
  async signedIn(look: Look = DEFAULT): Promise<Page> {
    const page = await this.page(look);
    const { status } = await this.#signIn(page);
    if (status === 401) {
      const token = new URL(this.whole.setupLink).hash.slice(1);
      const made = await page.request.post('/api/auth/links/redeem', { data: { token, ...OWNER } });
      expect(made.ok(), await made.text()).toBe(true);
    } else expect(status).toBe(200);
    return page;
  }

  async #signIn(page: Page): Promise<{ status: number }> {
    const { email, password } = OWNER;
    const answer = await page.request.post('/api/auth/login', { data: { email, password } });
    return { status: answer.status() };
  }

  /** Each has a stream open, and nobody may have many. */
  async closePages(): Promise<void> {
    for (const page of this.#pages.splice(0)) await page.context().close();
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.#browser.close();
    await this.whole[Symbol.asyncDispose]();
  }
}

/** What axe finds that keeps people out. */
export async function barriers(page: Page): Promise<string[]> {
  await page.evaluate(AXE);
  const violations = await page.evaluate(async () => {
    interface Violation {
      readonly id: string;
      readonly impact: string;
      readonly nodes: readonly { readonly target: readonly string[]; readonly failureSummary: string }[];
    }
    const { axe } = globalThis as unknown as { axe: { run(): Promise<{ violations: Violation[] }> } };
    return (await axe.run()).violations;
  });
  return violations
    .filter(({ impact }) => impact === 'serious' || impact === 'critical')
    .flatMap(({ id, nodes }) =>
      nodes.map(({ target, failureSummary }) => `${id} ${target.join(' ')}: ${failureSummary}`),
    );
}
