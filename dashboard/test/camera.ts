/** What the camera of the tests' browser sees: a picture of a QR code, as a film that never ends. */
import { writeFile } from 'node:fs/promises';
import { encodeQR } from 'qr';

const WIDTH = 640;
const HEIGHT = 480;
const MODULE_PX = 8;
const PAPER = 200;
const INK = 30;

/** Somewhere on a grey wall. The format is YUV4MPEG2, which Chromium takes for a camera. */
export async function showQr(path: string, text: string): Promise<void> {
  const modules = encodeQR(text, 'raw', { border: 4 });
  const luma = Buffer.alloc(WIDTH * HEIGHT, 120);
  const left = Math.floor((WIDTH - modules.length * MODULE_PX) / 2) + 17;
  const top = Math.floor((HEIGHT - modules.length * MODULE_PX) / 2) - 9;
  modules.forEach((row, y) =>
    row.forEach((isDark, x) => {
      for (let line = 0; line < MODULE_PX; line++) {
        const at = (top + y * MODULE_PX + line) * WIDTH + left + x * MODULE_PX;
        luma.fill(isDark ? INK : PAPER, at, at + MODULE_PX);
      }
    }),
  );
  const noColour = Buffer.alloc((WIDTH * HEIGHT) / 2, 128);
  const frame = Buffer.concat([Buffer.from('FRAME\n'), luma, noColour]);
  const header = Buffer.from(`YUV4MPEG2 W${WIDTH} H${HEIGHT} F10:1 Ip A1:1 C420\n`);
  await writeFile(path, Buffer.concat([header, frame, frame]));
}
