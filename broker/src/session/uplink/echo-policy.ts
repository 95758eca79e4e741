/** Whether what a device hears of itself must be kept from the model. */
import { type Capabilities, ListenMode } from '@pipit/protocol';
import { EchoGate } from './echo-gate.ts';

export interface EchoPolicy {
  /** `auto` mutes the open microphones of devices without echo cancellation. */
  readonly echo: 'auto' | 'mute' | 'attenuate' | 'off';
  readonly echoTailMs: number;
  readonly echoAttenuationDb: number;
}

export function echoGateFor(
  { echo, echoTailMs, echoAttenuationDb }: EchoPolicy,
  capabilities: Pick<Capabilities, 'echoCancellation'> | null | undefined,
  /** Of the microphone now. */
  mode: () => ListenMode = () => ListenMode.ALWAYS_OPEN,
): EchoGate | undefined {
  if (echo === 'off' || (echo === 'auto' && capabilities?.echoCancellation)) return undefined;
  return new EchoGate({
    policy: echo === 'auto' ? 'mute' : echo,
    tailMs: echoTailMs,
    attenuationDb: echoAttenuationDb,
    // Who presses a button into the answer is to be heard at once; and in between devices mute themselves.
    applies: () => (echo === 'auto' ? mode() === ListenMode.ALWAYS_OPEN : mode() !== ListenMode.PUSH_TO_TALK),
  });
}
