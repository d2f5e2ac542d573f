import { get, may, patch, post, type Route } from '../kernel/http/route.ts';
import * as c from './contract.ts';
import { createPool } from './create-pool.ts';
import { listPools } from './store.ts';
import { updatePool } from './update-pool.ts';

export const routes: readonly Route[] = [
  get('/pools', may('network.read'), c.ListPools, (ctx, input) => listPools(ctx.tx, input)),
  post('/pools', may('network.write'), c.CreatePool, createPool),
  patch('/pools/:id', may('network.write'), c.UpdatePool, updatePool),
];
