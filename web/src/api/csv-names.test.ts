import { expect, test } from 'vitest';
import { withAccountNames } from './csv-names.ts';

const names: Readonly<Record<string, string>> = { a1: 'Jansen, Piet', a2: '=Formula' };
const nameOf = async (id: string) => ({ id, number: id.toUpperCase(), name: names[id] ?? '' });

test.each([
  ['nothing to name', 'id,total\r\n1,2\r\n', 'id,total\r\n1,2\r\n'],
  [
    'names beside ids, quoted and defused',
    'id,account_id,note\r\n1,a1,"two\r\nlines, ""said"""\r\n2,a2,\r\n3,,x\r\n',
    'id,account_id,account_number,account_name,note\r\n1,a1,A1,"Jansen, Piet","two\r\nlines, ""said"""\r\n2,a2,A2,\'=Formula,\r\n3,,,,x\r\n',
  ],
  ['names that are there', 'account_id,account_name\r\na1,x\r\n', 'account_id,account_name\r\na1,x\r\n'],
])('%s', async (_, csv, expected) => {
  expect(await withAccountNames(csv, nameOf)).toBe(expected);
});
