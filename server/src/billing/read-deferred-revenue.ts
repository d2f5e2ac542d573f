import type { Day, Id } from '@isp/values';
import type { Ctx } from '../kernel/ctx.ts';
import type { DeferredRevenue } from './contract.ts';
import { deferredAt, earnedByMonth } from './core/deferral.ts';
import { deferredInLedger, linesBeyond } from './store/deferrals.ts';

type Row = DeferredRevenue['rows'][number];

/** What a legal entity billed for days after a day, as the lines say, beside what the ledger says. */
export const readDeferredRevenue = async (
  ctx: Pick<Ctx, 'tx'>,
  input: { readonly legal_entity_id: Id; readonly on: Day },
): Promise<Row[]> => {
  const { legal_entity_id, on } = input;
  const rows = new Map<string, Row & { readonly sums: Map<string, bigint> }>();
  const rowOf = (currency: string, kind: string) => {
    const key = `${currency} ${kind}`;
    const row = rows.get(key) ?? { currency, kind, deferred_minor: 0n, ledger_minor: 0n, months: [], sums: new Map() };
    rows.set(key, row);
    return row;
  };
  for (const line of await linesBeyond(ctx.tx, legal_entity_id, on)) {
    const row = rowOf(line.currency, line.kind);
    row.deferred_minor += deferredAt(line, on) * line.lines;
    for (const [month, minor] of earnedByMonth(line, on))
      row.sums.set(month, (row.sums.get(month) ?? 0n) + minor * line.lines);
  }
  for (const { currency, kind, ledger_minor } of await deferredInLedger(ctx.tx, legal_entity_id, on))
    rowOf(currency, kind).ledger_minor = ledger_minor;
  return [...rows.keys()].sort().map((key) => {
    const { sums, ...row } = rows.get(key) as Row & { readonly sums: Map<string, bigint> };
    const months = [...sums].sort().map(([month, earned_minor]) => ({ month, earned_minor }));
    return { ...row, months };
  });
};
