import type { Id, Instant } from '@isp/values';

/** What a record says; its id aside, all of it counts when one comes again. */
export interface RecordContent {
  readonly subscription_id: Id;
  readonly used_at: Instant;
  readonly quantity: bigint;
  readonly attributes: Readonly<Record<string, string>> | null;
}

const attributeText = (attributes: RecordContent['attributes']): string =>
  JSON.stringify(Object.entries(attributes ?? {}).sort(([a], [b]) => (a < b ? -1 : 1)));

/** What of a record differs from the one that has its external id; `undefined` when it is the same again. */
export const differenceOf = (had: RecordContent, came: RecordContent): string | undefined => {
  if (had.subscription_id !== came.subscription_id) return 'another subscription';
  if (had.used_at !== came.used_at) return `another time, ${had.used_at}`;
  if (had.quantity !== came.quantity) return `another quantity, ${had.quantity}`;
  return attributeText(had.attributes) === attributeText(came.attributes) ? undefined : 'other attributes';
};
