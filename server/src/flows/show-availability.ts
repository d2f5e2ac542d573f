import { dayIn } from '@isp/values';
import { getAccount } from '../crm/index.ts';
import type { Ctx } from '../kernel/ctx.ts';
import { areasOf, plansOnSale } from '../tariffs/index.ts';
import type { Availability, ShowAvailability } from './contract/availability.ts';

const addressOf = async (ctx: Ctx, { account_id, country, postal_code, city }: ShowAvailability) => {
  if (account_id !== undefined) return getAccount(ctx, { id: account_id });
  return { country: country ?? '', postal_code: postal_code ?? null, city: city ?? null };
};

/** Every plan on sale, and whether it is sold at an address: what is comes first. A bundle is sold where it and what always comes with it are. */
export const showAvailability = async (ctx: Ctx, input: ShowAvailability): Promise<Availability> => {
  const address = await addressOf(ctx, input);
  const plans = await plansOnSale(ctx.tx, dayIn(ctx.now, 'UTC'));
  const areas = await areasOf(ctx, plans, address);
  const items = plans.map(({ id: plan_id, code, name, kind, current }) => {
    const always = current.parts.filter(({ optional }) => !optional).map((part) => part.plan_id);
    const outside = [plan_id, ...always].find((id) => areas.get(id)?.inside === false);
    const { price_minor, currency, cycle_unit, cycle_count } = current;
    const of = outside === undefined ? undefined : areas.get(outside)?.names.join(', ');
    const part = outside === plan_id ? undefined : plans.find(({ id }) => id === outside)?.name;
    const why = of === undefined ? null : `${part === undefined ? '' : `${part} is `}sold only in ${of}`;
    const own = { plan_id, code, name, kind, price_minor, currency, cycle_unit, cycle_count };
    return { ...own, available: outside === undefined, areas: areas.get(plan_id)?.names ?? [], why };
  });
  return { items: [...items.filter(({ available }) => available), ...items.filter(({ available }) => !available)] };
};
