/** Characters that make a spreadsheet read a cell as a formula (also the full-width equals sign). */
const FORMULA = /^[=+\-@\t\r＝＋－＠]/;
const NUMBER = /^-?\d+(\.\d+)?$/;

const isWords = (value: unknown): value is string[] =>
  Array.isArray(value) && value.every((one) => typeof one === 'string' && /^\S+$/.test(one));

/** One cell: quoted where needed; text that a spreadsheet would run as a formula is defused with an apostrophe, numbers stay numbers. A list of words has spaces between them. */
export const csvCell = (value: unknown): string => {
  if (value === null || value === undefined) return '';
  const text = isWords(value) ? value.join(' ') : typeof value === 'object' ? JSON.stringify(value) : String(value);
  const safe = FORMULA.test(text) && !NUMBER.test(text) ? `'${text}` : text;
  return /[",\r\n]/.test(safe) || safe !== safe.trim() ? `"${safe.replaceAll('"', '""')}"` : safe;
};

/** A row as an RFC 4180 line. */
export const csvLine = (cells: readonly unknown[]): string => `${cells.map(csvCell).join(',')}\r\n`;

/** RFC 4180 lines of rows that come page by page; the header is the first row's fields. */
export async function* csvLines(pages: AsyncIterable<readonly Record<string, unknown>[]>): AsyncGenerator<string> {
  let header: string[] | undefined;
  for await (const rows of pages) {
    if (!header && rows[0]) {
      header = Object.keys(rows[0]);
      yield csvLine(header);
    }
    const fields = header ?? [];
    yield rows.map((row) => csvLine(fields.map((f) => row[f]))).join('');
  }
}
