import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { allFaults, faultsIn, faultsPage } from './faults.ts';

const SOURCE = `
const A = defineFault('room.a-thing', 404, (p: { id: string }) => \`There is no thing \${p.id}.\`, 'Look again.');
const B = defineFault('room.b-thing', 500, () => 'Bad.', \`Mend it.\`);
const C = defineFault('room.c-thing', 409, (p: { of: string[] }) => \`Has \${p.of.map((x) => x).join(', ')}.\`, 'Drop some.');
throw new Fault('room.d-thing', error.status, error.message, 'Read it.');
const notOne = define('room.e', 1, () => '', '');`;

test('the declarations of a file are read', () => {
  expect(faultsIn(SOURCE, 'a.ts').map(({ file: _, ...fault }) => fault)).toEqual([
    { code: 'room.a-thing', status: 404, message: 'There is no thing {id}.', remedy: 'Look again.' },
    { code: 'room.b-thing', status: 500, message: 'Bad.', remedy: 'Mend it.' },
    { code: 'room.c-thing', status: 409, message: 'Has {of}.', remedy: 'Drop some.' },
    { code: 'room.d-thing', status: undefined, message: '{…}', remedy: 'Read it.' },
  ]);
});

test('each code is written once, as room.what-is-wrong, with a status, a sentence and a remedy', () => {
  const faults = allFaults();
  expect(faults.length).toBeGreaterThan(80);
  const codes = faults.map((f) => f.code);
  expect(codes.filter((code, i) => codes.indexOf(code) !== i)).toEqual([]);
  expect(codes.filter((code) => !/^[a-z]+\.[a-z]+(-[a-z0-9]+)*$/.test(code))).toEqual([]);
  for (const { code, status, message, remedy } of faults) {
    if (status !== undefined)
      expect([400, 401, 402, 403, 404, 409, 410, 413, 415, 422, 429, 500, 502, 503, 507], code).toContain(status);
    expect(message.length, `${code}: what is wrong`).toBeGreaterThan(2);
    expect(remedy, `${code}: what to do`).toMatch(/^\S.{5,}[.!)]$/s);
  }
});

test('a fault is of the room whose folder it stands in', () => {
  const strays = allFaults().filter(
    ({ code, file }) => !file.startsWith(`server/src/${code.slice(0, code.indexOf('.'))}/`),
  );
  expect(strays.map((f) => `${f.code} in ${f.file}`)).toEqual([]);
});

test('docs/FAULTS.md is fresh', () => {
  const page = readFileSync(join(import.meta.dirname, '../../docs/FAULTS.md'), 'utf8');
  expect(page, 'run `npm run faults` and commit docs/FAULTS.md').toBe(faultsPage(allFaults()));
});
