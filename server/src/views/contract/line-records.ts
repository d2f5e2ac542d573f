import { bigCount, contract, id, listing } from '@isp/values/wire';
import { z } from 'zod';
import { Meter, UsageRecord } from '../../metering/contract.ts';

export const LineRecords = contract({
  summary:
    'The records that a line of metered use was rated from, by the day they count on, with the total that proves it',
  input: z.strictObject({ invoice_id: id, line_no: z.coerce.number().int().min(1), ...listing }),
  reply: z.object({
    meter: Meter.pick({ code: true, name: true, unit_code: true, unit_size: true, aggregation: true }),
    /** What the records make now, and what was rated, in counted things. */
    total: bigCount,
    billed_total: bigCount,
    records: z.int(),
    billed_records: z.int(),
    /** Records of days that were billed before they came. */
    late_records: z.int(),
    /** Over all records, as the line keeps it. */
    checksum: z.string(),
    /** The records are still those that were rated. */
    proven: z.boolean(),
    items: z.array(UsageRecord.omit({ meter: true })),
    next_cursor: z.string().nullable(),
  }),
});
export type LineRecords = z.output<typeof LineRecords.input>;
