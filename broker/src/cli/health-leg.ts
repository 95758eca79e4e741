/** The broker's HTTP side, as one more leg for `pipit doctor`. */

export interface HealthLeg {
  readonly name: 'health';
  readonly outcome: 'ok' | 'failed';
  readonly ok: boolean;
  readonly ms?: number;
  readonly lost?: never;
  readonly text: string;
}

const TIMEOUT_MS = 5000;

/** @throws the signal's reason. */
export async function askHealth(url: string, signal: AbortSignal): Promise<HealthLeg> {
  if (!/^https?:\/\//.test(url))
    return failed(`${url} is no address. Give one like http://192.168.1.2:8080/health.`);
  const startMs = performance.now();
  try {
    const response = await fetch(url, { signal: AbortSignal.any([signal, AbortSignal.timeout(TIMEOUT_MS)]) });
    const ms = Math.round((performance.now() - startMs) * 10) / 10;
    if (!response.ok)
      return failed(`${url} answers with status ${response.status}. Is this the broker's /health?`);
    const { status } = (await response.json()) as { status?: unknown };
    if (status !== 'ok')
      return failed(`The broker says of itself: ${JSON.stringify(status)}. Its log says why.`);
    return { name: 'health', outcome: 'ok', ok: true, ms, text: 'The broker says that it is well.' };
  } catch (error) {
    signal.throwIfAborted();
    const { cause } = error as { cause?: unknown };
    const why = cause instanceof Error ? cause.message : String(error);
    return failed(
      `${url} does not answer (${why}). Check http.port and http.host, and that the broker runs.`,
    );
  }
}

const failed = (text: string): HealthLeg => ({ name: 'health', outcome: 'failed', ok: false, text });
