import { expect, test } from 'vitest';
import { csvOf } from './csv.ts';

test('what would break a row or run as a formula is kept from it', () => {
  const rows = [
    ['a, "b"', 1.5, null],
    ['=SUM(A1)', -2, 'two\nlines'],
    ['天气', undefined, ''],
  ];
  expect(csvOf(['name', 'count', 'note'], rows)).toBe(
    'name,count,note\r\n"a, ""b""",1.5,\r\n\'=SUM(A1),-2,"two\nlines"\r\n天气,,\r\n',
  );
});
