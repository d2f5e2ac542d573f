import { describe, expect, test } from 'vitest';
import { helpOf, Misuse, nearest, understand } from './command.ts';
import { commands } from './commands.ts';
import { radiusDecode } from './decode.ts';

const all = [...commands, radiusDecode];
const asked = (line: string) => understand(line.split(' '), all, 'everything');
const refused = (line: string): string => {
  try {
    asked(line);
  } catch (error) {
    if (error instanceof Misuse) return error.message;
    throw error;
  }
  throw new Error(`${line} was not refused`);
};

describe('help', () => {
  test.each(all.map((of) => [of.words.join(' '), of] as const))('%s --help says how it is used', (words, of) => {
    expect(asked(`${words} --help`)).toBe(helpOf(of));
    expect(asked(`help ${words}`)).toBe(helpOf(of));
    expect(helpOf(of)).toContain(`isp ${words}`);
    for (const name of Object.keys(of.options)) expect(helpOf(of)).toContain(`    --${name}`);
  });

  test('without a command there is everything; of half a command, what begins so', () => {
    expect(understand([], all, 'everything')).toBe('everything');
    expect(asked('--help')).toBe('everything');
    expect(asked('plan --help')).toContain('isp plan add');
    expect(refused('plan')).toMatch(/^usage: isp plan add/);
  });
});

test.each([
  ['frobnicate', 'There is no command frobnicate.'],
  ['bilrun', 'Did you mean bill-run?'],
  ['import subscriber x.csv', 'Did you mean import subscribers?'],
  ['bill-run --dryrun', 'There is no option --dryrun. Did you mean --dry-run?'],
  ['bill-run --dry-run=1', '--dry-run takes no value.'],
  ['bill-run --as-of', '--as-of needs a value.'],
  ['bill-run --as-of --dry-run', '--as-of needs a value.'],
  ['bill-run now', 'now is one word too many.'],
  ['nas add --name x', 'Needed: --address CIDR --secret SECRET'],
  ['import subscribers', 'It wants FILE.csv.'],
  ['bill-run --constructor', 'There is no option --constructor.'],
])('%s: %s', (line, says) => expect(refused(line)).toContain(says));

test('what is wrong is said all at once, with the usage', () =>
  expect(refused('nas add --colour red --name').split('\n')).toEqual([
    'isp nas add: There is no option --colour.',
    '--name needs a value.',
    'Needed: --address CIDR --secret SECRET',
    'usage: isp nas add --name NAME --address CIDR --secret SECRET [--vendor VENDOR] [--coa-port PORT]',
  ]));

test('a value may begin with a dash when it is tied to its option', () =>
  expect(typeof asked('nas add --name=--x --address 10.0.0.1 --secret -abc')).toBe('function'));

test('a word far from all is not guessed', () => {
  expect(nearest('xyzzy', ['plan', 'nas'])).toBe('');
  expect(nearest('nsa', ['plan', 'nas'])).toBe('');
  expect(nearest('pln', ['plan', 'nas'])).toBe(' Did you mean plan?');
});
