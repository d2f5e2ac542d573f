import { expect, test } from 'vitest';
import { AnswerSlab, Slabs } from './duplicates.ts';

const requestOf = (identifier: number, authenticator: number): Buffer =>
  Buffer.concat([Buffer.of(1, identifier, 0, 20), Buffer.alloc(16, authenticator)]);
/** An answer as it is kept, unsigned: with the identifier and the authenticator of its request. */
const answerTo = (request: Buffer, size = 30): Buffer => {
  const answer = Buffer.alloc(size, 7);
  request.copy(answer, 0, 0, 20);
  return answer;
};

test('an answer is kept for as long as a NAS repeats itself, and no longer (duty 60)', () => {
  const slab = new AnswerSlab();
  const [request, answer] = [requestOf(1, 1), answerTo(requestOf(1, 1))];
  slab.keep(answer, answer.length, 0);
  expect(slab.find(request, 5_000)).toEqual(answer);
  expect(slab.find(request, 30_000)).toEqual(answer);
  expect(slab.find(request, 30_001)).toBeUndefined();
});

test('one answer an identifier, of any length: a new request takes its place (duties 61, 64)', () => {
  const slab = new AnswerSlab();
  for (const size of [4096, 257, 256, 30, 4096]) {
    const [long, short] = [answerTo(requestOf(1, 1), size), answerTo(requestOf(1, 2))];
    slab.keep(long, long.length, 0);
    expect(slab.find(requestOf(1, 1), 1)).toEqual(long);
    slab.keep(short, short.length, 1);
    expect([slab.find(requestOf(1, 1), 2), slab.find(requestOf(1, 2), 2)]).toEqual([undefined, short]);
  }
});

test('a client has 64 ports at most, and takes none of another’s (duty 64)', () => {
  const slabs = new Slabs();
  const [mine, other] = [new Map<number, AnswerSlab>(), new Map<number, AnswerSlab>()];
  const quiet = slabs.of(other, 1812, 0);
  const answer = answerTo(requestOf(1, 1));
  quiet.keep(answer, answer.length, 0);
  const given = new Set<AnswerSlab>();
  for (let port = 1; port <= 1000; port++) given.add(slabs.of(mine, port, port));
  expect([given.size, mine.size]).toEqual([64, 64]);
  expect([...mine.keys()].sort((a, b) => a - b)[0]).toBe(937);
  expect(slabs.of(other, 1812, 1001).find(requestOf(1, 1), 1001)).toEqual(answer);
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
  const [toFirst, toSecond] = [answerTo(first), answerTo(second)];
  const turn = slab.hold(toFirst, toFirst.length);
  expect([slab.isUnderWay(first), slab.isUnderWay(second), slab.find(first, 0)]).toEqual([true, false, undefined]);
  expect(slab.letOut(9, turn, 40_000)).toEqual(toFirst);
  expect([slab.isUnderWay(first), slab.find(first, 40_001)]).toEqual([false, toFirst]);
  const [late, next] = [slab.hold(toFirst, toFirst.length), slab.hold(toSecond, toSecond.length)];
  expect([slab.letOut(9, late, 0), slab.isUnderWay(second)]).toEqual([undefined, true]);
  slab.drop(9, next);
  expect([slab.isUnderWay(second), slab.find(second, 0), slab.letOut(9, next, 0)]).toEqual([
    false,
    undefined,
    undefined,
  ]);
});
