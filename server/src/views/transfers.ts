import type { Ctx } from '../kernel/ctx.ts';
import { sql } from '../kernel/db.ts';
import { type Page, paginate } from '../kernel/page.ts';
import type { ListTransfers, TransferRow } from './contract/transfers.ts';

const STATE = sql<
  TransferRow['state']
>`case when t.taken_back_at is not null then 'taken back' when t.done_at is null then 'planned' else 'done' end`;

const transfers = ({ tx }: Ctx) =>
  tx
    .selectFrom('subscriptions.transfer as t')
    .innerJoin('subscriptions.subscription as s', (j) =>
      j.onRef('s.account_id', '=', 't.account_id').onRef('s.id', '=', 't.subscription_id'),
    )
    .innerJoin('tariffs.plan as p', 'p.id', 's.plan_id')
    .innerJoin('crm.account as a', 'a.id', 't.account_id')
    .innerJoin('crm.account as b', 'b.id', 't.to_account_id')
    .selectAll('t')
    .select(['p.name as plan_name', 'a.name as account_name', 'b.name as to_account_name', STATE.as('state')]);

/** Transfers of subscriptions, newest first. */
export const listTransfers = async (ctx: Ctx, input: ListTransfers): Promise<Page<TransferRow>> => {
  const { account_id, subscription_id, state } = input;
  let q = transfers(ctx);
  if (account_id) q = q.where((e) => e.or([e('t.account_id', '=', account_id), e('t.to_account_id', '=', account_id)]));
  if (subscription_id)
    q = q.where((e) =>
      e.or([e('t.subscription_id', '=', subscription_id), e('t.to_subscription_id', '=', subscription_id)]),
    );
  if (state) q = q.where(STATE, '=', state);
  return paginate(q, input, {
    sort: {
      asked_at: { sql: 't.asked_at', field: 'asked_at' },
      on_day: { sql: 't.on_day', field: 'on_day' },
    },
    fallback: '-asked_at',
    idSql: 't.id',
  });
};
