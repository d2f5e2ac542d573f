import { spawnSync } from 'node:child_process';
import { createRequire } from 'node:module';
import { appendFileSync, mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join, resolve } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { ALLOWED, type Import, REFUSED } from './imports.samples.ts';

const REPOSITORY = resolve(import.meta.dirname, '../..');
const CONFIG = join(REPOSITORY, '.dependency-cruiser.cjs');
const LIBRARIES = ['zod', 'kysely', 'pg'];
const EXPORTS: Readonly<Record<string, Record<string, string>>> = {
  values: { '.': './index.ts' },
  radius: { '.': './index.ts' },
  server: { './contract/*': './src/*/contract.ts' },
};

interface Violation {
  readonly from: string;
  readonly rule: { readonly name: string };
}

const roots: string[] = [];
afterAll(() => roots.forEach((root) => rmSync(root, { recursive: true })));

const write = (file: string, text: string) => {
  mkdirSync(dirname(file), { recursive: true });
  appendFileSync(file, text);
};

const writePackages = (root: string) => {
  for (const name of LIBRARIES) write(join(root, `node_modules/${name}/index.js`), 'export const x = 1;\n');
  for (const [name, exports] of Object.entries(EXPORTS)) {
    write(join(root, name, 'package.json'), JSON.stringify({ name: `@isp/${name}`, type: 'module', exports }));
    mkdirSync(join(root, 'node_modules/@isp'), { recursive: true });
    symlinkSync(join(root, name), join(root, 'node_modules/@isp', name));
  }
};

const statement = (to: string): string =>
  to.startsWith('type ') ? `import type { X } from '${to.slice(5)}';\n` : `import { x } from '${to}';\n`;

/** A small tree on disk whose files do nothing but import. */
const growTree = (imports: readonly Import[]): string => {
  const root = mkdtempSync(join(tmpdir(), 'imports-'));
  roots.push(root);
  writePackages(root);
  for (const [from, to] of imports) write(join(root, from), statement(to));
  writeFileSync(join(root, 'package.json'), '{"type":"module"}');
  return root;
};

const violationsOf = (root: string): Violation[] => {
  const args = ['--config', CONFIG, '--output-type', 'json', 'values', 'radius', 'server', 'web', 'tools'];
  const bin = join(REPOSITORY, 'node_modules/.bin/depcruise');
  const run = spawnSync(process.execPath, [bin, ...args], { cwd: root, encoding: 'utf8', maxBuffer: 64 << 20 });
  if (run.stdout === '') throw new Error(run.stderr);
  return (JSON.parse(run.stdout) as { summary: { violations: Violation[] } }).summary.violations;
};

describe('the import table', () => {
  let refused: readonly Violation[] = [];
  beforeAll(() => {
    refused = violationsOf(growTree([...Object.values(REFUSED).flat(), ...ALLOWED]));
  });

  const cases = Object.entries(REFUSED).flatMap(([rule, imports]) => imports.map(([from, to]) => [rule, from, to] as const));
  test.each(cases)('%s refuses %s → %s', (rule, from) => {
    expect(refused.filter((violation) => violation.from === from).map((violation) => violation.rule.name)).toContain(rule);
  });

  test('lets the rest pass', () => {
    expect(violationsOf(growTree(ALLOWED))).toEqual([]);
  });

  test('has no row without a sample', () => {
    const { forbidden } = createRequire(import.meta.url)(CONFIG) as { forbidden: { name: string }[] };
    expect(forbidden.map(({ name }) => name).sort()).toEqual(Object.keys(REFUSED).sort());
  });
});
