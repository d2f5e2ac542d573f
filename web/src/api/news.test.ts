import { expect, test } from 'vitest';
import { newsOf } from './news.ts';

test('a block of an event stream is news', () => {
  expect(newsOf('event: aaa.sessions\ndata: {"started":1}')).toEqual({ topic: 'aaa.sessions', body: { started: 1 } });
});

test.each([[': still here'], [''], ['event: aaa.sessions'], ['data: {}']])('%j is none', (block) => {
  expect(newsOf(block)).toBeUndefined();
});
