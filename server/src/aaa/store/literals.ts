type Cell = string | number | bigint | boolean | null;

const quoted = (text: string): string => `"${text.replaceAll('\\', '\\\\').replaceAll('"', '\\"')}"`;

/** The account and subscription of sessions whose user nobody knows. */
export const NOBODY = '00000000-0000-0000-0000-000000000000';

/** Refused so often as unsupported, a change is not asked of a NAS any more: one refusal may be about one session. */
export const REFUSALS_ENOUGH = 2;

/** A PostgreSQL array literal of plain cells (ids, numbers, addresses), which need no quotes. */
export const plainArray = (cells: readonly Cell[]): string =>
  `{${cells.map((c) => (c === null ? 'NULL' : `${c}`)).join(',')}}`;

/** A PostgreSQL array literal of text. */
export const textArray = (cells: readonly (string | null)[]): string =>
  `{${cells.map((c) => (c === null ? 'NULL' : quoted(c))).join(',')}}`;
