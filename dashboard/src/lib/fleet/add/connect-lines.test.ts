import { expect, test } from 'vitest';
import { codeIn, environmentLines, firmwareValues } from './connect-lines.ts';

const of = (mqttUrl: string) => ({ mqttUrl, deviceId: 'lamp-1', secret: "pk_it's" });

test('a shell takes the lines as they are', () => {
  expect(environmentLines(of('mqtt://pi.local:1883')).split('\n')).toEqual([
    "export PIPIT_URL='mqtt://pi.local:1883'",
    "export PIPIT_DEVICE_ID='lamp-1'",
    String.raw`export PIPIT_DEVICE_SECRET='pk_it'\''s'`,
  ]);
});

test.each([
  ['mqtt://10.0.0.2:1884', { host: '10.0.0.2', port: 1884, isTls: false, path: undefined }],
  ['mqtts://pipit.example', { host: 'pipit.example', port: 8883, isTls: true }],
  ['wss://pipit.example/mqtt', { host: 'pipit.example', port: 443, isTls: true, path: '/mqtt' }],
])('firmware is told host and port of %s', (url, values) => {
  expect(firmwareValues(of(url))).toMatchObject(values);
});

test('topics are those of the device', () => {
  expect(firmwareValues(of('mqtt://a'))?.topics[0]).toEqual({ topic: 'p1/lamp-1/uc', qos: 1, isUp: true });
  expect(firmwareValues(of('not an address'))).toBeUndefined();
});

test.each([
  [' ABCD-EF23 ', 'ABCD-EF23'],
  ['https://pipit.example/add-devices?code=ABCD-EF23', 'ABCD-EF23'],
  ['https://elsewhere.example/', ''],
])('the code is found in %s', (scanned, code) => {
  expect(codeIn(scanned)).toBe(code);
});
