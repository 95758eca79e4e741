/** Tools that the SDK itself has, where the application gave it what they need. */
import { type Commandable, hookFor } from '../remote/device-command.ts';
import { type DeviceTool, deviceTool } from './device-tool.ts';

export interface BuiltInOptions extends Commandable {
  readonly firmware: { readonly name: string; readonly version: string };
  readonly hardware: { readonly model: string; readonly serial: string };
  readonly readings: () => object;
  /** The volume was changed. */
  readonly onVolume: () => void;
}

/** `set_volume` where the volume can be set, and with it `get_status`. */
export function builtInTools(options: BuiltInOptions): DeviceTool[] {
  const { volume, firmware, hardware, readings, onVolume } = options;
  const setVolume = (percent: number) => hookFor(options, { id: 0, name: 'setVolume', percent });
  if (!setVolume(0)) return [];
  return [
    deviceTool(
      'set_volume',
      {
        description:
          'Sets how loud this device plays, in percent. Ask get_status for the present volume first when the user wants louder or softer.',
        input: { percent: { type: 'integer', minimum: 0, maximum: 100 } },
      },
      async ({ percent }, { signal }) => {
        const wanted = Number(percent);
        if (!(wanted >= 0 && wanted <= 100)) throw new Error('The volume is 0 to 100.');
        await setVolume(Math.round(wanted))!(signal);
        onVolume();
        return { volumePercent: Math.round(wanted) };
      },
    ),
    deviceTool(
      'get_status',
      { description: 'What this device is and how it is: volume, battery, signal, firmware.' },
      () => ({
        volumePercent: volume?.current?.(),
        ...readings(),
        firmware: `${firmware.name} ${firmware.version}`.trim(),
        ...(hardware.model && { hardware: hardware.model }),
      }),
    ),
  ];
}
