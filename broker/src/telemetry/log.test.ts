import { expect, test } from 'vitest';
import { createLog } from './log.ts';

const SECRET = 'pk_very-secret';
const SAID = 'what was said';

async function lines(pii: boolean): Promise<string> {
  let text = '';
  const log = await createLog({
    level: 'trace',
    pretty: false,
    pii,
    destination: { write: (line) => void (text += line) },
  });
  const secrets = {
    secret: SECRET,
    password: SECRET,
    credentials: { secretAccessKey: SECRET },
    apiKey: SECRET,
  };
  const said = { pii: { text: SAID } };
  log.info({ ...secrets, ...said }, 'top');
  log.info({ device: { ...secrets, ...said } }, 'inside');
  log.info({ config: { model: { ...secrets, ...said } } }, 'deep inside');
  log.error({ err: Object.assign(new Error('failed'), { ...secrets, ...said }) }, 'on an error');
  log.child({ deviceId: 'kitchen', ...secrets, ...said }).info('in a child');
  return text;
}

test('no secret reaches the log, and what was said only when it is switched on', async () => {
  const without = await lines(false);
  expect(without).not.toContain(SECRET);
  expect(without).not.toContain(SAID);
  expect(without).toContain('kitchen');
  const withPii = await lines(true);
  expect(withPii).not.toContain(SECRET);
  expect(withPii).toContain(SAID);
});
