import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { type Scratch, scratchForTest } from './scratch.fixture.ts';

const tidy = (tree: Scratch, ...flags: string[]) => {
  const { status, out, err } = tree.run(join(import.meta.dirname, 'main.ts'), '--root', tree.root, ...flags);
  return { status, said: out.trim(), findings: err.trim().split('\n').filter(Boolean) };
};

test('a finding is a line with file, line, reason and remedy, and fails the run', () => {
  const tree = scratchForTest({
    'server/src/billing/issue-invoice.ts': 'export const issueInvoice = () =>\n  Date.now();\n',
    'node_modules/x/utils.ts': 'Date.now();\n',
  });
  expect(tidy(tree)).toEqual({
    status: 1,
    said: expect.stringMatching(/^tidy: 1 files, \d+ rules, 1 findings$/),
    findings: [
      'server/src/billing/issue-invoice.ts:2 Date.now reads the clock (clock-in-one-place)' +
        ' — take now from ctx, or the clock of server/src/kernel/clock.ts at a door',
    ],
  });
  tree.write('server/src/billing/issue-invoice.ts', 'export const issueInvoice = () => 1;\n');
  expect(tidy(tree)).toMatchObject({ status: 0, findings: [] });
});

test('a migration is accepted once', () => {
  const path = 'server/migrations/20261123T0900_billing_base.sql';
  const tree = scratchForTest({ [path]: 'create schema billing;\n' });
  expect(tidy(tree)).toMatchObject({ status: 1, findings: [expect.stringContaining('not accepted')] });
  expect(tidy(tree, '--accept-migrations').status).toBe(0);
  tree.write(path, 'create schema other;\n');
  expect(tidy(tree, '--accept-migrations')).toMatchObject({
    status: 1,
    findings: [expect.stringContaining('an accepted migration was edited')],
  });
});

test('the list of exceptions shrinks', () => {
  const tree = scratchForTest({ 'tools/tidy/ratchet.json': '{ "values/day.ts": 500 }\n' });
  expect(tidy(tree).status).toBe(1);
  expect(tidy(tree, '--shrink').status).toBe(0);
  expect(readFileSync(join(tree.root, 'tools/tidy/ratchet.json'), 'utf8')).toBe('{}\n');
});

test('a file that cannot be parsed is a finding', () => {
  const tree = scratchForTest({ 'values/day.ts': 'const x = ;\n' });
  expect(tidy(tree).findings).toEqual([expect.stringMatching(/^values\/day\.ts:1 .*\(syntax\)/)]);
});
