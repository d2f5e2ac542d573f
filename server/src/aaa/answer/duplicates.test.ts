import { expect, test } from 'vitest';
import { AnswerSlab, Slabs } from './duplicates.ts';

const requestOf = (identifier: number, authenticator: number): Buffer =>
  Buffer.concat([Buffer.of(1, identifier, 0, 20), Buffer.alloc(16, authenticator)]);
const ANSWER = Buffer.from('an answer');

test('an answer is kept for as long as a NAS repeats itself, and no longer (duty 60)', () => {
  const slab = new AnswerSlab();
  slab.keep(requestOf(1, 1), ANSWER, ANSWER.length, 0);
  expect(slab.find(requestOf(1, 1), 5_000)).toEqual(ANSWER);
  expect(slab.find(requestOf(1, 1), 30_000)).toEqual(ANSWER);
  expect(slab.find(requestOf(1, 1), 30_001)).toBeUndefined();
});

test('one answer an identifier: a new request takes its place (duties 61, 64)', () => {
  const slab = new AnswerSlab();
  const long = Buffer.alloc(4096, 7);
  slab.keep(requestOf(1, 1), long, long.length, 0);
  expect(slab.find(requestOf(1, 1), 1)).toEqual(long);
  slab.keep(requestOf(1, 2), ANSWER, ANSWER.length, 1);
  expect([slab.find(requestOf(1, 1), 2), slab.find(requestOf(1, 2), 2)]).toEqual([undefined, ANSWER]);
});

test('a client has 64 ports at most, and takes none of another’s (duty 64)', () => {
  const slabs = new Slabs();
  const [mine, other] = [new Map<number, AnswerSlab>(), new Map<number, AnswerSlab>()];
  const quiet = slabs.of(other, 1812, 0);
  quiet.keep(requestOf(1, 1), ANSWER, ANSWER.length, 0);
  const given = new Set<AnswerSlab>();
  for (let port = 1; port <= 1000; port++) given.add(slabs.of(mine, port, port));
  expect([given.size, mine.size]).toEqual([64, 64]);
  expect([...mine.keys()].sort((a, b) => a - b)[0]).toBe(937);
  expect(slabs.of(other, 1812, 1001).find(requestOf(1, 1), 1001)).toEqual(ANSWER);
});

test('a thousand clients have 1024 ports between them, and no more (duty 64)', () => {
  const slabs = new Slabs();
  const given = new Set<AnswerSlab>();
  const clients = Array.from({ length: 40 }, () => new Map<number, AnswerSlab>());
  for (const [i, client] of clients.entries())
    for (let port = 0; port < 50; port++) given.add(slabs.of(client, port, i * 50 + port));
  expect(given.size).toBe(1024);
  expect(clients.reduce((sum, client) => sum + client.size, 0)).toBe(1024);
});

test('an answer that waits for a commit is let out once, and not when another request has its identifier by then (duties 59, 61)', () => {
  const slab = new AnswerSlab();
  const [first, second] = [requestOf(9, 1), requestOf(9, 2)];
  const turn = slab.hold(first, ANSWER, ANSWER.length);
  expect([slab.isUnderWay(first), slab.isUnderWay(second), slab.find(first, 0)]).toEqual([true, false, undefined]);
  expect(slab.letOut(9, turn, 40_000)).toEqual(ANSWER);
  expect([slab.isUnderWay(first), slab.find(first, 40_001)]).toEqual([false, ANSWER]);
  const [late, next] = [slab.hold(first, ANSWER, ANSWER.length), slab.hold(second, ANSWER, ANSWER.length)];
  expect([slab.letOut(9, late, 0), slab.isUnderWay(second)]).toEqual([undefined, true]);
  slab.drop(9, next);
  expect([slab.isUnderWay(second), slab.find(second, 0), slab.letOut(9, next, 0)]).toEqual([
    false,
    undefined,
    undefined,
  ]);
});
