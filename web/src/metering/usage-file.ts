/** A part of a file that one request takes: the header and some rows, the first of which stands on `first_line` of the file. */
export interface Piece {
  readonly csv: string;
  readonly first_line: number;
  readonly rows: number;
}

const MOST_ROWS = 2000;
const MOST_CHARACTERS = 300_000;

interface Row {
  readonly text: string;
  readonly line: number;
}

/** The records of a CSV text with the line each begins on: a line break between quotes ends none. Empty lines are left out. */
const recordsOf = (text: string): Row[] => {
  const records: Row[] = [];
  let [begun, at, line, isQuoted] = [0, 1, 1, false];
  const end = (to: number) => {
    const record = text.slice(begun, to).replace(/\r$/, '');
    if (record.trim() !== '') records.push({ text: record, line: at });
    begun = to + 1;
    at = line;
  };
  for (let i = 0; i < text.length; i++) {
    const character = text[i];
    if (character === '"') isQuoted = !isQuoted;
    if (character !== '\n') continue;
    line += 1;
    if (!isQuoted) end(i);
  }
  end(text.length);
  return records;
};

/** The names in a file's header. */
export const columnsOf = (text: string): string[] => {
  const header = (recordsOf(text.slice(0, 20_000))[0]?.text ?? '').replace(/^\uFEFF/, '');
  const delimiter = [';', '\t'].find((each) => header.split(each).length > header.split(',').length) ?? ',';
  return [...new Set(header.split(delimiter).map((name) => name.trim().replace(/^"(.*)"$/, '$1')))].filter(Boolean);
};

/** A file in pieces small enough for a request each. Empty lines are kept between rows, so that lines are counted as in the file. */
export const piecesOf = (text: string): Piece[] => {
  const [header, ...rows] = recordsOf(text);
  const pieces: { lines: string[]; first_line: number; rows: number; size: number; next: number }[] = [];
  for (const { text: row, line } of rows) {
    let last = pieces.at(-1);
    if (last === undefined || last.rows >= MOST_ROWS || last.size + row.length > MOST_CHARACTERS) {
      last = { lines: [], first_line: line, rows: 0, size: 0, next: line };
      pieces.push(last);
    }
    for (; last.next < line; last.next++) last.lines.push('');
    last.lines.push(row);
    last.next = line + row.split('\n').length;
    last.rows += 1;
    last.size += row.length;
  }
  return pieces.map(({ lines, first_line, rows: count }) => ({
    csv: [header?.text ?? '', ...lines].join('\n'),
    first_line,
    rows: count,
  }));
};

const GUESSES = {
  subscription: /^(subscription|subscriber|caller|calling.*|a.?number|number|msisdn|login|username)$/i,
  external_id: /^(external.?id|call.?id|id|record.?id|uniqueid|uuid)$/i,
  used_at: /^(used.?at|start.*|time.*|date.*|at|call.?date)$/i,
  quantity: /^(quantity|seconds|duration|billsec|amount|value|octets)$/i,
  meter: /^(meter|service|type)$/i,
} as const;
export type Field = keyof typeof GUESSES;

/** Which column is likely what, by its name. */
export const guessed = (columns: readonly string[]): Guess =>
  Object.fromEntries(
    (Object.entries(GUESSES) as [Field, RegExp][]).map(([field, pattern]) => [
      field,
      columns.find((column) => pattern.test(column)) ?? null,
    ]),
  ) as Guess;

type Guess = { [F in Field]: string | null };
