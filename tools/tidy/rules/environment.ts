import { codeIn, except } from '../places.ts';
import { eachNode, type Hit, type Rule } from '../rule.ts';
import type { Seen, Source } from '../source.ts';
import { dotted, readsOf } from '../syntax.ts';

const mayRead = (path: string): boolean =>
  path === 'server/src/kernel/config.ts' ||
  /^server\/bin\//.test(path) ||
  /(^|\/)[\w.-]+\.config\.[cm]?[jt]s$/.test(path);

const takesEnv = ({ node }: Seen): string | undefined => {
  if (node.type === 'ImportSpecifier') return undefined;
  if (node.type === 'ImportDeclaration' && /^(node:)?process$/.test(node.source.value))
    return node.specifiers.some(
      (s) => s.type === 'ImportSpecifier' && 'name' in s.imported && s.imported.name === 'env',
    )
      ? 'the environment is imported'
      : undefined;
  if (node.type !== 'VariableDeclarator' || node.id.type !== 'ObjectPattern' || node.init === null) return undefined;
  const takes = node.id.properties.some(
    (p) => p.type === 'Property' && p.key.type === 'Identifier' && p.key.name === 'env',
  );
  return takes && dotted(node.init) === 'process' ? 'the environment is taken apart' : undefined;
};

const envReads = (source: Source): Hit[] =>
  readsOf(source, ['process.env']).map(({ at }) => ({ at, reason: 'process.env is read' }));

/** Settings have one door; everyone else is handed a config. */
export const environmentInOnePlace: Rule = {
  name: 'environment-in-one-place',
  where: except(codeIn(/^values\//, /^radius\//, /^server\//, /^web\//), mayRead),
  find: (source) => [...envReads(source), ...eachNode(takesEnv)(source)],
  remedy: 'add the setting to server/src/kernel/config.ts and take it from there',
  bad: [
    ['server/src/billing/jobs.ts', 'const zone = process.env.TZ;'],
    ['server/src/billing/jobs.ts', "const zone = process['env']['TZ'];"],
    ['server/src/main/app.ts', 'const { env } = process;'],
    ['server/src/main/app.ts', "import { env } from 'node:process';"],
    ['web/src/api/client.ts', 'const base = globalThis.process.env.BASE;'],
  ],
  good: [
    ['server/src/kernel/config.ts', 'const zone = process.env.TZ;'],
    ['server/bin/isp.js', 'spawn(process.execPath, [], { env: process.env });'],
    ['web/vite.config.ts', 'const port = process.env.PORT;'],
    ['tools/bench/main.ts', 'const port = process.env.PORT;'],
    ['server/src/kernel/db.test.ts', 'const url = process.env.DATABASE_URL;'],
    ['web/src/api/client.ts', 'const base = import.meta.env.BASE_URL;'],
  ],
};
