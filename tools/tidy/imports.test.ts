import { createRequire } from 'node:module';
import { join } from 'node:path';
import { beforeAll, describe, expect, test } from 'vitest';
import { ALLOWED, type Import, REFUSED } from './imports.samples.ts';
import { installed, REPOSITORY, type Scratch, scratch } from './scratch.fixture.ts';

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

const writePackages = (tree: Scratch) => {
  tree.write('package.json', '{"type":"module"}');
  for (const name of LIBRARIES) tree.write(`node_modules/${name}/index.js`, 'export const x = 1;\n');
  for (const [name, exports] of Object.entries(EXPORTS)) {
    tree.write(`${name}/package.json`, JSON.stringify({ name: `@isp/${name}`, type: 'module', exports }));
    tree.link(`node_modules/@isp/${name}`, name);
  }
};

const statement = (to: string): string =>
  to.startsWith('type ') ? `import type { X } from '${to.slice(5)}';\n` : `import { x } from '${to}';\n`;

const cruise = (tree: Scratch): Violation[] => {
  const places = ['values', 'radius', 'server', 'web', 'tools'];
  const run = tree.run(installed('depcruise'), '--config', CONFIG, '--output-type', 'json', ...places);
  if (run.out === '') throw new Error(run.err);
  return (JSON.parse(run.out) as { summary: { violations: Violation[] } }).summary.violations;
};

/** What dependency-cruiser has against a tree whose files do nothing but import. */
const violationsOf = (imports: readonly Import[]): Violation[] => {
  const tree = scratch();
  try {
    writePackages(tree);
    for (const [from, to] of imports) tree.append(from, statement(to));
    return cruise(tree);
  } finally {
    tree.remove();
  }
};

describe('the import table', () => {
  let refused: readonly Violation[] = [];
  beforeAll(() => {
    refused = violationsOf([...Object.values(REFUSED).flat(), ...ALLOWED]);
  });

  const cases = Object.entries(REFUSED).flatMap(([rule, imports]) =>
    imports.map(([from, to]) => [rule, from, to] as const),
  );
  test.each(cases)('%s refuses %s → %s', (rule, from) => {
    expect(refused.filter((violation) => violation.from === from).map(({ rule: { name } }) => name)).toContain(rule);
  });

  test('lets the rest pass', () => {
    expect(violationsOf(ALLOWED)).toEqual([]);
  });

  test('has no row without a sample', () => {
    const { forbidden } = createRequire(import.meta.url)(CONFIG) as { forbidden: { name: string }[] };
    expect(forbidden.map(({ name }) => name).sort()).toEqual(Object.keys(REFUSED).sort());
  });
});
