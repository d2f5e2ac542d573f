import { bigCount, code, contract, id, instant, line, listing, pageOf } from '@isp/values/wire';
import { z } from 'zod';

export const Pool = z.object({
  id,
  code,
  name: z.string(),
  range: z.string(),
  state: z.enum(['active', 'retired']),
  created_at: instant,
  /** Addresses that can be allotted, and those that are. */
  size: bigCount,
  allotted: bigCount,
});
export type Pool = z.output<typeof Pool>;

export const ListPools = contract({
  summary: 'Address pools with how full they are',
  input: z.strictObject({ ...listing, state: z.enum(['active', 'retired']).optional() }),
  reply: pageOf(Pool),
});

const range = z.cidrv4({ error: 'write an IPv4 range such as "10.20.0.0/22"' });

export const CreatePool = contract({
  summary: 'Add a pool of IPv4 addresses',
  status: 201,
  input: z.strictObject({ code, name: line(120), range }),
  reply: Pool,
});
export type CreatePool = z.output<typeof CreatePool.input>;

export const UpdatePool = contract({
  summary: 'Rename a pool, or stop allotting from it',
  input: z.strictObject({ id, name: line(120).optional(), state: z.enum(['active', 'retired']).optional() }),
  reply: Pool,
});
export type UpdatePool = z.output<typeof UpdatePool.input>;
