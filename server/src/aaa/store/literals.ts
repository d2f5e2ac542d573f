type Cell = string | number | bigint | boolean | null;

const quoted = (text: string): string => `"${text.replaceAll('\\', '\\\\').replaceAll('"', '\\"')}"`;

/** A PostgreSQL array literal of plain cells (ids, numbers, addresses), which need no quotes. */
export const plainArray = (cells: readonly Cell[]): string =>
  `{${cells.map((c) => (c === null ? 'NULL' : `${c}`)).join(',')}}`;

/** A PostgreSQL array literal of text. */
export const textArray = (cells: readonly (string | null)[]): string =>
  `{${cells.map((c) => (c === null ? 'NULL' : quoted(c))).join(',')}}`;
