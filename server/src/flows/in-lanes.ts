/** A piece's work and its turn: both or neither. */
const inOrder = async <R>(turn: Promise<unknown>, working: Promise<R>): Promise<R> => {
  const [result] = await Promise.all([working, turn]);
  return result;
};

/**
 * Works on pieces in up to `lanes` at once, begun in their order. Each is given its turn: a promise that all before it are done, and that fails when one
 * of them has; whoever waits for it takes effect in order. `done` gets the results in order. When a piece fails, no further one is begun and its
 * error is thrown after all that were under way have stopped.
 */
export const inLanes = async <T, R>(
  pieces: AsyncIterator<T>,
  lanes: number,
  work: (piece: T, turn: Promise<unknown>) => Promise<R>,
  done: (result: R) => void,
): Promise<void> => {
  let last: Promise<unknown> = Promise.resolve();
  const lane = async (): Promise<void> => {
    for (;;) {
      const turn = last;
      const working = pieces
        .next()
        .then(async (next) => (next.done ? undefined : { of: await work(next.value, turn) }));
      const finished = inOrder(turn, working);
      last = finished;
      const result = await finished;
      if (result === undefined) return;
      done(result.of);
    }
  };
  const ends = await Promise.allSettled(Array.from({ length: lanes }, lane));
  for (const end of ends) if (end.status === 'rejected') throw end.reason;
};
