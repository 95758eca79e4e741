import { broker, dataOf } from '#lib/broker/client.ts';

export async function load() {
  return { methods: await dataOf(broker.GET('/api/auth/methods')) };
}
