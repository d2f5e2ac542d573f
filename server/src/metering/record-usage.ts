import type { Day, Id } from '@isp/values';
import type { Ctx } from '../kernel/ctx.ts';
import { publish } from '../kernel/publish.ts';
import { differenceOf, type RecordContent } from './core/same-record.ts';
import { insertRecords, type NewRecord, type RecordKey, recordsKnown } from './store/records.ts';

/** A record of which is known whose it is and by which day it is billed; or why it cannot be recorded. */
export interface PlacedRecord extends RecordKey, RecordContent {
  readonly account_id: Id;
  readonly counted_on: Day;
  readonly late: boolean;
}
export type Placed = PlacedRecord | { readonly refused: string };

/** What became of a record. */
export interface Recorded {
  readonly outcome: 'recorded' | 'duplicate' | 'refused';
  /** Why it was refused. */
  readonly reason: string | null;
}

const RECORDED: Recorded = { outcome: 'recorded', reason: null };
const DUPLICATE: Recorded = { outcome: 'duplicate', reason: null };
const refusal = (reason: string): Recorded => ({ outcome: 'refused', reason });

const keyOf = ({ meter_id, external_id }: RecordKey): string => `${meter_id} ${external_id}`;

const again = (had: RecordContent, came: RecordKey & RecordContent): Recorded => {
  const other = differenceOf(had, came);
  return other === undefined ? DUPLICATE : refusal(`there is a record ${came.external_id} with ${other}`);
};

const byKey = (rows: readonly (RecordKey & RecordContent)[]): Map<string, RecordContent> =>
  new Map(rows.map((row) => [keyOf(row), row]));

/** What somebody else recorded at the same moment. */
const writtenByOthers = async (ctx: Ctx, lost: readonly RecordKey[]): Promise<ReadonlyMap<string, RecordContent>> =>
  lost.length === 0 ? new Map() : byKey(await recordsKnown(ctx.tx, lost));

/**
 * Writes records of use, each once: one that is there already, or comes twice, is a duplicate, one with the external id of another but other content is refused. What becomes of each, in their order; of
 * those that were refused before nothing is looked at.
 */
export const recordUsage = async (ctx: Ctx, placed: readonly Placed[]): Promise<Recorded[]> => {
  const given = placed.flatMap((each) => ('refused' in each ? [] : [each]));
  const known = byKey(await recordsKnown(ctx.tx, given));
  const fresh = new Map<string, NewRecord>();
  const outcomes = placed.map((each): Recorded => {
    if ('refused' in each) return refusal(each.refused);
    const key = keyOf(each);
    const had = known.get(key) ?? fresh.get(key);
    if (had !== undefined) return again(had, each);
    fresh.set(key, { ...each, id: ctx.newId(), recorded_at: ctx.now });
    return RECORDED;
  });
  const written = await insertRecords(ctx.tx, [...fresh.values()]);
  if (written.size > 0) await publish(ctx.tx, 'metering.records', { recorded: written.size });
  const others = await writtenByOthers(
    ctx,
    [...fresh.values()].filter(({ id }) => !written.has(id)),
  );
  return placed.map((each, i) => {
    const had = 'refused' in each ? undefined : others.get(keyOf(each));
    return had === undefined || 'refused' in each ? (outcomes[i] ?? DUPLICATE) : again(had, each);
  });
};
