import { expect, test } from 'vitest';
import { type ImportTable, readTable } from './import-table.ts';

const groups = new Set(['Kitchens']);
const tableOf = async (text: string) => (await readTable(text, groups)) as ImportTable;

test('quotes, line breaks within them, empty lines and a mark of Excel are understood', async () => {
  const table = await tableOf(
    '\uFEFFid,name,tags\r\n\r\na,"Lamp, left","x; y"\r\nb,"two\nlines",\r\nc,,\r\n',
  );
  expect(table.columns).toEqual(['id', 'name', 'tags']);
  expect(table.lines.map(({ line }) => line)).toEqual([3, 5, 6]);
  expect(table.lines[0]?.cells).toEqual({ id: 'a', name: 'Lamp, left', tags: 'x; y' });
  expect(table.lines.flatMap(({ problems }) => problems)).toEqual([]);
});

test('what is wrong with a line is told before anything is sent', async () => {
  const table = await tableOf(
    [
      'id,group,tags,secret,secretHash',
      'no id,,,,',
      'a,Cellars,,,',
      'a,Kitchens,?!,short,',
      `b,Kitchens,${Array.from({ length: 33 }, (_, i) => `t${i}`).join(';')},${'x'.repeat(32)},sha256$x`,
      'c,Kitchens,site:berlin;中文,,',
    ].join('\n'),
  );
  expect(table.lines.map(({ line, problems }) => [line, ...problems])).toEqual([
    [2, 'id'],
    [3, 'group'],
    [4, 'twice', 'tag', 'secret'],
    [5, 'tags', 'both', 'secretHash'],
    [6],
  ]);
});

test.each([
  ['name\na', 'columns'],
  ['id,colour\na,red', 'columns'],
  ['', 'columns'],
  ['id,id\na,b', 'columns'],
  ['id\n', 'empty'],
  ['id\n"a', 'csv'],
  [`id\n${Array.from({ length: 10_001 }, (_, i) => `d${i}`).join('\n')}`, 'tooMany'],
])('what is no table of devices is told as a whole: %#', async (text, kind) => {
  expect(await readTable(text, groups)).toMatchObject({ kind });
});
