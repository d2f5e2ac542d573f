/** docs/first-hour.md as a newcomer would follow it: its commands run in its order, and each prints what the page says it prints. */
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { hasRadclient } from './radclient.ts';
import { freeUdpPort, plantTree, runProgram, type Tree } from './tree.ts';

const PAGE = readFileSync(join(import.meta.dirname, '../../docs/first-hour.md'), 'utf8');
const STEP_MS = 120_000;

/** Some commands of the page, under their heading, and the lines it says they print. */
interface Step {
  readonly heading: string;
  readonly commands: string;
  readonly printed: readonly string[];
}

const steps: readonly Step[] = [...PAGE.matchAll(/^```sh\n(.*?)^```\n(?:\n```text\n(.*?)^```\n)?/gms)].map((found) => ({
  heading: [...PAGE.slice(0, found.index).matchAll(/^## (.*)$/gm)].at(-1)?.[1] ?? '',
  commands: found[1] ?? '',
  printed: (found[2] ?? '').split('\n').filter(Boolean),
}));

/** The page's ports are the usual ones; a test has its own. */
const onPortsOf = (tree: Tree, coa: number, text: string): string => {
  const fakeNas = `--auth-port ${tree.ports.auth} --acct-port ${tree.ports.acct} --coa-port ${coa} --users`;
  return text
    .replaceAll('http://localhost:3000', tree.url)
    .replaceAll('localhost:1812', `localhost:${tree.ports.auth}`)
    .replaceAll('localhost:1813', `localhost:${tree.ports.acct}`)
    .replaceAll('data/subscribers.txt', join(tree.dir, 'subscribers.txt'))
    .replaceAll('--vendor mikrotik', `--vendor mikrotik --coa-port ${coa}`)
    .replaceAll('--users', fakeNas);
};

const marked = (n: number) => `==== step ${n}`;

describe.skipIf(!hasRadclient())('the first hour', () => {
  let tree: Tree;
  let said: readonly string[];

  beforeAll(async () => {
    tree = await plantTree({ ISP_SANDBOX: '1' });
    await tree.start();
    const script = join(tree.dir, 'page.sh');
    const text = steps.map(({ commands }, n) => `echo '${marked(n)}'\n${commands}`).join('\n');
    writeFileSync(script, onPortsOf(tree, await freeUdpPort(), `exec 2>&1\n${text}`));
    const { out } = await runProgram('timeout', ['90', 'bash', script], tree.env);
    said = steps.map((_, n) => out.split(`${marked(n)}\n`)[1]?.split('==== step')[0] ?? '');
  }, STEP_MS);
  afterAll(async () => {
    await tree?.stop();
    await tree?.remove();
  });

  test('the page has commands, and says what they print', () => {
    expect(steps.length).toBeGreaterThan(10);
    expect(steps.filter(({ printed }) => printed.length > 0).length).toBeGreaterThan(10);
  });

  test.each(steps.map((step, n) => [`${n}: ${step.heading}`, step, n] as const))('%s', (_, { printed }, n) => {
    for (const line of printed) expect(said[n]).toContain(line);
    expect(said[n]).not.toMatch(/"status":[45]\d\d|command not found|SyntaxError/);
  });
});
