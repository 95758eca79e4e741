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

test.each([
  ['alerts.webhookUrl', 'http://10.1.2.3/hook'],
  ['alerts.webhookUrl', 'http://[::1]:9000/hook'],
  ['alerts.webhookUrl', 'http://localhost/hook'],
  ['alerts.wecomUrl', 'http://192.168.0.1/robot?key=planted'],
])('%s at a private address is told at once, unless it is meant: %s', (path, address) => {
  const flags = { [path]: address, 'alerts.webhookSecret': 'a secret of the test' };
  const load = (allow: boolean) =>
    loadConfig({ environment: {}, flags: { ...flags, 'alerts.allowPrivateTargets': allow } });
  expect(() => load(false)).toThrow(/alerts\.w.*open internet.*alerts\.allowPrivateTargets/);
  expect(() => load(false)).not.toThrow(/planted/);
  expect(() => load(true)).not.toThrow();
});

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

test('what stands empty is not set', () => {
  const config = load({
    file: file('mqtt:\nmodel:\n  endpoint:\n  region: eu-north-1\n  brain: ~\nlog: {}\n'),
    environment: { PIPIT_CONFIG: '', PIPIT_MQTT_PORT: '', PIPIT_MODEL_ENDPOINT: '' },
  });
  expect(config).toEqual({ ...load({}), model: { ...load({}).model, region: 'eu-north-1' } });
});

test('variables that Kubernetes makes for a service called pipit are not ours', () => {
  const environment = {
    PIPIT_SERVICE_HOST: '10.0.0.1',
    PIPIT_SERVICE_PORT_MQTT: '1883',
    PIPIT_PORT: 'tcp://10.0.0.1:1883',
    PIPIT_PORT_1883_TCP_ADDR: '10.0.0.1',
    PIPIT_MQTT_PORT: '7',
  };
  expect(load({ environment }).mqtt.port).toBe(7);
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

test('a list stands in the file as one, and with commas in variables and flags', () => {
  const lists = [
    load({ file: file('http:\n  corsOrigins: [https://a.example, https://b.example]\n') }),
    load({ environment: { PIPIT_HTTP_CORS_ORIGINS: ' https://a.example,https://b.example ,' } }),
    load({ flags: { 'http.corsOrigins': 'https://a.example,https://b.example' } }),
  ];
  for (const { http } of lists) expect(http.corsOrigins).toEqual(['https://a.example', 'https://b.example']);
  expect(load({}).http).toMatchObject({ corsOrigins: [], trustProxy: [] });
  const proxies = load({ flags: { 'http.trustProxy': '127.0.0.1,10.0.0.0/8,fd00::/8' } }).http.trustProxy;
  expect(proxies).toEqual(['127.0.0.1', '10.0.0.0/8', 'fd00::/8']);
});

test.each([
  ['http.corsOrigins', 'https://a.example/path'],
  ['http.corsOrigins', '*'],
  ['http.trustProxy', '10.0.0.0/8,everybody'],
  ['http.trustProxy', '10.0.0.0/99'],
])('an item of %s that is none, %s, is refused', (key, text) => {
  expect(problemsOf({ flags: { [key]: text } })[0]).toMatch(/expected an .*set by the flag/);
});

test('what programs may see is named by its own path', () => {
  const load1 = (path: string) => load({ flags: { 'tools.sandbox.readOnlyPaths': path } });
  expect(load1('/srv/..hidden/mcp.d').tools.sandbox.readOnlyPaths).toEqual(['/srv/..hidden/mcp.d']);
  for (const path of ['/srv/../data', '/srv/..', '/./srv', '/srv/x/.'])
    expect(() => load1(path)).toThrow(/readOnlyPaths.*without \. and \.\./s);
});

test('a secret is not repeated when it is refused', () => {
  const [problem] = problemsOf({ environment: { PIPIT_HTTP_METRICS_TOKEN: 'sh0rt-planted' } });
  expect(problem).toMatch(/^http\.metricsToken: /);
  expect(problem).not.toContain('planted');
  expect(problemsOf({ flags: { secretKey: 'planted' } })[0]).toMatch(
    /^secretKey: expected 32 random bytes(?!.*planted)/,
  );
  expect(SETTINGS.filter(({ secret }) => secret).map(({ path }) => path)).toEqual([
    'database.url',
    'secretKey',
    'auth.oidc.clientSecret',
    'http.metricsToken',
    'tools.sandbox.remote.secret',
    'alerts.webhookSecret',
    'alerts.wecomUrl',
    'alerts.smtpUrl',
  ]);
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

  test('keys that every object has, lists, numbers as text, addresses without a scheme', () => {
    const path = file(
      '__proto__: { log: { level: debug } }\nconstructor: 1\ntoString: { a: 1 }\nmqtt: [1]\n' +
        'http: { port: "80", __proto__: { host: x }, hasOwnProperty: 1 }\nmodel: { endpoint: localhost:8000 }\n',
    );
    const problems = problemsOf({
      file: path,
      flags: { ['__proto__.polluted']: '1', 'mqtt.port': '1', 'log.pii': 'constructor' },
    });
    for (const key of ['__proto__', 'constructor', 'toString', 'http.__proto__', 'http.hasOwnProperty'])
      expect(
        problems.filter((problem) => problem.startsWith(`${key}: there is no such setting`)),
      ).toHaveLength(1);
    const text = problems.join('\n');
    expect(text).toMatch(/__proto__\.polluted: there is no such setting/);
    expect(text).toMatch(/^mqtt: expected object/m);
    expect(text).toMatch(/^http\.port: expected number/m);
    expect(text).toMatch(/^model\.endpoint: expected an address like http/m);
    expect(text).toMatch(/^log\.pii: expected boolean, received string/m);
    expect(({} as { polluted?: unknown }).polluted).toBeUndefined();
  });

  test('a header of a proxy without the proxy, a provider without a client, a foreign list', () => {
    const text = problemsOf({
      flags: {
        'auth.proxyUserHeader': 'x-user',
        'auth.oidc.issuer': 'https://id.example.com',
        'auth.oidc.scopes': 'email',
        'auth.trustedProxies': 'anywhere',
      },
    }).join('\n');
    expect(text).toMatch(/auth\.trustedProxies.*: expected an IP address or a range/);
    expect(text).toMatch(/auth\.oidc\.scopes: must include openid/);
    const missing = problemsOf({
      flags: { 'auth.proxyUserHeader': 'x-user', 'auth.oidc.issuer': 'https://id.example.com' },
    }).join('\n');
    expect(missing).toMatch(/auth\.trustedProxies: must name the proxy/);
    expect(missing).toMatch(/auth\.oidc\.clientId: is needed/);
  });

  test('settings that do not go together', () => {
    const text = problemsOf({
      flags: { 'mqtt.tls.certFile': '/none.pem', 'mqtt.tls.caFile': '/none.pem' },
    }).join('\n');
    expect(text).toMatch(/certFile and keyFile go together/);
    expect(text).toMatch(/mqtt\.tls\.certFile: the file \/none\.pem does not exist/);
    expect(problemsOf({ flags: { 'mqtt.tls.requireCertificate': true } })).toEqual([
      expect.stringMatching(/mqtt\.tls\.requireCertificate: set caFile as well/),
    ]);
  });
});
