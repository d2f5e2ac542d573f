import { expect, test } from 'vitest';
import { PendingQueue } from './pending-queue.ts';

test('what came first is taken first, and found until then', () => {
  const queue = new PendingQueue<string>(3);
  queue.push(7, 'seven');
  queue.push(8, 'eight');
  expect([queue.find(7), queue.find(8), queue.find(9), queue.size]).toEqual(['seven', 'eight', undefined, 2]);
  expect([queue.shift(), queue.find(7), queue.size]).toEqual(['seven', undefined, 1]);
  expect([queue.shift(), queue.shift(), queue.size]).toEqual(['eight', undefined, 0]);
});

test('it goes round many times with keys of the same place, and takes no more than it has room for', () => {
  const queue = new PendingQueue<number>(5);
  const taken: (number | undefined)[] = [];
  for (let i = 0; i < 1000; i++) {
    queue.push(i << 20, i);
    if (queue.size === 5) taken.push(queue.shift(), queue.shift());
    expect(queue.find(i << 20)).toBe(i);
  }
  expect(taken).toEqual(Array.from({ length: taken.length }, (_, i) => i));
  while (queue.size < 5) queue.push(2 ** 30 + queue.size, -1);
  expect(() => queue.push(1, 1)).toThrow('no more than 5 can wait');
});
