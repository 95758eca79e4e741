import { describeDeviceStore } from '../../test/store/device-store-contract.ts';
import { MemoryDeviceStore } from './memory-device-store.ts';

describeDeviceStore('memory', async () => new MemoryDeviceStore());
