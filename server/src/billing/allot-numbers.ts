import type { Day, Id } from '@isp/values';
import type { Ctx } from '../kernel/ctx.ts';
import { type NumberPattern, numberIn, numberScope } from './core/numbering.ts';
import { NumberSeriesMissing } from './faults.ts';
import { type NumbersWanted, patternsOf, type SeriesKind, takeNumbers } from './store/numbers.ts';

/** A document to be numbered. */
export interface Numbered {
  readonly legal_entity_id: Id;
  readonly issued_on: Day;
}

const scopesOf = async (ctx: Ctx, kind: SeriesKind, documents: readonly Numbered[]): Promise<NumbersWanted[]> => {
  const patterns = await patternsOf(ctx.tx, kind, [...new Set(documents.map((each) => each.legal_entity_id))]);
  return documents.map(({ legal_entity_id, issued_on }) => {
    const pattern = patterns.get(legal_entity_id);
    if (pattern === undefined) throw NumberSeriesMissing({ legal_entity_id });
    return { legal_entity_id, scope: numberScope(pattern as NumberPattern, issued_on), count: 1 };
  });
};

/** A number of its series for each document, in order and without gaps, from one statement. Others that want some of the same wait for this commit. */
export const allotNumbers = async (ctx: Ctx, kind: SeriesKind, documents: readonly Numbered[]): Promise<string[]> => {
  const wanted = new Map<string, NumbersWanted>();
  const keyed = (await scopesOf(ctx, kind, documents)).map((one) => {
    const key = `${one.legal_entity_id} ${one.scope}`;
    wanted.set(key, { ...one, count: (wanted.get(key)?.count ?? 0) + 1 });
    return { key, scope: one.scope };
  });
  const last = await takeNumbers(ctx.tx, kind, [...wanted.values()]);
  return keyed.map(({ key, scope }) => {
    const value = (last.get(key) ?? 0n) + 1n;
    last.set(key, value);
    return numberIn(scope, value);
  });
};
