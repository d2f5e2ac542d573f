/**
 * Metering: what is used beside octets, told by others: calls, messages, films, transit, a turnover.
 *
 * A **meter** says what is counted, in which **unit**, and how the records of a period become one quantity (its **aggregation**). A **usage record** is one use of one subscription by a meter; its **external id**
 * tells it from all others of the meter, so that it is counted once however often it is sent. It is billed by the local day it is **counted on**: its own, or, when that was billed before it was recorded (**late**), the
 * first day that was not. A **number** is what records name a subscription by beside its id and log-in.
 * This room does not know what a quantity costs: a plan's version says that, and billing rates it.
 */
export { checkMeters } from './check-meters.ts';
export type { Meter } from './contract.ts';
export { type MeteredService, placeRecord } from './core/place-record.ts';
export { readCdrs } from './read-cdrs.ts';
export { type Placed, type Recorded, recordUsage } from './record-usage.ts';
export { setNumbers } from './set-numbers.ts';
export { metersNamed } from './store/meters.ts';
export { numbersOf } from './store/numbers.ts';
export { copyRecords } from './store/record-copies.ts';
