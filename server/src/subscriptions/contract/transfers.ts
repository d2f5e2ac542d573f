import { day, id, instant } from '@isp/values/wire';
import { z } from 'zod';

/** That a subscription goes to another account, or went. */
export const Transfer = z.object({
  /** The account that had it. */
  account_id: id,
  id,
  subscription_id: id,
  to_account_id: id,
  /** The subscription of the other account that goes on with what it had. */
  to_subscription_id: id,
  /** The first day the other account pays for. */
  on_day: day,
  /** Whether the contract goes on, or ended. */
  contract: z.enum(['kept', 'ended']),
  /** Whether a price of its own went along, or the plan's holds. */
  own_price: z.enum(['kept', 'dropped']),
  reason: z.string().nullable(),
  asked_by: z.string(),
  asked_at: instant,
  /** Null while it is planned. */
  done_at: instant.nullable(),
  taken_back_by: z.string().nullable(),
  taken_back_at: instant.nullable(),
});
export type Transfer = z.output<typeof Transfer>;
