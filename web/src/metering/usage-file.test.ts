import { describe, expect, test } from 'vitest';
import { columnsOf, guessed, piecesOf } from './usage-file.ts';

describe('a file in pieces', () => {
  test.each<[string, string, { csv: string; first_line: number; rows: number }[]]>([
    ['a row', 'a,b\n1,2\n', [{ csv: 'a,b\n1,2', first_line: 2, rows: 1 }]],
    ['empty lines are counted', 'a\r\n\r\n1\r\n\r\n2', [{ csv: 'a\n1\n\n2', first_line: 3, rows: 2 }]],
    [
      'a line break between quotes ends no row',
      'a,b\n"x\ny",2\n3,4',
      [{ csv: 'a,b\n"x\ny",2\n3,4', first_line: 2, rows: 2 }],
    ],
    ['a header alone', 'a,b\n', []],
    ['nothing', '', []],
  ])('%s', (_, text, pieces) => expect(piecesOf(text)).toEqual(pieces));

  test('many rows are several, each with the header and the line it begins on', () => {
    const rows = Array.from({ length: 4500 }, (_, i) => `r${i},1`);
    const pieces = piecesOf(['id,n', ...rows].join('\n'));
    expect(pieces.map(({ first_line, rows: count }) => [first_line, count])).toEqual([
      [2, 2000],
      [2002, 2000],
      [4002, 500],
    ]);
    expect(pieces.every(({ csv }) => csv.startsWith('id,n\n'))).toBe(true);
    expect(pieces.flatMap(({ csv }) => csv.split('\n').slice(1))).toEqual(rows);
  });

  test('long rows are no more than a request takes', () => {
    const pieces = piecesOf(['id', ...Array.from({ length: 10 }, () => 'x'.repeat(100_000))].join('\n'));
    expect(pieces.map(({ rows }) => rows)).toEqual([3, 3, 3, 1]);
  });
});

test.each([
  ['Call-ID;Caller;Start;Seconds', ['Call-ID', 'Caller', 'Start', 'Seconds']],
  ['\uFEFF"id", n ,n', ['id', 'n']],
  ['', []],
])('the columns of %j', (text, columns) => expect(columnsOf(`${text}\n1`).filter((c) => c !== '1')).toEqual(columns));

test('columns are known by their names', () => {
  expect(guessed(['Call-ID', 'Caller', 'Start', 'Seconds', 'Called'])).toEqual({
    subscription: 'Caller',
    external_id: 'Call-ID',
    used_at: 'Start',
    quantity: 'Seconds',
    meter: null,
  });
});
