/** Speech into packets, once, before a test or a load run. */
import type { OpusCodec } from '../codec/opus.ts';
import { PcmFramer } from '../session/pcm-framer.ts';

export async function opusPackets(
  codec: OpusCodec,
  pcm: Int16Array,
  options: { readonly sampleRateHz: number; readonly frameDurationMs: number },
): Promise<Uint8Array[]> {
  const encoder = await codec.createEncoder(options);
  const framer = new PcmFramer((options.sampleRateHz * options.frameDurationMs) / 1000);
  const packets: Uint8Array[] = [];
  const encode = (frame: Int16Array) => void packets.push(encoder.encode(frame));
  framer.write(pcm, encode);
  framer.finish(encode);
  encoder.close();
  return packets;
}
