import { id } from '@isp/values/wire';
import { z } from 'zod';
import { type Job, job, worldJob } from '../kernel/jobs.ts';
import { dropPriceChange } from './take-back-price-change.ts';
import { workBillRun } from './work-bill-run.ts';
import { workPriceChange } from './work-price-change.ts';

const PriceChange = z.object({ price_change_id: id });

/** Long work that a request began. It opens its own transactions, and taken up again it goes on where it stopped. */
export const jobs: readonly Job[] = [
  worldJob('flows.bill-run', z.object({ run_id: id }), workBillRun),
  worldJob('flows.price-change', PriceChange, workPriceChange),
  job('flows.price-change-back', PriceChange, dropPriceChange),
];
