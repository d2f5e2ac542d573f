import { resolve } from 'node:path';
import { describe, expect, test } from 'vitest';
import { readTree } from '../../tools/tidy/tree.ts';
import { DUTIES, type Duty } from './duties.ts';
import { faultsOf, readDuties } from './shown-duties.ts';

const ROOT = resolve(import.meta.dirname, '../..');
const SELF = 'server/scenarios/duties.test.ts';

test('every duty that is a MUST or every serious server’s is shown by a test, or it is said why not', () => {
  const read = readTree(ROOT)
    .filter(({ path }) => /\.(test|scenario)\.tsx?$/.test(path) && path !== SELF)
    .map(({ path, text }) => readDuties(path, text));
  const shown = read.flatMap((one) => one.shown);
  expect([...faultsOf(DUTIES, shown), ...read.flatMap((one) => one.strays)]).toEqual([]);
  const numbers = new Set(shown.map(({ number }) => number));
  console.log(`${numbers.size} of ${DUTIES.length} duties shown by ${shown.length} names of tests`);
});

test('the duties are numbered without a gap', () => {
  expect(DUTIES.map(({ number }) => number)).toEqual(Array.from({ length: 118 }, (_, i) => i + 1));
});

describe('the index notices', () => {
  const duty = (number: number, change: Partial<Duty> = {}): Duty => ({
    number,
    weight: 'M',
    says: 'something',
    source: 'RFC 2865 1',
    ...change,
  });
  const at = (number: number) => ({ number, where: 'a.test.ts:1' });

  test.each<[string, readonly Duty[], readonly number[], RegExp | undefined]>([
    ['nothing when all is well', [duty(1), duty(2)], [2, 1, 1], undefined],
    ['a MUST without a test', [duty(1), duty(2)], [1], /^duty 2 .* is shown by no test$/],
    ['a practice without a test', [duty(1, { weight: 'P' })], [], /shown by no test/],
    ['not a SHOULD without one', [duty(1, { weight: 'S' })], [], undefined],
    ['a number that there is not', [duty(1)], [1, 9], /names duty 9, which there is not/],
    [
      'what is said to be missing and is there',
      [duty(1, { missing: 'no time' })],
      [1],
      /said to be missing, and a.test.ts:1/,
    ],
    ['not what is missing', [duty(1, { missing: 'no time' })], [], undefined],
  ])('%s', (_, duties, numbers, fault) => {
    const faults = faultsOf(duties, numbers.map(at));
    if (fault === undefined) expect(faults).toEqual([]);
    else expect(faults).toEqual([expect.stringMatching(fault)]);
  });

  test.each<[string, string, readonly number[], number]>([
    ['a name', `test('a thing (duty 7)', () => {});`, [7], 0],
    ['several numbers', `describe('x', () => { it('a thing (duties 7, 80)', () => {}); });`, [7, 80], 0],
    ['a table’s title', `test.each([[1], [2]])('%i things (duty 7)', () => {});`, [7], 0],
    ['a row that ends the title', `test.each([['a (duty 7)', 1], ['b', 2]])('no: %s', () => {});`, [7], 0],
    ['not a row in the middle of the title', `test.each([['a (duty 7)', 1]])('%s is none', () => {});`, [], 1],
    ['not a number in the middle of a name', `test('a (duty 7) thing', () => {});`, [], 1],
    ['not a suite', `describe('a thing (duty 7)', () => {});`, [], 1],
    ['not a test that is skipped', `test.skip('a thing (duty 7)', () => {});`, [], 1],
    ['not a text inside a test', `test('a thing', () => { say('x (duty 7)'); });`, [], 1],
    ['not a comment', `// test('a thing (duty 7)')`, [], 0],
  ])('%s', (_, text, numbers, strays) => {
    const read = readDuties('a.test.ts', text);
    expect([read.shown.map(({ number }) => number), read.strays.length]).toEqual([numbers, strays]);
  });
});
