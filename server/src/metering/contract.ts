import { bigCount, code, contract, day, id, instant, line, listing, pageOf } from '@isp/values/wire';
import { z } from 'zod';

const unitCode = z
  .string()
  .trim()
  .regex(/^\p{L}[\p{L}\d./%-]{0,11}$/u, 'write a short unit such as "min", "SMS" or "Mbit/s"');
const aggregation = z.enum(['sum', 'count', 'max', 'p95']);
const state = z.enum(['active', 'retired']);

export const Meter = z.object({
  id,
  code,
  name: z.string(),
  /** What it is sold by: `min`, `SMS`, `Mbit/s`, or a currency. */
  unit_code: z.string(),
  /** How many of the counted things make a unit: 60 of seconds a minute, 1000000 bit/s a Mbit/s, 100 cents a euro. */
  unit_size: bigCount,
  /** What of a period's records is billed: their sum, how many they are, the largest, or the 95th percentile. */
  aggregation,
  /** A retired one is no longer put into plans; what has it goes on. */
  state,
  created_at: instant,
});
export type Meter = z.output<typeof Meter>;

export const CreateMeter = contract({
  summary: 'Make a meter: what is counted, in which unit, and how the records of a period become one quantity',
  status: 201,
  input: z.strictObject({
    code: code.refine((c) => c !== 'plan', 'is the charge of a plan itself; choose another'),
    name: line(120),
    unit_code: unitCode,
    unit_size: bigCount.refine((b) => b > 0n, 'must be more than zero').default(1n),
    aggregation: aggregation.default('sum'),
  }),
  reply: Meter,
});
export type CreateMeter = z.output<typeof CreateMeter.input>;

export const UpdateMeter = contract({
  summary: 'Rename a meter, retire it or bring it back; what it counts never changes',
  input: z.strictObject({ id, name: line(120).optional(), state: state.optional() }),
  reply: Meter,
});
export type UpdateMeter = z.output<typeof UpdateMeter.input>;

export const GetMeter = contract({ summary: 'One meter', input: z.strictObject({ id }), reply: Meter });

export const ListMeters = contract({
  summary: 'Meters, by code',
  input: z.strictObject({ ...listing, state: state.optional(), q: z.string().max(100).optional() }),
  reply: pageOf(Meter),
});
export type ListMeters = z.output<typeof ListMeters.input>;

/** Text about a record that goes with it and is never billed by, such as who was called. */
export const attributes = z
  .record(line(40), line(200))
  .refine((all) => Object.keys(all).length <= 16, 'has more than 16 attributes');

export const UsageRecord = z.object({
  account_id: id,
  id,
  subscription_id: id,
  meter: code,
  external_id: z.string(),
  used_at: instant,
  /** Counted things: seconds, bit/s, cents; see the meter's unit. */
  quantity: bigCount,
  attributes: attributes.nullable(),
  /** The local day it is billed by. */
  counted_on: day,
  /** Its own day was billed before it was recorded. */
  late: z.boolean(),
  recorded_at: instant,
});
export type UsageRecord = z.output<typeof UsageRecord>;

export const ListUsageRecords = contract({
  summary: 'Records of use of a subscription or of a meter, by when it was used, newest first',
  input: z
    .strictObject({
      ...listing,
      subscription_id: id.optional(),
      /** Its code. */
      meter: code.optional(),
      used_from: instant.optional(),
      /** Before this. */
      used_to: instant.optional(),
    })
    .refine((asked) => asked.subscription_id !== undefined || asked.meter !== undefined, {
      path: ['subscription_id'],
      message: 'name a subscription, a meter, or both',
    }),
  reply: pageOf(UsageRecord),
});
export type ListUsageRecords = z.output<typeof ListUsageRecords.input>;

/** A number that records of use name a subscription by: a telephone number, a circuit. */
export const serviceNumber = z
  .string()
  .trim()
  .regex(/^[\p{L}\d+][\p{L}\d+./_-]{0,59}$/u, 'write a number such as "+4930123456", without spaces');

export const Numbers = z.object({ subscription_id: id, numbers: z.array(z.string()) });

export const GetNumbers = contract({
  summary: 'The numbers that records of use name a subscription by',
  input: z.strictObject({ id }),
  reply: Numbers,
});
