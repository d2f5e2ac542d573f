import type { Ctx } from '../kernel/ctx.ts';
import { type Usage, type UsageSpan, usageIn } from './store/usage.ts';

/** What many subscriptions used, each in its span, in one statement; those that used nothing are not in the answer. */
export const usageBetween = (ctx: Ctx, spans: readonly UsageSpan[]): Promise<Usage[]> => usageIn(ctx.tx, spans);
