import { get, may, type Route } from '../kernel/http/route.ts';
import * as c from './contract.ts';
import { getSubscription } from './get-subscription.ts';
import { listSubscriptions, listTopUps } from './store.ts';

export const routes: readonly Route[] = [
  get('/subscriptions', may('subscriptions.read'), c.ListSubscriptions, (ctx, input) =>
    listSubscriptions(ctx.tx, input),
  ),
  get('/subscriptions/:id', may('subscriptions.read'), c.GetSubscription, getSubscription),
  get('/top-ups', may('subscriptions.read'), c.ListTopUps, (ctx, input) => listTopUps(ctx.tx, input)),
];
