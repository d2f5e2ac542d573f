import type { Ctx } from '../kernel/ctx.ts';
import type { Page } from '../kernel/page.ts';
import type { ListedNas, ListNas } from './contract.ts';
import { CONDITIONS, shownRates } from './core/nas-condition.ts';
import { listNas as rows } from './store/nas-list.ts';
import { ratesOf } from './store/nas-registry.ts';

/** The NASes with how each is. */
export const listNas = async (ctx: Ctx, input: ListNas): Promise<Page<ListedNas>> => {
  const condition_number = input.condition && CONDITIONS.indexOf(input.condition);
  const { items, ...page } = await rows(ctx.tx, { ...input, condition_number }, ctx.now);
  const rates = await ratesOf(
    ctx.tx,
    items.map(({ id }) => id),
    ctx.now,
  );
  const byNas = new Map(rates.map((one) => [one.nas_id, one]));
  return {
    ...page,
    items: items.map(({ condition_number, ...nas }) => ({
      ...nas,
      condition: CONDITIONS[condition_number] ?? 'fine',
      ...shownRates(byNas.get(nas.id)),
    })),
  };
};
