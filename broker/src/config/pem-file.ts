/** Files with certificates and keys, as the settings name them. */
import { readFile } from 'node:fs/promises';

export class PemFileError extends Error {
  override readonly name = 'PemFileError';
}

/** @param setting that names the file. @throws {PemFileError} with what to do */
export async function readPem(path: string, setting: string, kind = 'CERTIFICATE'): Promise<string> {
  let text: string;
  try {
    text = await readFile(path, 'utf8');
  } catch (cause) {
    const { code, message } = cause as NodeJS.ErrnoException;
    const why = code === 'ENOENT' ? 'does not exist' : `cannot be read (${code ?? message})`;
    throw new PemFileError(`The file ${path} ${why}. It is named by ${setting}: name one that does.`, {
      cause,
    });
  }
  if (new RegExp(`-----BEGIN [A-Z ]*${kind}-----`).test(text)) return text;
  const what = kind === 'CERTIFICATE' ? 'certificate' : 'private key';
  throw new PemFileError(
    `The file ${path} holds no ${what} in PEM. It is named by ${setting}: name one that does.`,
  );
}
