import { get, may, type Route } from '../kernel/http/route.ts';
import * as c from './contract.ts';
import { getSubscription } from './get-subscription.ts';
import { packRulesOf } from './pack-store.ts';
import { listSubscriptions, listTopUps } from './store.ts';

export const routes: readonly Route[] = [
  get('/subscriptions', may('subscriptions.read'), c.ListSubscriptions, (ctx, input) =>
    listSubscriptions(ctx.tx, input),
  ),
  get('/subscriptions/:id', may('subscriptions.read'), c.GetSubscription, getSubscription),
  get('/subscriptions/:id/pack-rule', may('subscriptions.read'), c.GetPackRule, async (ctx, { id }) => {
    const { account_id } = await getSubscription(ctx, { id });
    const [rule = null] = await packRulesOf(ctx.tx, [{ account_id, subscription_id: id }]);
    return { rule };
  }),
  get('/top-ups', may('subscriptions.read'), c.ListTopUps, (ctx, input) => listTopUps(ctx.tx, input)),
];
