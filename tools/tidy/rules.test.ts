import { describe, expect, test } from 'vitest';
import { apply } from './rule.ts';
import { RULES } from './rules/index.ts';
import { sourceOf } from './source.ts';

describe.each(RULES)('$name', (rule) => {
  test.each(rule.bad)('refuses %s: %s', (path, text) => {
    expect(apply(rule, sourceOf(path, text))).not.toEqual([]);
  });

  test.each(rule.good)('lets pass %s: %s', (path, text) => {
    expect(apply(rule, sourceOf(path, text))).toEqual([]);
  });

  test('has samples that parse', () => {
    const broken = [...rule.bad, ...rule.good].filter(
      ([path, text]) => path.endsWith('.ts') && sourceOf(path, text).parsed().errors.length > 0,
    );
    expect(broken).toEqual([]);
  });
});

test('every rule has a name of its own', () => {
  expect(new Set(RULES.map(({ name }) => name)).size).toBe(RULES.length);
});

test('a finding says where, why and what to do', () => {
  const rule = RULES.find(({ name }) => name === 'clock-in-one-place');
  const source = sourceOf('server/src/billing/issue-invoice.ts', 'const a = 1;\nconst at = Date.now();\n');
  expect(rule && apply(rule, source)).toEqual([
    {
      path: 'server/src/billing/issue-invoice.ts',
      line: 2,
      reason: 'Date.now reads the clock (clock-in-one-place)',
      remedy: 'take now from ctx, or the clock of server/src/kernel/clock.ts at a door',
    },
  ]);
});
