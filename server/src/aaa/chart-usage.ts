import { epochMs } from '@isp/values';
import type { Ctx } from '../kernel/ctx.ts';
import type { UsageChart } from './contract.ts';
import { UsageRangeInvalid } from './faults.ts';
import { usageChart } from './store/usage.ts';

const HOUR_MS = 3_600_000;
const BUCKET_MS = { hour: HOUR_MS, day: 24 * HOUR_MS, month: 28 * 24 * HOUR_MS } as const;
const MOST = 1500;

/** Octets used by bucket of time; buckets in which nothing was used are left out. */
export const chartUsage = async (ctx: Ctx, input: UsageChart) => {
  const length = epochMs(input.to) - epochMs(input.from);
  if (length <= 0 || length / BUCKET_MS[input.bucket] > MOST) throw UsageRangeInvalid({ most: MOST });
  return { items: await usageChart(ctx.tx, input) };
};
