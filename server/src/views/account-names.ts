import type { Id } from '@isp/values';
import type { Ctx } from '../kernel/ctx.ts';

interface Named {
  readonly id: Id;
  readonly number: string;
  readonly name: string;
}

/** Names of many accounts at once, for lists that know them by id; one that is not there (or not the actor’s to see) is left out. */
export const accountNames = async (
  ctx: Ctx,
  { ids }: { readonly ids: readonly Id[] },
): Promise<{ items: Named[] }> => ({
  items: await ctx.tx
    .selectFrom('crm.account')
    .select(['id', 'number', 'name'])
    .where('id', 'in', [...ids])
    .execute(),
});
