import type { Day } from '@isp/values';
import { type Drafted, setUsageRecounts } from '../billing/index.ts';
import type { Tx } from '../kernel/db.ts';
import { setBilled, setRecounts } from '../subscriptions/index.ts';

/** Keeps how far subscriptions are billed by these drafts, and what was rated again. */
export const keepBilled = async (tx: Tx, drafts: readonly Drafted[], as_of: Day): Promise<void> => {
  const next = drafts.flatMap((draft) => draft.next);
  await setBilled(tx, next);
  const recounts = next.flatMap(({ account_id, id, recount }) => (recount ? [{ account_id, id, ...recount }] : []));
  if (recounts.length === 0) return;
  await setRecounts(tx, recounts);
  const periods = recounts.flatMap((each) =>
    each.periods.map((period) => ({ ...period, account_id: each.account_id, subscription_id: each.id })),
  );
  await setUsageRecounts(tx, periods, as_of);
};
