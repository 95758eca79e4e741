/** `pipit doctor`: which leg between a device and the model fails, and what to do about it. */
import { LEG_TEXTS, PipitDevice, type SelfTestLeg } from '@pipit/device-sdk';
import { Command } from 'commander';
import { type DeviceIdentity, identityOf } from './device-identity.ts';
import { type HealthLeg, askHealth } from './health-leg.ts';
import { interruptible } from './interruption.ts';
import { type Output, bold, createOutput } from './output.ts';

interface DoctorFlags {
  url?: string;
  device?: string;
  secret?: string;
  healthUrl?: string;
  /** `--no-model` makes it false. */
  model: boolean;
  json: boolean;
}

type Leg = SelfTestLeg | HealthLeg;

export function doctorCommand(): Command {
  return new Command('doctor')
    .description('try each leg from a device to the model and back; name the one that fails')
    .option('--url <url>', 'broker, like mqtt://192.168.1.2:1883 (PIPIT_URL)')
    .option(
      '--device <id>',
      'device id to be (PIPIT_DEVICE_ID); one that is connected now loses its connection',
    )
    .option(
      '--secret <secret>',
      "the device's secret; better in PIPIT_DEVICE_SECRET, where no process list shows it",
    )
    .option('--health-url <url>', "also ask the broker's HTTP side, like http://192.168.1.2:8080/health")
    .option('--no-model', 'leave the model alone: opening it costs a request of its quota')
    .option('--json', 'end with one JSON object', false)
    .action((flags: DoctorFlags) => doctor(flags));
}

async function doctor(flags: DoctorFlags): Promise<void> {
  const output = createOutput(flags.json);
  const { device: id, ...rest } = flags;
  const identity = identityOf({ ...rest, ...(id !== undefined && { id }) }, '--device');
  const legs = await interruptible((signal) => examine(identity, flags, output, signal));
  const ok = legs.every(({ outcome }) => outcome !== 'failed');
  output.line(ok ? bold('All is well.') : bold('Something is wrong: see the line with ✗.'));
  output.result({ ok, url: identity.url, deviceId: identity.deviceId, legs });
  if (!ok) process.exitCode = 1;
}

async function examine(
  identity: DeviceIdentity,
  { healthUrl, model }: DoctorFlags,
  output: Output,
  signal: AbortSignal,
): Promise<Leg[]> {
  const legs: Leg[] = [];
  const show = (leg: Leg): void => {
    legs.push(leg);
    output.line(lineOf(leg));
  };
  if (healthUrl !== undefined) show(await askHealth(healthUrl, signal));
  await using device = new PipitDevice(identity);
  await device.selfTest({ openModel: model, onLeg: show, signal });
  return legs;
}

const SIGNS = { ok: '✓', failed: '✗', skipped: '–' } as const;
const NAME_COLUMNS = 20;

function lineOf(leg: Leg): string {
  const name = leg.name === 'health' ? 'health' : LEG_TEXTS[leg.name];
  const time = leg.ms === undefined ? '' : `${leg.ms} ms`;
  const loss = leg.lost === undefined ? '' : `${leg.lost} lost`;
  return `${SIGNS[leg.outcome]} ${name.padEnd(NAME_COLUMNS)} ${time.padStart(10)} ${loss.padStart(8)}  ${leg.text}`;
}
