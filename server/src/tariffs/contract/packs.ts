import { code, contract, currency, id, instant, line, listing, minor, pageOf } from '@isp/values/wire';
import { z } from 'zod';

const state = z.enum(['active', 'withdrawn']);

/** More to use than the plan gives, for sale. */
export const Pack = z.object({
  id,
  code,
  name: z.string(),
  what: z.enum(['time', 'data']),
  /** Octets, or seconds connected. */
  amount: z.int(),
  /** How many days it lasts from the moment it is bought; null: until the window of each limit ends. */
  lasts_days: z.int().nullable(),
  price_minor: minor,
  currency,
  tax_code: z.string().nullable(),
  /** For subscriptions of these plans; null: of any. */
  plan_ids: z.array(id).nullable(),
  state,
  created_at: instant,
});
export type Pack = z.output<typeof Pack>;

const planIds = z.array(id).min(1).max(200).nullable();

export const CreatePack = contract({
  summary: 'Make a pack that subscriptions buy when they need more than their plan gives',
  status: 201,
  input: z.strictObject({
    code,
    name: line(120),
    what: z.enum(['time', 'data']),
    amount: z.int().min(1).max(Number.MAX_SAFE_INTEGER),
    lasts_days: z.int().min(1).max(59).nullable().default(null),
    price_minor: minor.refine((price) => price > 0n, 'must be more than zero; for nothing, top up by hand'),
    /** The legal entity’s unless said. */
    currency: currency.optional(),
    tax_code: z.string().max(40).nullable().default(null),
    plan_ids: planIds.default(null),
  }),
  reply: Pack,
});
export type CreatePack = z.output<typeof CreatePack.input>;

export const UpdatePack = contract({
  summary: 'Rename a pack, withdraw it or bring it back, change for which plans it is; what was sold stays as it was',
  input: z.strictObject({
    id,
    name: line(120).optional(),
    state: state.optional(),
    plan_ids: planIds.optional(),
  }),
  reply: Pack,
});
export type UpdatePack = z.output<typeof UpdatePack.input>;

export const GetPack = contract({ summary: 'One pack', input: z.strictObject({ id }), reply: Pack });

export const ListPacks = contract({
  summary: 'Packs, by code',
  input: z.strictObject({ ...listing, state: state.optional(), q: z.string().max(100).optional() }),
  reply: pageOf(Pack),
});
export type ListPacks = z.output<typeof ListPacks.input>;
