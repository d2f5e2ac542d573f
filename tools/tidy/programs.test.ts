import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { installed, REPOSITORY, scratchForTest } from './scratch.fixture.ts';

const CLEAN = {
  'server/src/crm/task.ts': 'export const task = async () => 1;\n',
  'web/vite.config.ts': 'export default {};\n',
  'web/src/routeTree.gen.ts': 'export const x: any = "y"\n',
};

const BAD: readonly (readonly [rule: string, path: string, text: string])[] = [
  ['lint/suspicious/noExplicitAny', 'values/a.ts', 'export const f = (x: any) => x;\n'],
  ['lint/style/noDefaultExport', 'values/b.ts', 'export default 1;\n'],
  ['lint/style/noEnum', 'values/c.ts', 'export enum E {\n  A,\n}\n'],
  ['lint/style/noNamespace', 'values/d.ts', 'export namespace N {\n  export const a = 1;\n}\n'],
  ['lint/style/noParameterProperties', 'values/e.ts', 'export class C {\n  constructor(readonly a: number) {}\n}\n'],
  [
    'lint/style/useImportType',
    'values/f.ts',
    "import { T } from './t.ts';\n\nexport const t: T | undefined = undefined;\n",
  ],
  [
    'lint/nursery/noFloatingPromises',
    'server/src/crm/open.ts',
    "import { task } from './task.ts';\n\nexport const open = () => {\n  task();\n};\n",
  ],
  ['lint/suspicious/noFocusedTests', 'values/h.test.ts', "test.only('x', () => {});\n"],
  ['lint/suspicious/noConsole', 'values/i.ts', 'console.log(1);\n'],
  ['lint/correctness/noUnusedImports', 'values/j.ts', "import { a } from './t.ts';\n\nexport const b = 1;\n"],
  [
    'assist/source/organizeImports',
    'values/k.ts',
    "import { b } from './z.ts';\nimport { a } from './t.ts';\n\nexport { a, b };\n",
  ],
  ['format', 'values/l.ts', 'export const a = "x"\n'],
];

const lint = (files: Readonly<Record<string, string>>) => {
  const tree = scratchForTest({ ...files, 'biome.json': readFileSync(join(REPOSITORY, 'biome.json'), 'utf8') });
  const { status, out, err } = tree.run(
    installed('biome'),
    'ci',
    '--vcs-enabled=false',
    '--reporter=github',
    '--max-diagnostics=none',
    '.',
  );
  return { status, lines: `${out}\n${err}`.split('\n').filter((line) => line.startsWith('::error')) };
};

describe('Biome', () => {
  test('refuses each bad sample for the reason it was written for', () => {
    const { status, lines } = lint({ ...CLEAN, ...Object.fromEntries(BAD.map(([, path, text]) => [path, text])) });
    const unseen = BAD.filter(([rule, path]) => !lines.some((line) => line.includes(rule) && line.includes(path)));
    expect(unseen).toEqual([]);
    expect(status).not.toBe(0);
  });

  test('lets pass a clean file, the default export of a configuration, and what is generated', () => {
    expect(lint(CLEAN)).toEqual({ status: 0, lines: [] });
  });
});

describe('knip', () => {
  const dead = (files: Readonly<Record<string, string>>) => {
    const tree = scratchForTest({
      'package.json': '{ "name": "sample", "type": "module", "workspaces": ["values", "server"] }',
      'values/package.json': '{ "name": "@isp/values", "type": "module", "exports": { ".": "./index.ts" } }',
      'values/index.ts': 'export const a = 1;\n',
      'server/package.json': '{ "name": "@isp/server", "type": "module" }',
      ...files,
    });
    const { status, out } = tree.run(installed('knip'), '--config', join(REPOSITORY, 'knip.json'), '--no-config-hints');
    return { status, out };
  };

  test('refuses a file nobody imports', () => {
    const { status, out } = dead({
      'server/src/main/http.ts': 'void 0;\n',
      'server/src/crm/lost.ts': 'export const x = 1;\n',
    });
    expect(status).not.toBe(0);
    expect(out).toContain('server/src/crm/lost.ts');
  });

  test('refuses an export nobody imports', () => {
    const { status, out } = dead({
      'server/src/main/http.ts': "import { used } from '../crm/open.ts';\n\nvoid used;\n",
      'server/src/crm/open.ts': 'export const used = 1;\nexport const unused = 2;\n',
    });
    expect(status).not.toBe(0);
    expect(out).toMatch(/unused +server\/src\/crm\/open\.ts/);
  });

  test('refuses a library that is not declared', () => {
    const { status, out } = dead({ 'server/src/main/http.ts': "import 'left-pad';\n" });
    expect(status).not.toBe(0);
    expect(out).toContain('left-pad');
  });

  test('lets pass what is used', () => {
    const { status, out } = dead({
      'server/src/main/http.ts': "import { used } from '../crm/open.ts';\n\nvoid used;\n",
      'server/src/crm/open.ts': 'export const used = 1;\n',
    });
    expect({ status, out }).toEqual({ status: 0, out: '' });
  });
});
