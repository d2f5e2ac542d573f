import { contract, day, id, line, minor } from '@isp/values/wire';
import { z } from 'zod';
import { Transfer } from '../../subscriptions/contract/transfers.ts';
import { foreseen } from './documents.ts';

const transfer = {
  id,
  to_account_id: id,
  /** The first day the other account pays for, past or to come; today unless said. */
  on: day.optional(),
  /** Instead: with the next period. */
  when: z.enum(['now', 'period-end']).optional(),
  /** Whether the contract that binds it binds the other account for the rest of its term, or ends, for what ending it then costs. */
  contract: z.enum(['kept', 'ended']).default('kept'),
  /** Why that is not charged. */
  waive_fee: line(200).optional(),
  /** Whether a price of its own goes along, or what its plan costs holds. */
  own_price: z.enum(['kept', 'dropped']).default('kept'),
  reason: line(200).optional(),
};
const once = ({ on, when }: { on?: string | undefined; when?: string | undefined }): boolean =>
  on === undefined || when === undefined;
const twice = { path: ['when'], message: 'say a day or when, not both' };

export const TransferSubscription = contract({
  summary:
    'Transfer a subscription with its add-ons to another account, today, on a day to come, or as of one past: its log-in, addresses and live session go along, and the other account pays from that day on',
  status: 201,
  input: z.strictObject(transfer).refine(once, twice),
  reply: Transfer,
});
export type TransferSubscription = z.output<typeof TransferSubscription.input>;

export const ForeseeTransfer = contract({
  summary:
    'What a transfer would bring: the next three documents of both accounts, and what stays behind; nothing is done',
  status: 200,
  input: z.strictObject(transfer).refine(once, twice),
  reply: z.object({
    on_day: day,
    /** What ends the contract, by its terms. */
    fee_minor: minor,
    /** Add-ons that go along, by their plans. */
    add_ons: z.array(z.string()),
    /** Discounts of the subscription that stay with the account that had it. */
    discounts: z.array(z.string()),
    /** Whether the other account owes so much that it would be suspended at once. */
    suspended: z.boolean(),
    from: foreseen,
    to: foreseen,
  }),
});

export const TakeTransferBack = contract({
  summary: 'Take a transfer back that has not happened',
  status: 200,
  input: z.strictObject({ id }),
  reply: Transfer,
});
