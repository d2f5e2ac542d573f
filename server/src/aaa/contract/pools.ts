import { bigCount, code, contract, id, instant, line, listing, pageOf } from '@isp/values/wire';
import { z } from 'zod';

const kind = z.enum(['ipv4', 'ipv6-prefix', 'ipv6-delegated']);
const whenFull = z.enum(['reject', 'nas-chooses']);
const keepOffline = z.int().min(600).max(31_536_000);
/** As the NAS spells it: RADIUS carries 247 octets of it. */
const nasPool = line(120).refine((name) => new TextEncoder().encode(name).length <= 247, 'is longer than 247 octets');

const range = z.union([z.cidrv4(), z.cidrv6()], {
  error: 'write a range such as "100.64.0.0/22" or "2001:db8::/40"',
});
/** The length that each gets, for IPv6. */
const length = z.int().min(1).max(128).optional();
/** Gives out every address, the network's, the gateway's and the broadcast one too. */
const whole = z.boolean().default(false);

export const PoolRange = z.object({
  id,
  range: z.string(),
  length: z.int(),
  note: z.string(),
  state: z.enum(['active', 'retired']),
  size: bigCount,
  assigned: bigCount,
  created_at: instant,
});
export type PoolRange = z.output<typeof PoolRange>;

export const Pool = z.object({
  id,
  code,
  name: z.string(),
  /** What is assigned: Framed-IP-Address, Framed-IPv6-Prefix, or Delegated-IPv6-Prefix. */
  kind,
  /** The name that is sent of one that the NAS keeps; null for one of ours. */
  nas_pool: z.string().nullable(),
  /** Seconds offline after which an address may be taken back when the pool is full. */
  keep_offline_s: z.int(),
  /** What becomes of a log-in for which there is no address. */
  when_full: whenFull,
  /** What its ranges in use can give out, and of all its ranges what somebody has; fixed ones among them. */
  size: bigCount,
  assigned: bigCount,
  created_at: instant,
});
export type Pool = z.output<typeof Pool>;

const PoolPage = z.object({ ...Pool.shape, ranges: z.array(PoolRange) });
export type PoolPage = z.output<typeof PoolPage>;

export const ListPools = contract({
  summary: 'Address pools with how full they are',
  input: z.strictObject({
    ...listing,
    kind: kind.optional(),
    kept_by: z.enum(['us', 'nas']).optional(),
    q: line(100).optional(),
  }),
  reply: pageOf(Pool),
});
export type ListPools = z.output<typeof ListPools.input>;

export const GetPool = contract({
  summary: 'One pool with its ranges',
  input: z.strictObject({ id }),
  reply: PoolPage,
});

export const CreatePool = contract({
  summary: 'Add a pool: of ours, with its first range if you like, or by the name of one that the NAS keeps',
  status: 201,
  input: z.strictObject({
    code,
    name: line(120),
    kind: kind.default('ipv4'),
    nas_pool: nasPool.nullable().default(null),
    keep_offline_s: keepOffline.default(86_400),
    when_full: whenFull.default('reject'),
    range: range.optional(),
    length,
    whole,
  }),
  reply: PoolPage,
});
export type CreatePool = z.output<typeof CreatePool.input>;

export const UpdatePool = contract({
  summary: 'Change a pool: its name, how long an address stays with who is offline, what becomes of who gets none',
  input: z.strictObject({
    id,
    name: line(120).optional(),
    nas_pool: nasPool.optional(),
    keep_offline_s: keepOffline.optional(),
    when_full: whenFull.optional(),
  }),
  reply: PoolPage,
});
export type UpdatePool = z.output<typeof UpdatePool.input>;

export const AddPoolRange = contract({
  summary: 'Add a range to a pool; addresses in it that are fixed for somebody stay theirs',
  status: 201,
  input: z.strictObject({ id, range, length, whole, note: line(120).or(z.literal('')).default('') }),
  reply: PoolPage,
});
export type AddPoolRange = z.output<typeof AddPoolRange.input>;

export const UpdatePoolRange = contract({
  summary: 'Retire a range, so that nobody new gets an address of it, or bring it back',
  input: z.strictObject({
    id,
    range_id: id,
    state: z.enum(['active', 'retired']).optional(),
    note: line(120).or(z.literal('')).optional(),
  }),
  reply: PoolPage,
});
export type UpdatePoolRange = z.output<typeof UpdatePoolRange.input>;

export const TakeBackAddress = contract({
  summary: 'Take an assigned address from its subscription; it gets another at its next log-in',
  input: z.strictObject({
    address: range,
    /** Ends the session that has it; else one who is online is refused. */
    disconnect: z.boolean().default(false),
  }),
  reply: z.object({ address: z.string(), disconnected: z.int() }),
});
export type TakeBackAddress = z.output<typeof TakeBackAddress.input>;
