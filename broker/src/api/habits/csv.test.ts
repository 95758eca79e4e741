import { expect, test } from 'vitest';
import { z } from 'zod';
import { apiBench, as, described } from '../../testing/api-bench.ts';
import type { Routes } from '../api.ts';
import { type CsvColumn, sendCsv, wantsCsv } from './csv.ts';

interface Row {
  readonly name: string | null;
  readonly count: number;
}

const columns: readonly CsvColumn<Row>[] = [
  { header: 'name', value: ({ name }) => name },
  { header: 'count', value: ({ count }) => count },
];

const list =
  (rows: AsyncIterable<Row> | Iterable<Row>): Routes =>
  (api) => {
    api.get(
      '/rows',
      {
        config: { access: 'devices:read', csv: true },
        schema: { ...described('listRows'), response: { 200: z.object({ items: z.array(z.unknown()) }) } },
      },
      async (request, reply) =>
        wantsCsv(request)
          ? sendCsv(request, reply, { name: 'devices 设备', columns, rows })
          : reply.send({ items: [] }),
    );
  };

async function fetchRows(rows: AsyncIterable<Row> | Iterable<Row>, accept = 'text/csv', url = '/rows') {
  await using bench = await apiBench({ routes: [list(rows)] });
  return bench.api.inject({ url, headers: { ...as('viewer'), accept } });
}

test('CSV is for whoever prefers it', async () => {
  for (const accept of [
    'text/csv',
    'text/csv;q=0.9, application/json;q=0.5',
    'application/json;q=0, text/csv',
  ])
    expect((await fetchRows([], accept)).headers['content-type']).toBe('text/csv; charset=utf-8');
  for (const accept of ['', '*/*', 'application/json', 'text/csv;q=0', 'text/csv;q=0.1, application/json'])
    expect((await fetchRows([], accept)).headers['content-type']).toMatch(/^application\/json/);
});

test('it depends on Accept, and where other origins are let in on the origin as well', async () => {
  const console = 'https://console.example.com';
  await using bench = await apiBench({ routes: [list([])], settings: { corsOrigins: [console] } });
  const headers = { ...as('viewer'), accept: 'text/csv', origin: console };
  expect((await bench.api.inject({ url: '/rows', headers })).headers['vary']).toBe('Origin, accept');
  expect((await fetchRows([])).headers['vary']).toBe('accept');
});

test('quotes, line breaks, nothing, and no formula that a spreadsheet would run', async () => {
  const names = ['plain', 'a,"b"\nc', null, '=1+1', '+1', '-1', '@x', '\tx', '\rx', '设备', "it's"];
  const { body, headers } = await fetchRows(names.map((name, i) => ({ name, count: -i })));
  expect(body.split('\r\n')).toEqual([
    'name,count',
    'plain,0',
    '"a,""b""\nc",-1',
    ',-2',
    "'=1+1,-3",
    "'+1,-4",
    "'-1,-5",
    "'@x,-6",
    "'\tx,-7",
    expect.stringMatching(/^"?'\rx"?,-8$/),
    '设备,-9',
    "it's,-10",
    '',
  ]);
  expect(headers['content-disposition']).toBe(
    'attachment; filename="devices __.csv"; filename*=UTF-8\'\'devices%20%E8%AE%BE%E5%A4%87.csv',
  );
});

test('a byte order mark only for whoever asks', async () => {
  const rows = [{ name: 'a', count: 1 }];
  expect((await fetchRows(rows)).body.charCodeAt(0)).not.toBe(0xfeff);
  const { rawPayload } = await fetchRows(rows, 'text/csv', '/rows?bom=1');
  expect(rawPayload.subarray(0, 3).toString('hex')).toBe('efbbbf');
});

test('rows are read as they are sent, and a fault in the middle is no complete file', async () => {
  let read = 0;
  async function* failing(): AsyncGenerator<Row> {
    for (; read < 20_000; read++) yield { name: 'x'.repeat(50), count: read };
    throw new Error('database lost');
  }
  await using bench = await apiBench({ routes: [list(failing())] });
  const address = await bench.api.listen({ host: '127.0.0.1', port: 0 });
  const response = await fetch(`${address}/rows`, { headers: { ...as('viewer'), accept: 'text/csv' } });
  expect(response.status).toBe(200);
  expect(read).toBeLessThan(20_000);
  await expect(response.text()).rejects.toThrow();
});
