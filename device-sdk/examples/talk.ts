import { PipitDevice } from '@pipit/device-sdk';
import { WavSink, wavSource } from '@pipit/device-sdk/node';

const [url = '', deviceId = '', secret = '', question = '', answer = ''] = process.argv.slice(2);

await using device = new PipitDevice({ url, deviceId, secret });
await device.connect();
const session = await device.openSession({ mode: 'PUSH_TO_TALK' });
session.on('transcript', ({ role, text }) => console.log(`${role}: ${text}`));

await using speaker = new WavSink(answer); // new AlsaSpeaker() on a Raspberry Pi
await session.play(speaker);

session.startListening();
await session.stream(wavSource({ path: question })); // alsaMicrophone()
session.stopListening();
await session.once('playbackFinished');
