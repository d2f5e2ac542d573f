import { id } from '@isp/values/wire';
import { z } from 'zod';
import { type Job, worldJob } from '../kernel/jobs.ts';
import { workBillRun } from './work-bill-run.ts';

/** Long work that a request began. It opens its own transactions, and taken up again it goes on where it stopped. */
export const jobs: readonly Job[] = [worldJob('flows.bill-run', z.object({ run_id: id }), workBillRun)];
