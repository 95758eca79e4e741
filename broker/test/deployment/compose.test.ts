/** docker-compose.yml, .env.example, Dockerfile and the unit file go together, and with the settings. */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { z } from 'zod';
import { OTHER_VARIABLES } from '../../src/config/environment.ts';
import { loadConfig } from '../../src/config/load.ts';
import { SETTINGS } from '../../src/config/settings.ts';
import { parseDockerfile } from '../../../tools/image/dockerfile.ts';
import { composeText, readCompose, root, variablesOf } from './compose-file.ts';

/** What of the Compose Specification we use, so that a slip of the pen is one; the published schema is asked in compose.services.test.ts. */
const duration = z.string().regex(/^(\d+(us|ms|s|m|h))+$/);
const healthcheck = z.strictObject({
  test: z.tuple([z.enum(['CMD', 'CMD-SHELL'])], z.string()),
  interval: duration,
  timeout: duration,
  start_period: duration,
  retries: z.int().min(1),
});
const service = z.strictObject({
  image: z.string(),
  build: z.strictObject({ context: z.string(), args: z.record(z.string(), z.string()) }).optional(),
  restart: z.enum(['no', 'always', 'on-failure', 'unless-stopped']),
  depends_on: z.record(z.string(), z.strictObject({ condition: z.literal('service_healthy') })).optional(),
  env_file: z.string().optional(),
  environment: z.record(z.string(), z.string()),
  ports: z.array(z.string().regex(/^[\d.]+:\d+:\d+$/)).optional(),
  volumes: z.array(z.string().regex(/^[a-z]+:\/[a-z/]+$/)),
  read_only: z.literal(true),
  tmpfs: z.array(z.string().startsWith('/')),
  cap_drop: z.array(z.string()).optional(),
  security_opt: z.array(z.string()),
  stop_grace_period: duration,
  shm_size: z.string().optional(),
  ulimits: z.record(z.string(), z.int()).optional(),
  healthcheck,
});
const composeSchema = z.strictObject({
  name: z.string(),
  services: z.strictObject({ broker: service, postgres: service }),
  volumes: z.record(z.string(), z.null()),
});

const PASSWORD = 'p@ss:w/rd';
const read = (...path: string[]): string => readFileSync(join(root, ...path), 'utf8');
const example = read('.env.example');
/** Names in it, commented out or not. */
const offered = [...example.matchAll(/^(?:# )?([A-Z][A-Z_]+)=/gm)].map(([, name]) => name!);

/** `NAME=value` lines of a file as Docker reads them. */
const variablesIn = (text: string): Record<string, string> =>
  Object.fromEntries([...text.matchAll(/^([A-Z][A-Z_]+)=(.*)$/gm)].map(([, name, value]) => [name!, value!]));

test('the compose file is of the form that the specification has, and its parts exist', () => {
  const { services, volumes } = composeSchema.parse(readCompose({ POSTGRES_PASSWORD: PASSWORD }));
  const used = Object.values(services).flatMap((each) => each.volumes.map((volume) => volume.split(':')[0]!));
  expect(used.toSorted()).toEqual(Object.keys(volumes).toSorted());
  expect(services.broker.environment).toMatchObject({
    DATABASE_URL: 'postgresql://pipit@postgres:5432/pipit',
    PGPASSWORD: PASSWORD,
  });
  expect(services.postgres.environment).toMatchObject({
    POSTGRES_PASSWORD: PASSWORD,
    POSTGRES_USER: 'pipit',
  });
  expect(services.postgres.image).toMatch(/^postgres:\d+/);
  expect(services.postgres.ports).toBeUndefined();
});

test.each([{}, { POSTGRES_PASSWORD: '' }, variablesIn(example)])(
  'without a password it says what to do: %j',
  (variables) => {
    expect(() => readCompose(variables)).toThrow(/POSTGRES_PASSWORD is missing\. Copy \.env\.example/);
  },
);

test('ports of the broker that are changed are changed on both sides', () => {
  const variables = { POSTGRES_PASSWORD: PASSWORD, PIPIT_MQTT_PORT: '11883', HTTP_BIND: '0.0.0.0' };
  const { services } = composeSchema.parse(readCompose(variables));
  expect(services.broker.ports).toContain('0.0.0.0:11883:11883');
  expect(services.broker.ports).toContain('0.0.0.0:8080:8080');
});

test('every variable that it uses is in .env.example, and every one of the settings', () => {
  for (const name of variablesOf(composeText)) expect(offered, name).toContain(name);
  for (const { variable } of SETTINGS) expect(offered).toContain(variable);
  const known = new Set([...SETTINGS.map(({ variable }) => variable), ...OTHER_VARIABLES]);
  const named = `${composeText}${example}${read('Dockerfile')}`.match(/\bPIPIT_[A-Z_]+/g) ?? [];
  for (const name of named) expect(known, name).toContain(name);
});

test('.env.example is accepted as it is, and with everything in it switched on', () => {
  expect(loadConfig({ environment: variablesIn(example) })).toEqual(loadConfig({ environment: {} }));
  const settings = new Set(SETTINGS.map(({ variable }) => variable));
  const all = Object.entries(variablesIn(example.replaceAll(/^# (?=[A-Z_]+=)/gm, '')));
  const environment = Object.fromEntries(all.filter(([name]) => settings.has(name)));
  expect(loadConfig({ environment })).toEqual(loadConfig({ environment: {} }));
  const lines = example.split('\n');
  for (const { variable } of SETTINGS.filter(({ secret }) => secret))
    expect(lines[lines.indexOf(`# ${variable}=`) - 1], variable).toContain('A secret.');
});

test('image and compose file agree: health check, ports, volume, what a shell does not stand before', () => {
  const { stages } = parseDockerfile(read('Dockerfile'));
  const steps = stages.flatMap(({ instructions }) => instructions);
  const textOf = (name: string): string => steps.find((step) => step.name === name)?.text ?? '';
  const { broker } = composeSchema.parse(readCompose({ POSTGRES_PASSWORD: PASSWORD })).services;
  expect(broker.healthcheck.test).toEqual([
    'CMD',
    ...(JSON.parse(textOf('HEALTHCHECK').replace(/^CMD /, '')) as string[]),
  ]);
  expect(broker.ports?.map((port) => port.split(':')[2])).toEqual(textOf('EXPOSE').split(' '));
  expect(broker.volumes).toEqual([`data:${textOf('VOLUME')}`]);
  expect(textOf('ENTRYPOINT')).toMatch(/^\["node"/);
  expect(textOf('USER')).toMatch(/^[1-9]\d*:[1-9]\d*$/);
  expect(Number.parseInt(broker.stop_grace_period, 10) * 1000).toBeGreaterThanOrEqual(
    loadConfig({ environment: {} }).session.drainMs + 10_000,
  );
});

test('the unit file runs what is there, and stops later than the broker', () => {
  const unit = read('deploy', 'systemd', 'pipit.service');
  const valueOf = (key: string): string => new RegExp(`^${key}=(.*)$`, 'm').exec(unit)?.[1] ?? '';
  expect(valueOf('ExecStart')).toMatch(
    /node_modules\/node\/bin\/node .* broker\/src\/main\.ts start --config \/etc\/pipit\/pipit\.yaml$/,
  );
  expect(Number(valueOf('TimeoutStopSec')) * 1000).toBeGreaterThan(
    loadConfig({ environment: {} }).session.drainMs + 10_000,
  );
  for (const name of unit.match(/PIPIT_[A-Z_]+/g) ?? []) expect(offered, name).toContain(name);
});
