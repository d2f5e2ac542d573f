type Json = unknown;

/** Data as JSON text for a column, amounts (`bigint`) as text, so that they stay exact. */
export const minorJson = (value: Json): string =>
  JSON.stringify(value, (_, each: Json) => (typeof each === 'bigint' ? each.toString() : each));

/** Data of a JSON column as it was: fields whose names end in `_minor` are amounts. */
export const fromMinorJson = <T>(value: Json): T => {
  const read = (each: Json, name: string): Json => {
    if (typeof each === 'string') return name.endsWith('_minor') ? BigInt(each) : each;
    if (Array.isArray(each)) return each.map((one: Json) => read(one, ''));
    if (typeof each !== 'object' || each === null) return each;
    return Object.fromEntries(Object.entries(each).map(([key, one]) => [key, read(one, key)]));
  };
  return read(value, '') as T;
};
