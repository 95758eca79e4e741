import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { ConfigError, type ConfigSources, loadConfig } from './load.ts';
import { SETTINGS } from './settings.ts';

let folder: string;
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'pipit-config-'));
});
afterAll(() => rmSync(folder, { recursive: true }));

function file(content: string): string {
  const path = join(folder, `${Math.random()}.yaml`);
  writeFileSync(path, content);
  return path;
}

const load = (sources: ConfigSources) => loadConfig({ environment: {}, ...sources });

function problemsOf(sources: ConfigSources): readonly string[] {
  try {
    load(sources);
  } catch (error) {
    if (error instanceof ConfigError) return error.problems;
    throw error;
  }
  throw new Error('it was accepted');
}

test('without anything there are the defaults, and nobody can change them', () => {
  const config = load({});
  expect(config).toMatchObject({ mqtt: { port: 1883 }, model: { provider: 'local' }, log: { pii: false } });
  expect(() => Object.assign(config.mqtt, { port: 1 })).toThrow(TypeError);
});

test('flags go over environment over file over defaults', () => {
  const path = file('mqtt: { port: 1, websocketPort: 2, host: 10.0.0.1 }\n');
  const config = load({
    file: path,
    environment: { PIPIT_MQTT_PORT: '3', PIPIT_MQTT_WEBSOCKET_PORT: '4' },
    flags: { 'mqtt.port': '5' },
  });
  expect(config.mqtt).toMatchObject({ port: 5, websocketPort: 4, host: '10.0.0.1', tlsPort: 8883 });
});

test('the file may be named by the environment', () => {
  expect(load({ environment: { PIPIT_CONFIG: file('log: { level: debug }') } }).log.level).toBe('debug');
});

test('every setting has a meaning and can be set by its variable', () => {
  for (const { variable, about } of SETTINGS) {
    expect(variable).toMatch(/^PIPIT_[A-Z_]+$/);
    expect(about).not.toBe('');
  }
  const variables = Object.fromEntries(
    SETTINGS.filter(({ fallback }) => fallback !== undefined).map(({ variable, fallback }) => [
      variable,
      String(fallback),
    ]),
  );
  expect(load({ environment: variables })).toEqual(load({}));
});

describe('what is wrong', () => {
  test('is told all at once, with key, meaning and origin', () => {
    const path = file('mqtt:\n  port: seven\n  prot: 8\nsession: { max: 0 }\n');
    const problems = problemsOf({
      file: path,
      environment: { PIPIT_LOG_LEVEL: 'loud', PIPIT_MODEL_PROVIDR: 'local', OTHER: 'x' },
      flags: { 'audio.bitrte': '1', 'conversation.topP': 'much' },
    });
    const text = problems.join('\n');
    expect(text).toMatch(/mqtt\.port: expected number.*MQTT over TCP.*set by .*\.yaml/);
    expect(text).toMatch(/mqtt\.prot: there is no such setting\. Did you mean mqtt\.port\?/);
    expect(text).toMatch(/session\.max: .*>=1/);
    expect(text).toMatch(/log\.level: .*"debug".*set by PIPIT_LOG_LEVEL/);
    expect(text).toMatch(
      /PIPIT_MODEL_PROVIDR: there is no such setting\. Did you mean PIPIT_MODEL_PROVIDER\?/,
    );
    expect(text).toMatch(/audio\.bitrte: there is no such setting\. Did you mean audio\.bitrate\?/);
    expect(text).toMatch(/conversation\.topP: expected number.*set by the flag/);
    expect(problems).toHaveLength(7);
  });

  test('a file that is missing, broken, or no settings at all', () => {
    expect(problemsOf({ file: join(folder, 'none.yaml') })[0]).toMatch(/does not exist\. Create it/);
    expect(problemsOf({ file: file('a: [') })[0]).toMatch(/\.yaml: /);
    expect(problemsOf({ file: file('- 1') })[0]).toMatch(/keys and values/);
    expect(problemsOf({ file: file('mqtt: 5'), flags: { 'mqtt.port': 1 } })[0]).toMatch(
      /^mqtt: expected object/,
    );
  });

  test('settings that do not go together', () => {
    const text = problemsOf({
      flags: { 'mqtt.tls.certFile': '/none.pem', 'mqtt.tls.caFile': '/none.pem' },
    }).join('\n');
    expect(text).toMatch(/certFile and keyFile go together/);
    expect(text).toMatch(/mqtt\.tls\.certFile: the file \/none\.pem does not exist/);
  });
});
