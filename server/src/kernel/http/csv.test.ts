import { expect, test } from 'vitest';
import { csvCell, csvLines } from './csv.ts';

test.each([
  ['plain', 'plain'],
  [null, ''],
  [12n, '12'],
  [-5, '-5'],
  ['-5.20', '-5.20'],
  ['=cmd|calc', "'=cmd|calc"],
  ['+1 555', "'+1 555"],
  ['@x', "'@x"],
  ['-x', "'-x"],
  ['\tx', "'\tx"],
  ['＝1', "'＝1"],
  ['a,"b"', '"a,""b"""'],
  ['two\nlines', '"two\nlines"'],
  [{ a: 1 }, '"{""a"":1}"'],
  [['north', 'fibre'], 'north fibre'],
  [['two words'], '"[""two words""]"'],
  [['=1', '+2'], "'=1 +2"],
])('%o is written as %s', (value, cell) => {
  expect(csvCell(value)).toBe(cell);
});

test('the header is the first row’s fields, once', async () => {
  async function* pages() {
    yield [{ a: 1, b: 'x' }];
    yield [{ a: 2, b: null }];
  }
  const lines: string[] = [];
  for await (const line of csvLines(pages())) lines.push(line);
  expect(lines.join('')).toBe('a,b\r\n1,x\r\n2,\r\n');
});
