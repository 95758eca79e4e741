/** How much JavaScript a page brings over the wire, as it is compressed there. */
import type { Browser } from 'playwright-core';

export interface PageWeight {
  readonly path: string;
  readonly scripts: number;
  /** Compressed; what a page before has brought is not brought again. */
  readonly kilobytes: number;
}

/** The first path with nothing known, the others one after the other in the same browser. */
export async function pageWeights(
  browser: Browser,
  baseURL: string,
  signIn: (send: (path: string, data: object) => Promise<void>) => Promise<void>,
  paths: readonly string[],
): Promise<PageWeight[]> {
  const context = await browser.newContext({ baseURL, locale: 'en-GB' });
  await signIn(async (path, data) => void (await context.request.post(path, { data })));
  const page = await context.newPage();
  const session = await context.newCDPSession(page);
  await session.send('Network.enable');
  const scripts = new Set<string>();
  let count = 0;
  let bytes = 0;
  session.on('Network.responseReceived', ({ requestId, response, type }) => {
    const isScript = type === 'Script' || response.mimeType.includes('javascript');
    if (isScript && !response.fromDiskCache) scripts.add(requestId);
  });
  session.on('Network.loadingFinished', ({ requestId, encodedDataLength }) => {
    if (!scripts.has(requestId)) return;
    count += 1;
    bytes += encodedDataLength;
  });
  const weights: PageWeight[] = [];
  for (const path of paths) {
    [count, bytes] = [0, 0];
    await page.goto(path, { waitUntil: 'load' });
    await page.getByRole('heading', { level: 1 }).waitFor();
    weights.push({ path, scripts: count, kilobytes: Math.round(bytes / 100) / 10 });
  }
  await context.close();
  return weights;
}
