/** A whole broker whose model gives one long answer. Prints where it is; ends when its standard input does. */
import { once } from 'node:events';
import { WholeBroker } from '../whole-broker.ts';

const [host = '', deviceId = '', answerMs = ''] = process.argv.slice(2);

await using whole = await WholeBroker.start({
  script: { replies: [{ text: 'A long answer.', audioMs: Number(answerMs) }] },
  settings: { 'mqtt.host': host },
});
const { secret } = await whole.broker.devices.add(deviceId);
console.log(JSON.stringify({ port: whole.broker.ports['tcp'], secret }));
process.stdin.resume();
await once(process.stdin, 'end');
