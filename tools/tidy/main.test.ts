import { spawnSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { afterAll, expect, test } from 'vitest';

const root = mkdtempSync(join(tmpdir(), 'tidy-'));
afterAll(() => rmSync(root, { recursive: true }));

const write = (path: string, text: string) => {
  mkdirSync(dirname(join(root, path)), { recursive: true });
  writeFileSync(join(root, path), text);
};

const tidy = (...flags: string[]) => {
  const run = spawnSync(process.execPath, [join(import.meta.dirname, 'main.ts'), '--root', root, ...flags], { encoding: 'utf8' });
  return { status: run.status, errors: run.stderr.trim().split('\n').filter(Boolean), said: run.stdout.trim() };
};

test('a tree: refused by file and line, put right, accepted', () => {
  write('server/src/billing/issue-invoice.ts', 'export const issueInvoice = () =>\n  Date.now();\n');
  write('server/migrations/20261123T0900_billing_base.sql', 'create schema billing;\n');
  write('node_modules/x/utils.ts', 'Date.now();\n');
  const first = tidy();
  expect(first.status).toBe(1);
  expect(first.errors).toEqual([
    expect.stringMatching(/^server\/migrations\/20261123T0900_billing_base\.sql:1 a migration that is not accepted .* — run /),
    expect.stringMatching(/^server\/src\/billing\/issue-invoice\.ts:2 Date\.now reads the clock .* — take now from ctx/),
  ]);

  write('server/src/billing/issue-invoice.ts', 'export const issueInvoice = () => 1;\n');
  const second = tidy('--accept-migrations');
  expect(second).toEqual({ status: 0, errors: [], said: expect.stringMatching(/^tidy: 3 files, \d+ rules, 0 findings$/) });

  write('tools/tidy/ratchet.json', '{ "values/day.ts": 500 }\n');
  expect(tidy().status).toBe(1);
  expect(tidy('--shrink').status).toBe(0);
  expect(readFileSync(join(root, 'tools/tidy/ratchet.json'), 'utf8')).toBe('{}\n');

  write('values/day.ts', 'const x = ;\n');
  expect(tidy().errors).toEqual([expect.stringMatching(/^values\/day\.ts:1 .*\(syntax\)/)]);
});
