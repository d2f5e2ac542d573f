import type { accountName } from './account-names.ts';

const CELL = /("(?:[^"]|"")*"|[^,\r\n"]*)(,|\r\n|$)/gy;

/** The rows of an RFC 4180 text, each cell as it is written, quotes and all. */
const rowsOf = (csv: string): string[][] => {
  const rows: string[][] = [];
  let row: string[] = [];
  for (const [whole, cell = '', end] of csv.matchAll(CELL)) {
    if (whole === '') break;
    row.push(cell);
    if (end === ',') continue;
    rows.push(row);
    row = [];
  }
  return rows;
};

const quoted = (text: string): string => (/[",\r\n]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text);
const safe = (text: string): string => (/^[=+\-@\t\r＝＋－＠]/.test(text) ? `'${text}` : text);

/** A list that knows accounts by their ids, with number and name of each beside the id; any other list as it is. */
export const withAccountNames = async (csv: string, nameOf: typeof accountName): Promise<string> => {
  const [header = [], ...rows] = rowsOf(csv);
  const at = header.indexOf('account_id');
  if (at < 0 || header.includes('account_name')) return csv;
  const write = (row: readonly string[], number: string, name: string) =>
    `${[...row.slice(0, at + 1), number, name, ...row.slice(at + 1)].join(',')}\r\n`;
  const named = await Promise.all(rows.map(async (row) => (row[at] ? await nameOf(row[at]) : null)));
  const body = rows.map((row, i) => write(row, named[i]?.number ?? '', quoted(safe(named[i]?.name ?? ''))));
  return [write(header, 'account_number', 'account_name'), ...body].join('');
};
