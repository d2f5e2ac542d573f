import { get, may, patch, post, type Route } from '../kernel/http/route.ts';
import * as c from './contract.ts';
import { createMeter } from './create-meter.ts';
import { getMeter } from './get-meter.ts';
import { listMeters } from './store/meters.ts';
import { listUsageRecords } from './store/records.ts';
import { updateMeter } from './update-meter.ts';

const read = may('metering.read');

export const routes: readonly Route[] = [
  get('/meters', read, c.ListMeters, (ctx, input) => listMeters(ctx.tx, input)),
  get('/meters/:id', read, c.GetMeter, getMeter),
  post('/meters', may('metering.write'), c.CreateMeter, createMeter),
  patch('/meters/:id', may('metering.write'), c.UpdateMeter, updateMeter),
  get('/usage-records', read, c.ListUsageRecords, (ctx, input) => listUsageRecords(ctx.tx, input)),
];
