import type { Ctx } from '../kernel/ctx.ts';
import { type Page, paginate } from '../kernel/page.ts';
import type { DraftRow, ListDrafts } from './contract/drafts.ts';

/** Draft subscriptions of quotes that can still be accepted, newest first. */
export const listDrafts = async ({ tx }: Ctx, input: ListDrafts): Promise<Page<DraftRow>> => {
  let q = tx
    .selectFrom('crm.quote as q')
    .innerJoin('subscriptions.draft as d', (j) =>
      j.onRef('d.account_id', '=', 'q.account_id').onRef('d.quote_id', '=', 'q.id'),
    )
    .innerJoin('tariffs.plan as p', 'p.id', 'd.plan_id')
    .select(['d.account_id', 'd.id', 'd.quote_id', 'q.number as quote_number', 'q.state as quote_state', 'd.plan_id'])
    .select(['p.name as plan_name', 'd.parent_id', 'd.quantity', 'd.price_override_minor', 'q.currency', 'd.username'])
    .select(['q.start_on', 'q.valid_until', 'q.made_at'])
    .where('q.state', 'in', input.quote_state ? [input.quote_state] : ['draft', 'sent']);
  if (input.account_id) q = q.where('q.account_id', '=', input.account_id);
  const sort = { made_at: { sql: 'q.made_at', field: 'made_at' } };
  const page = await paginate(q, input, { sort, fallback: '-made_at', idSql: 'd.id' });
  return page as Page<DraftRow>;
};
