/** Reads QR codes with the camera. */
import { frameIn } from './video-frame.ts';

/** `insecure`: the page came neither over HTTPS nor from localhost. */
export async function scanning(): Promise<'possible' | 'impossible' | 'insecure'> {
  if (!isSecureContext) return 'insecure';
  const devices = await navigator.mediaDevices.enumerateDevices().catch((): MediaDeviceInfo[] => []);
  return devices.some(({ kind }) => kind === 'videoinput') ? 'possible' : 'impossible';
}

const LOOK_EVERY_MS = 150;

/** What the codes say that are seen, each time one is seen. @throws when the camera is not allowed. @throws AbortError */
export async function* readQr(video: HTMLVideoElement, signal: AbortSignal): AsyncGenerator<string> {
  const stream = await navigator.mediaDevices.getUserMedia({ video: { facingMode: 'environment' } });
  try {
    signal.throwIfAborted();
    const { decodeQR } = await import('qr/decode.js');
    video.srcObject = stream;
    await video.play();
    for (;;) {
      signal.throwIfAborted();
      const frame = frameIn(video);
      const text = frame && textIn(() => decodeQR(frame));
      if (text !== undefined) yield text;
      await new Promise((resolve) => setTimeout(resolve, LOOK_EVERY_MS));
    }
  } finally {
    for (const track of stream.getTracks()) track.stop();
    video.srcObject = null;
  }
}

/** The decoder throws where there is no code. */
function textIn(decode: () => string): string | undefined {
  try {
    return decode();
  } catch {
    return undefined;
  }
}
