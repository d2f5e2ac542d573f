import type { Id } from '@isp/values';
import { getQuote, revisionsOf } from '../crm/index.ts';
import type { Ctx } from '../kernel/ctx.ts';
import { draftsOf } from '../subscriptions/index.ts';
import { plansById } from '../tariffs/index.ts';
import type { ShownQuote } from './contract/quotes.ts';

/** One quote with its draft subscriptions, what it takes the place of, and what takes its. */
export const showQuote = async (ctx: Ctx, { id }: { readonly id: Id }): Promise<ShownQuote> => {
  const quote = await getQuote(ctx, { id });
  const drafts = await draftsOf(ctx.tx, quote);
  const ids = [...new Set(drafts.map(({ plan_id }) => plan_id))];
  const plans = new Map((ids.length === 0 ? [] : await plansById(ctx.tx, ids)).map((plan) => [plan.id, plan]));
  return {
    ...quote,
    drafts: drafts.map((draft) => {
      const plan = plans.get(draft.plan_id);
      return {
        ...draft,
        plan_code: plan?.code ?? '',
        plan_name: plan?.name ?? '',
        ordered: quote.state === 'accepted',
      };
    }),
    replaces_number: quote.replaces_id === null ? null : (await getQuote(ctx, { id: quote.replaces_id })).number,
    replaced_by: await revisionsOf(ctx.tx, quote),
  };
};
