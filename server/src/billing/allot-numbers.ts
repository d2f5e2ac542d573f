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

/** Where a document's number is counted. */
interface Scope extends Omit<NumbersWanted, 'count'> {
  readonly key: string;
}

/** The scope of each document: one object for those of one series and day. */
const scopesOf = async (ctx: Ctx, kind: SeriesKind, documents: readonly Numbered[]): Promise<Scope[]> => {
  const patterns = await patternsOf(ctx.tx, kind, [...new Set(documents.map((each) => each.legal_entity_id))]);
  const scopes = new Map<string, Scope>();
  return documents.map(({ legal_entity_id, issued_on }) => {
    const of = `${legal_entity_id} ${issued_on}`;
    const known = scopes.get(of);
    if (known !== undefined) return known;
    const pattern = patterns.get(legal_entity_id);
    if (pattern === undefined) throw NumberSeriesMissing({ legal_entity_id });
    const scope = numberScope(pattern as NumberPattern, issued_on);
    const found = { legal_entity_id, scope, key: `${legal_entity_id} ${scope}` };
    scopes.set(of, found);
    return found;
  });
};

/** A number of its series for each document, in order and without gaps, from one statement. Others that want some of the same wait for this commit. */
export const allotNumbers = async (ctx: Ctx, kind: SeriesKind, documents: readonly Numbered[]): Promise<string[]> => {
  const scopes = await scopesOf(ctx, kind, documents);
  const wanted = [...Map.groupBy(scopes, ({ key }) => key).values()].flatMap((same) => {
    const [first] = same;
    return first === undefined
      ? []
      : { legal_entity_id: first.legal_entity_id, scope: first.scope, count: same.length };
  });
  const last = await takeNumbers(ctx.tx, kind, wanted);
  return scopes.map(({ key, scope }) => {
    const value = (last.get(key) ?? 0n) + 1n;
    last.set(key, value);
    return numberIn(scope, value);
  });
};
