/** For `JSON.stringify`: whole numbers beyond 2^53 as text. */
export const noBigInts = (_: string, value: unknown): unknown => (typeof value === 'bigint' ? value.toString() : value);
