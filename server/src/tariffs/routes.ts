import { dayIn } from '@isp/values';
import { get, may, patch, type Route } from '../kernel/http/route.ts';
import * as c from './contract.ts';
import { getPlan } from './get-plan.ts';
import { listPlans } from './store.ts';
import { updatePlan } from './update-plan.ts';

export const routes: readonly Route[] = [
  get('/plans', may('tariffs.read'), c.ListPlans, (ctx, input) => listPlans(ctx.tx, input, dayIn(ctx.now, 'UTC'))),
  get('/plans/:id', may('tariffs.read'), c.GetPlan, getPlan),
  patch('/plans/:id', may('tariffs.write'), c.UpdatePlan, updatePlan),
];
