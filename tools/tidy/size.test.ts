import { describe, expect, test } from 'vitest';
import { checkRatchet, shrink } from './ratchet.ts';
import { oversized } from './size.ts';
import { sourceOf } from './source.ts';

const lines = (n: number) => '  step();\n'.repeat(n);
const sizes = (path: string, text: string) => oversized(sourceOf(path, text)).map(({ name, lines: n }) => [name, n]);

describe('oversized', () => {
  test.each([
    ['a file of 401 lines', 'server/src/billing/store.ts', lines(401), [['', 401]]],
    ['a function declaration', 'values/day.ts', `function f() {\n${lines(59)}}\n`, [['f', 61]]],
    ['an arrow function', 'values/day.ts', `export const f = () => {\n${lines(59)}};\n`, [['f', 61]]],
    ['a method', 'radius/server.ts', `class A {\n #m() {\n${lines(59)}}\n}\n`, [['#m', 61]]],
    [
      'a function handed on',
      'server/src/main/app.ts',
      `app.register(() => {\n${lines(59)}});\n`,
      [['app.register()', 61]],
    ],
    ['a test', 'values/day.test.ts', `test('x', () => {\n${lines(59)}});\n`, [['test()', 61]]],
    ['a component', 'web/src/kit/Table.tsx', `export function Table() {\n${lines(59)}}\n`, [['Table', 61]]],
  ])('measures %s', (_, path, text, expected) => {
    expect(sizes(path, text)).toEqual(expected);
  });

  test.each([
    ['a file of 400 lines', 'values/day.ts', lines(400)],
    ['a function of 60 lines', 'values/day.ts', `function f() {\n${lines(58)}}\n`],
    ['a describe block', 'values/day.test.ts', `describe.skipIf(x)('x', () => {\n${lines(99)}});\n`],
    ['a dictionary', 'radius/dictionary/rfc2865.ts', lines(999)],
    ['a generated file', 'web/src/routeTree.gen.ts', lines(999)],
    ['a document', 'docs/MAP.md', lines(999)],
  ])('lets pass %s', (_, path, text) => {
    expect(sizes(path, text)).toEqual([]);
  });
});

describe('the ratchet', () => {
  const long = { path: 'a.ts', name: 'f', line: 3, lines: 70 };
  const reasons = (allowed: Record<string, number>) => checkRatchet([long], allowed).map(({ reason }) => reason);

  test('refuses what is too long and not listed', () => {
    expect(reasons({})).toEqual(['the function f of 70 lines, over 60 (size)']);
  });

  test('refuses growth', () => {
    expect(reasons({ 'a.ts f': 69 })).toEqual(['the function f grew from 69 to 70 lines (ratchet)']);
  });

  test('refuses slack', () => {
    expect(reasons({ 'a.ts f': 71 })).toEqual(['"a.ts f" is allowed 71 lines and has 70 (ratchet)']);
  });

  test('refuses an entry that is not needed', () => {
    expect(reasons({ 'a.ts f': 70, 'b.ts': 500 })).toEqual([
      '"b.ts" is allowed 500 lines and needs no exception (ratchet)',
    ]);
  });

  test('lets pass what is listed at its length', () => {
    expect(reasons({ 'a.ts f': 70 })).toEqual([]);
  });

  test('shrinks and never grows', () => {
    expect(shrink([long], { 'a.ts f': 90, 'b.ts': 500 })).toEqual({ 'a.ts f': 70 });
    expect(shrink([long], { 'a.ts f': 65 })).toEqual({ 'a.ts f': 65 });
    expect(shrink([long], {})).toEqual({});
  });
});
