import { setImmediate as soon } from 'node:timers/promises';
import { expect, test } from 'vitest';
import { inLanes } from './in-lanes.ts';

async function* upTo(n: number): AsyncGenerator<number> {
  for (let piece = 1; piece <= n; piece++) yield piece;
}

/** Works longer on early pieces, so that they would end last without turns. */
const slowFirst = async (piece: number): Promise<void> => {
  for (let i = 0; i < 40 - piece * 3; i++) await soon();
};

test('pieces are worked on side by side and take effect in order', async () => {
  let working = 0;
  let most = 0;
  const effects: number[] = [];
  const results: number[] = [];
  await inLanes(
    upTo(10),
    3,
    async (piece, turn) => {
      most = Math.max(most, ++working);
      await slowFirst(piece);
      await turn;
      effects.push(piece);
      working--;
      return piece * 10;
    },
    (result) => results.push(result),
  );
  expect(most).toBe(3);
  expect(effects).toEqual([1, 2, 3, 4, 5, 6, 7, 8, 9, 10]);
  expect(results).toEqual(effects.map((piece) => piece * 10));
});

test('a piece that fails stops those after it, and is told once all have stopped', async () => {
  const begun: number[] = [];
  const effects: number[] = [];
  let working = 0;
  const work = async (piece: number, turn: Promise<unknown>): Promise<number> => {
    begun.push(piece);
    working++;
    try {
      await slowFirst(piece);
      if (piece === 4) throw new Error('no paper');
      await turn;
      effects.push(piece);
      return piece;
    } finally {
      working--;
    }
  };
  await expect(inLanes(upTo(100), 3, work, () => undefined)).rejects.toThrow('no paper');
  expect(working).toBe(0);
  expect(effects).toEqual([1, 2, 3]);
  expect(begun.length).toBeLessThan(9);
});

test('nothing to do is done at once', async () => {
  await inLanes(
    upTo(0),
    3,
    () => Promise.reject(new Error('never')),
    () => undefined,
  );
});
