/** The browser's microphone as a stream of samples, with its echo cancellation. */
import { AsyncQueue } from '../async-queue.ts';
import { Resampler } from '../audio/resampler.ts';
import { DeviceError } from '../errors.ts';
import { given } from '../given-options.ts';
import { addWorklet } from './worklets.ts';

export interface MicrophoneOptions {
  /** Of what it yields. Default 16000. */
  readonly sampleRateHz?: number;
  /** Passed to getUserMedia. Default: mono with echo cancellation, noise suppression and gain control. */
  readonly constraints?: MediaTrackConstraints;
  readonly signal?: AbortSignal;
}

const DEFAULTS = {
  sampleRateHz: 16_000,
  constraints: { channelCount: 1, echoCancellation: true, noiseSuppression: true, autoGainControl: true },
} as const;

/** Pieces of 10 ms held for a reader that does not read: five seconds; then the oldest goes. */
const QUEUE_CAPACITY = 500;

/**
 * What the microphone hears, until the reader stops or the signal comes; the microphone is then released.
 * @throws {DeviceError} AUDIO_DEVICE when there is none or the user does not allow it.
 */
export async function* microphone(
  options: MicrophoneOptions = {},
): AsyncGenerator<Int16Array, void, undefined> {
  const { sampleRateHz, constraints } = { ...DEFAULTS, ...given(options) };
  const { signal } = options;
  const media = await openMicrophone(constraints);
  const context = new AudioContext();
  const queue = new AsyncQueue<Float32Array>({ capacity: QUEUE_CAPACITY });
  const stop = () => queue.end();
  signal?.addEventListener('abort', stop, { once: true });
  if (signal?.aborted) stop();
  try {
    await addWorklet(context, 'capture');
    // Some browsers let this wait for a click, which must not keep the signal waiting.
    context.resume().catch(() => {});
    const capture = new AudioWorkletNode(context, 'pipit-capture', { numberOfOutputs: 0 });
    capture.port.addEventListener('message', ({ data }) => queue.push(data as Float32Array));
    capture.port.start();
    context.createMediaStreamSource(media).connect(capture);
    for (const track of media.getTracks()) track.addEventListener('ended', stop);
    const resampler = new Resampler({ fromHz: Math.round(context.sampleRate), toHz: sampleRateHz });
    for await (const samples of queue) yield resampler.write(toInt16(samples));
  } finally {
    signal?.removeEventListener('abort', stop);
    for (const track of media.getTracks()) track.stop();
    await context.close();
  }
}

async function openMicrophone(constraints: MediaTrackConstraints): Promise<MediaStream> {
  // A page that is not served over HTTPS, or from localhost, has no such thing.
  const devices = navigator.mediaDevices as MediaDevices | undefined;
  if (!devices)
    throw new DeviceError('AUDIO_DEVICE', { detail: 'a microphone needs a page served over HTTPS' });
  try {
    return await devices.getUserMedia({ audio: constraints });
  } catch (error) {
    throw DeviceError.from(error, 'AUDIO_DEVICE');
  }
}

const toInt16 = (samples: Float32Array): Int16Array =>
  Int16Array.from(samples, (x) => Math.max(-32768, Math.min(32767, Math.round(x * 32768))));
