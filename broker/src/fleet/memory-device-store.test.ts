import { describeDeviceStore } from '../../test/fleet/device-store-contract.ts';
import { MemoryDeviceStore } from './memory-device-store.ts';

describeDeviceStore('memory', async () => new MemoryDeviceStore());
