/** What properties are thrown with: the seed (`FC_SEED`) and how often (`FC_RUNS`), which each file prints. */
import { beforeAll } from 'vitest';

const seed = Number.parseInt(process.env.FC_SEED ?? '20261128', 10);
const wanted = process.env.FC_RUNS === undefined ? undefined : Number.parseInt(process.env.FC_RUNS, 10);

/** As often as `FC_RUNS` says, else as `usual`. */
export const dice = (usual: number): { readonly seed: number; readonly numRuns: number } => ({
  seed,
  numRuns: wanted ?? usual,
});

/** The same, printed before the tests of a file. */
export const printedDice = (usual: number) => {
  const of = dice(usual);
  // biome-ignore lint/suspicious/noConsole: whoever sees a property fail wants to throw the same dice again
  beforeAll(() => console.info(`fast-check seed ${seed} (FC_SEED), ${of.numRuns} histories (FC_RUNS)`));
  return of;
};
