/** What every device store must do, whatever it keeps devices in: run it from the tests of each. */
import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest';
import type { DeviceChange, DeviceStore } from '../../src/fleet/device-store.ts';
import { matchSecret, verifySecret } from '../../src/fleet/secret.ts';

export function describeDeviceStore(name: string, open: () => Promise<DeviceStore>): void {
  describe(`${name} as a device store`, () => {
    let store: DeviceStore;
    beforeEach(async () => {
      store = await open();
    });
    afterEach(() => store.close());

    test('starts empty', async () => {
      expect(await store.list()).toEqual([]);
      expect(await store.get('kitchen')).toBeUndefined();
      expect(await store.remove('kitchen')).toBe(false);
    });

    test('adds a device and shows its secret once', async () => {
      const { device, secret } = await store.add('kitchen', { name: 'Kitchen speaker' });
      expect(device).toMatchObject({
        id: 'kitchen',
        name: 'Kitchen speaker',
        enabled: true,
        rotatedAt: null,
      });
      expect(Date.parse(device.createdAt)).toBeGreaterThan(0);
      expect(secret).toMatch(/^pk_[\w-]{43}$/);
      expect(await store.get('kitchen')).toEqual(device);
      expect(JSON.stringify(await store.list())).not.toContain(secret);
      expect(verifySecret(secret, device.secretHash)).toBe(true);
    });

    test('names a device by its id unless told otherwise', async () => {
      expect((await store.add('kitchen')).device.name).toBe('kitchen');
    });

    test('registers a device without a secret', async () => {
      expect(await store.register('kitchen')).toMatchObject({
        id: 'kitchen',
        secretHash: null,
        enabled: true,
      });
      const { secret } = await store.rotate('kitchen');
      expect(matchSecret(secret, await store.get('kitchen'))).toBeDefined();
      await expect(store.register('kitchen')).rejects.toMatchObject({ code: 'EXISTS' });
    });

    test('lists by id', async () => {
      for (const id of ['c', 'a', 'b']) await store.add(id);
      expect((await store.list()).map(({ id }) => id)).toEqual(['a', 'b', 'c']);
    });

    test.for(['', 'a/b', '#', ' a', 'a'.repeat(65), '__proto__'])('refuses the id %j', async (id) => {
      await expect(store.add(id)).rejects.toMatchObject({ code: 'INVALID_ID' });
    });

    test('refuses an id that is taken, and leaves the device as it is', async () => {
      const { device } = await store.add('kitchen');
      await expect(store.add('kitchen')).rejects.toMatchObject({ code: 'EXISTS' });
      expect(await store.get('kitchen')).toEqual(device);
    });

    test('rotates a secret: the old one ends at once', async () => {
      const first = await store.add('kitchen');
      const second = await store.rotate('kitchen');
      expect(second.device).toMatchObject({ id: 'kitchen', createdAt: first.device.createdAt });
      expect(second.device.rotatedAt).not.toBeNull();
      const record = await store.get('kitchen');
      expect(verifySecret(first.secret, record?.secretHash)).toBe(false);
      expect(verifySecret(second.secret, record?.secretHash)).toBe(true);
      await expect(store.rotate('hall')).rejects.toMatchObject({ code: 'NOT_FOUND' });
    });

    test('removes a device', async () => {
      await store.add('kitchen');
      expect(await store.remove('kitchen')).toBe(true);
      expect(await store.get('kitchen')).toBeUndefined();
      expect(await store.remove('kitchen')).toBe(false);
    });

    test('a rotation with overlap: both secrets are good until the new one is used', async () => {
      const first = await store.add('kitchen');
      const second = await store.rotate('kitchen', { overlap: true });
      const during = await store.get('kitchen');
      expect(during?.rotatedAt).toBeNull();
      expect(matchSecret(first.secret, during)?.isNext).toBe(false);
      const match = matchSecret(second.secret, during);
      expect(match?.isNext).toBe(true);
      await store.promote('kitchen', 'not the hash of it');
      expect(await store.get('kitchen')).toEqual(during);
      await store.promote('kitchen', match!.hash);
      const after = await store.get('kitchen');
      expect(after?.rotatedAt).not.toBeNull();
      expect(matchSecret(first.secret, after)).toBeUndefined();
      expect(matchSecret(second.secret, after)).toEqual({ hash: match!.hash, isNext: false });
      await store.promote('kitchen', match!.hash);
      expect(await store.get('kitchen')).toEqual(after);
    });

    test('keeps a device out without forgetting it', async () => {
      const { device } = await store.add('kitchen');
      expect(await store.setEnabled('kitchen', false)).toBe(true);
      expect(await store.get('kitchen')).toEqual({ ...device, enabled: false });
      expect(await store.setEnabled('kitchen', true)).toBe(true);
      expect(await store.get('kitchen')).toEqual(device);
      expect(await store.setEnabled('hall', false)).toBe(false);
    });

    test('tells of changes until it is told to stop', async () => {
      const changes: DeviceChange[] = [];
      const stop = store.listen({ onChange: (change) => changes.push(change) });
      await store.add('kitchen');
      await store.rotate('kitchen');
      await store.setEnabled('kitchen', false);
      await store.setEnabled('kitchen', false);
      await store.setEnabled('kitchen', true);
      await store.remove('kitchen');
      await store.remove('kitchen');
      await vi.waitFor(() => expect(changes.at(-1)?.kind).toBe('removed'));
      expect(changes.map(({ id, kind }) => `${id} ${kind}`)).toEqual([
        'kitchen added',
        'kitchen rotated',
        'kitchen disabled',
        'kitchen enabled',
        'kitchen removed',
      ]);
      stop();
      await store.add('hall');
      await store.get('hall');
      expect(changes).toHaveLength(5);
    });

    test('keeps every edit of many at once', async () => {
      const ids = Array.from({ length: 20 }, (_, index) => `device-${index}`);
      await Promise.all(ids.map((id) => store.add(id)));
      expect((await store.list()).map(({ id }) => id)).toEqual(ids.toSorted());
    });

    test('closes twice', async () => {
      await store.close();
      await store.close();
    });
  });
}
