import type { Hit, Rule } from '../rule.ts';

/** This file holds what it refuses; .ci/run is told of the folder beside the checkout. */
const EXEMPT = new Set(['.gitignore', '.ci/run', 'tools/tidy/rules/machine.ts']);

const PLACES: readonly { readonly text: RegExp; readonly reason: string }[] = [
  { text: /(?<![\w.-])\/(?:work|root)\/[\w.-]*/g, reason: 'a path of one machine' },
  { text: /(?<![\w-])shared\/[a-z][\w.-]*/g, reason: 'a path outside the checkout' },
  {
    text: /https?:\/\/(?!registry\.npmjs\.org\/)[\w.-]*(?:registry|npm|verdaccio|artifactory|nexus)[\w.-]*(?::\d+)?\//g,
    reason: 'a package registry',
  },
];

const PUBLIC_REGISTRY = /registry\.npmjs\.org/g;

const hits = (text: string, pattern: RegExp, reason: string): Hit[] =>
  [...text.matchAll(pattern)].map((match) => ({ at: match.index, reason: `${reason} is named: ${match[0]}` }));

/** The tree says nothing about the machine it was written on. */
export const noMachinePaths: Rule = {
  name: 'no-machine-paths',
  where: (path) => !EXEMPT.has(path),
  find: ({ path, text }) => [
    ...PLACES.flatMap(({ text: pattern, reason }) => hits(text, pattern, reason)),
    ...(path === 'package-lock.json' ? [] : hits(text, PUBLIC_REGISTRY, 'a package registry')),
  ],
  remedy: 'write a path relative to the checkout, or take it from the environment',
  bad: [
    ['docs/decisions/0001-node.md', 'Run it in /work/main first.'],
    ['deploy/Dockerfile', 'COPY . /root/app'],
    ['docs/MAP.md', 'See shared/architecture.md.'],
    ['server/src/kernel/config.ts', "const v = '../shared/vectors/a.jsonl';"],
    ['.npmrc', 'registry=https://registry.npmjs.org/'],
    ['package-lock.json', '"resolved": "http://npm.internal:4873/zod.tgz"'],
  ],
  good: [
    ['package-lock.json', '"resolved": "https://registry.npmjs.org/zod/-/zod-4.6.7.tgz"'],
    ['docs/MAP.md', 'Rows are shared; see https://example.org/work/order and src/work/order.ts.'],
    ['.gitignore', '/work/'],
  ],
};
