import { contract, day, id, line } from '@isp/values/wire';
import { z } from 'zod';
import { Subscription } from '../../subscriptions/contract.ts';

export const username = z
  .string()
  .trim()
  .min(1)
  .max(253)
  .refine((v) => !v.includes('\u0000'), 'has a NUL character');
export const password = z.string().min(1).max(128);
export const mac = z
  .string()
  .regex(
    /^(learn|([0-9A-Fa-f]{2}[:.-]?){5}[0-9A-Fa-f]{2})$/,
    'write a MAC address such as "AA:BB:CC:DD:EE:FF", or "learn"',
  );
export const prefix = z.cidrv6({ error: 'write an IPv6 prefix such as "2001:db8:1200::/56"' });

/** What is said of a part when a bundle is sold: it is taken, when it is optional, and this is how it logs in. */
export const PartAsked = z.strictObject({
  plan_id: id,
  username: username.optional(),
  password: password.optional(),
  password_hash: z.string().min(1).max(300).optional(),
  mac: mac.nullable().default(null),
  static_ip: z.ipv4().nullable().default(null),
  framed_ipv6_prefix: prefix.nullable().default(null),
  delegated_ipv6_prefix: prefix.nullable().default(null),
});
export type PartAsked = z.output<typeof PartAsked>;

/** A part that was started with its bundle. */
export const StartedPart = z.object({
  subscription_id: id,
  plan_id: id,
  username: z.string().nullable(),
  /** Shown this once, when it was made for you. */
  generated_password: z.string().nullable(),
  framed_ip: z.string().nullable(),
});

export const dissolved = {
  /** The day from which its parts stand by themselves, past or to come; today unless said. */
  on: day.optional(),
  /** Why what leaving its contract costs is not charged. */
  waive_fee: line(200).optional(),
};

export const DissolveBundle = contract({
  summary:
    'End a bundle and let its parts go on by themselves: each with its log-in, at the price its own plan has on that day',
  input: z.strictObject({ id, ...dissolved }),
  reply: Subscription,
});
export type DissolveBundle = z.output<typeof DissolveBundle.input>;
