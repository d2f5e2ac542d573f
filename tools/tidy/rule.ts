import type { Where } from './places.ts';
import type { Seen, Source } from './source.ts';

/** What is wrong at one offset of a file. */
export interface Hit {
  readonly at: number;
  readonly reason: string;
}

/** A path and a text: what a rule must refuse, or must let pass. */
export type Sample = readonly [path: string, text: string];

/** One house rule: a row of `RULES`. Its samples are its proof, and `rules.test.ts` runs them. */
export interface Rule {
  readonly name: string;
  readonly where: Where;
  readonly find: (source: Source) => readonly Hit[];
  readonly remedy: string;
  readonly bad: readonly [Sample, ...Sample[]];
  readonly good: readonly [Sample, ...Sample[]];
}

/** What is printed: a rule's hit with its file and line. */
export interface Finding {
  readonly path: string;
  readonly line: number;
  readonly reason: string;
  readonly remedy: string;
}

/** What one rule finds in one file; nothing when the rule is not about that file. */
export const apply = (rule: Rule, source: Source): Finding[] =>
  rule.where(source.path)
    ? rule.find(source).map(({ at, reason }) => ({
        path: source.path,
        line: source.lineAt(at),
        reason: `${reason} (${rule.name})`,
        remedy: rule.remedy,
      }))
    : [];

/** A `find` that asks every node: the answer is what is wrong with it, or nothing. */
export const eachNode =
  (ask: (seen: Seen, source: Source) => string | undefined) =>
  (source: Source): Hit[] =>
    source.parsed().nodes.flatMap((seen) => {
      const reason = ask(seen, source);
      return reason === undefined ? [] : [{ at: seen.node.start, reason }];
    });
