/** Figures of several rounds: what is compared with what, never one number alone. */

/** One figure a round. */
export type Series = readonly number[];

/** One line of the published table: a case of ours, and its mark measured in the same rounds. */
export interface Row {
  readonly bench: string;
  readonly what: string;
  readonly unit: string;
  readonly ours: Series;
  /** Whose figures `theirs` are. */
  readonly mark: string;
  readonly theirs: Series;
  /** True when a smaller figure is the better one. */
  readonly less?: boolean;
  /** What ours ÷ theirs is meant to be. */
  readonly target?: string;
}

/** What a bench is given. */
export interface Run {
  readonly quick: boolean;
  /** All that is left to chance follows from it. */
  readonly seed: number;
  /** Where to write CPU profiles, when asked. */
  readonly profiles: string | undefined;
  say(line: string): void;
  /** Registers what must be undone when the bench ends, however it ends; last in, first out. */
  afterwards(undo: () => Promise<unknown>): void;
}

/** A bench: `rows` for the table, and remarks to stand below it. */
export interface Bench {
  readonly name: string;
  run(run: Run): Promise<{ readonly rows: readonly Row[]; readonly remarks: readonly string[] }>;
}

/** The middle figure; of an even number of them the mean of the two. NaN of none. */
export const median = (series: Series): number => {
  const sorted = [...series].sort((a, b) => a - b);
  const half = sorted.length >> 1;
  return sorted.length % 2 === 1
    ? (sorted[half] ?? Number.NaN)
    : ((sorted[half - 1] ?? Number.NaN) + (sorted[half] ?? Number.NaN)) / 2;
};

/** The figure that a share of a sorted series does not exceed. */
export const quantile = (sorted: ArrayLike<number>, share: number): number =>
  sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * share))] ?? Number.NaN;

/** Ours ÷ theirs of each round: the middle one (what the machine does besides falls on both of a round alike), the least and the greatest. */
export const ratioOf = ({
  ours,
  theirs,
}: Pick<Row, 'ours' | 'theirs'>): { readonly median: number; readonly least: number; readonly most: number } => {
  const each = ours.map((one, i) => one / (theirs[i] ?? Number.NaN)).filter(Number.isFinite);
  return { median: median(each), least: Math.min(...each), most: Math.max(...each) };
};

/**
 * Measures several contenders by turns, A B C, B C A, … so that what the machine does besides falls on all of them alike.
 * Gives each contender's results, one a round.
 */
export const inTurns = async <T>(
  rounds: number,
  contenders: Readonly<Record<string, (round: number) => Promise<T>>>,
): Promise<Readonly<Record<string, readonly T[]>>> => {
  const names = Object.keys(contenders);
  const results: Record<string, T[]> = Object.fromEntries(names.map((name) => [name, []]));
  for (let round = 0; round < rounds; round++)
    for (let turn = 0; turn < names.length; turn++) {
      const name = names[(round + turn) % names.length] as string;
      const result = await contenders[name]?.(round);
      results[name]?.push(result as T);
    }
  return results;
};
