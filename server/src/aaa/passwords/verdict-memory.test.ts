import { expect, test } from 'vitest';
import { VerdictMemory } from './verdict-memory.ts';

const DAY_MS = 86_400_000;

test('what was found right is known for a week after it was asked for last', () => {
  const memory = new VerdictMemory();
  memory.add('a', 0);
  expect(memory.has('a', 6 * DAY_MS)).toBe(true);
  expect(memory.has('a', 12 * DAY_MS)).toBe(true);
  expect(memory.has('a', 19 * DAY_MS)).toBe(false);
  expect(memory.has('a', 19 * DAY_MS)).toBe(false);
  expect(memory.has('b', 0)).toBe(false);
});

test('of more than 200,000 those asked for least lately are forgotten', () => {
  const memory = new VerdictMemory();
  for (let i = 0; i < 200_000; i++) memory.add(`${i}`, 0);
  expect(memory.has('0', 1)).toBe(true);
  memory.add('one more', 1);
  expect([memory.has('0', 1), memory.has('1', 1), memory.has('2', 1), memory.has('one more', 1)]).toEqual([
    true,
    false,
    true,
    true,
  ]);
});
