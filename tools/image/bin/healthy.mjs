// The image's HEALTHCHECK: ends with 0 when the broker's HTTP side answers. Its port is that of PIPIT_HTTP_PORT.
const port = process.env.PIPIT_HTTP_PORT || '8080';
try {
  const { ok } = await fetch(`http://127.0.0.1:${port}/health`, { signal: AbortSignal.timeout(4000) });
  process.exitCode = ok ? 0 : 1;
} catch {
  process.exitCode = 1;
}
