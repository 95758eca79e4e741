/// <reference types="node" preserve="true" />
/** For tests and load: a bad network, a device without a codec, a clock that waits to be told. Needs Node.js. */
export { duplexPair } from './duplex-pair.ts';
export { FakeClock } from './fake-clock.ts';
export { opusPackets } from './opus-packets.ts';
export { seededRandom } from './random.ts';
export {
  SimulatedDevice,
  type SimulatedDeviceOptions,
  type SimulatedTurn,
  silentPackets,
} from './simulated-device.ts';
export { SimulatedNetwork, type SimulatedNetworkOptions } from './simulated-network.ts';
export { type NetworkConditions, type Outages, PERFECT_NETWORK, SimulatedPath } from './simulated-path.ts';
