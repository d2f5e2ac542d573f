import { expect, test } from 'vitest';
import { type Candidate, choose, hashText } from './choice.ts';

const one = (id: string, rank: 0 | 1 | 2 = 0, weight = 1): Candidate => ({ id, rank, weight });

test.each<[string, readonly Candidate[], string | undefined]>([
  ['the first', [one('a'), one('b')], 'a'],
  ['the next when the first is silent', [one('a', 1), one('b')], 'b'],
  ['a silent one before a dead one', [one('a', 2), one('b', 1)], 'b'],
  ['nobody when all are dead', [one('a', 2), one('b', 2)], undefined],
  ['nobody of none', [], undefined],
])('to fail over is to ask %s', (_, all, id) => {
  expect(choose(all, 'fail-over', 1)?.id).toBe(id);
});

const sessions = Array.from({ length: 6000 }, (_, i) => hashText(`02-00-00-00-00-${i}`));
const spread = (all: readonly Candidate[]): string[] =>
  sessions.map((session) => choose(all, 'load-balance', session)?.id ?? '');
const share = (chosen: readonly string[], id: string): number => chosen.filter((c) => c === id).length / chosen.length;

test('sessions are shared out by weight, each always to the same', () => {
  const all = [one('a', 0, 1), one('b', 0, 2), one('c', 0, 3)];
  const chosen = spread(all);
  expect(chosen).toEqual(spread(all));
  for (const { id, weight } of all) expect(Math.abs(share(chosen, id) - weight / 6)).toBeLessThan(0.03);
});

test('only the sessions of one that is dead move', () => {
  const before = spread([one('a'), one('b'), one('c')]);
  const after = spread([one('a'), one('b', 2), one('c')]);
  expect(before.filter((id, i) => id !== 'b' && id !== after[i])).toEqual([]);
  expect(Math.abs(share(after, 'a') - 1 / 2)).toBeLessThan(0.03);
});
