import { instantFromEpochMs, isZone } from '@isp/values';
import { parse } from 'csv-parse/sync';
import { CdrFileUnreadable } from './faults.ts';

/** Which column of a file is what; `meter` is a code for all rows where no column says it. */
export interface CdrColumns {
  readonly subscription: string;
  readonly external_id: string;
  readonly used_at: string;
  readonly quantity: string;
  /** A column; where it is left out `meter` holds for all rows. */
  readonly meter?: string | undefined;
  /** Columns that are kept with the record. */
  readonly attributes: readonly string[];
}

export interface CdrFile {
  readonly csv: string;
  readonly columns: CdrColumns;
  /** For all rows, where no column says it. */
  readonly meter?: string | undefined;
  /** Of times without an offset. */
  readonly zone: string;
  /** The line of the whole file that the first row stands on, where this is a piece of it. */
  readonly first_line: number;
}

/** A row as it is read: not checked yet, and the line of the file it stands on. */
export interface CdrRow {
  readonly line: number;
  readonly raw: Readonly<Record<string, unknown>>;
}

const MOST = 5000;

interface Parsed {
  readonly record: Readonly<Record<string, string>>;
  readonly info: { readonly lines: number };
}

const OPTIONS = { bom: true, trim: true, skip_empty_lines: true, columns: true, info: true, max_record_size: 20_000 };

const delimiterOf = (csv: string): string => {
  const header = csv.slice(0, csv.search(/\r|\n|$/));
  return [';', '\t'].find((each) => header.split(each).length > header.split(',').length) ?? ',';
};

const parsed = (csv: string): Parsed[] => {
  try {
    const rows = parse(csv, { ...OPTIONS, delimiter: delimiterOf(csv) }) as unknown as Parsed[];
    if (rows.length > MOST) throw new Error(`it has ${rows.length} rows; ${MOST} at most at once`);
    return rows;
  } catch (error) {
    throw CdrFileUnreadable({ why: error instanceof Error ? error.message : String(error) });
  }
};

const checkHeader = ({ columns, meter }: CdrFile, first: Parsed | undefined): void => {
  const { attributes, ...named } = columns;
  if (columns.meter === undefined && meter === undefined)
    throw CdrFileUnreadable({ why: 'neither a column nor the import says the meter' });
  const missing = [...Object.values(named), ...attributes].filter(
    (column) => column !== undefined && first !== undefined && !Object.hasOwn(first.record, column),
  );
  if (missing.length > 0) throw CdrFileUnreadable({ why: `it has no column ${missing.join(', ')}` });
};

const WALL = /^(\d{4}-\d{2}-\d{2})[T ](\d{2}:\d{2}(:\d{2}(\.\d{1,3})?)?)$/;

/** `2026-01-05 10:11:12` by the clock of a zone; what has an offset, or is no time, as it is. */
const timeOf = (text: string, zone: string): string => {
  const [, day, time] = WALL.exec(text) ?? [];
  if (day === undefined || time === undefined) return text.replace(' ', 'T');
  try {
    const at = Temporal.PlainDateTime.from(`${day}T${time}`).toZonedDateTime(zone);
    return instantFromEpochMs(at.epochMilliseconds);
  } catch {
    return text;
  }
};

const quantityOf = (text: string): number | string => (/^\d{1,15}$/.test(text) ? Number.parseInt(text, 10) : text);

const rowOf = ({ columns, meter, zone }: CdrFile, record: Parsed['record']): CdrRow['raw'] => {
  const cell = (column: string | undefined): string => (column === undefined ? '' : (record[column] ?? ''));
  const kept = columns.attributes.flatMap((column) => (cell(column) === '' ? [] : [[column, cell(column)] as const]));
  return {
    subscription: cell(columns.subscription),
    meter: cell(columns.meter) || meter || '',
    external_id: cell(columns.external_id),
    used_at: timeOf(cell(columns.used_at), zone),
    quantity: quantityOf(cell(columns.quantity)),
    ...(kept.length === 0 ? {} : { attributes: Object.fromEntries(kept) }),
  };
};

/** The rows of a file of call records, or others, as usage records still to be checked. Refuses what is no CSV, has too many rows, or lacks a column that was named. */
export const readCdrs = (file: CdrFile): CdrRow[] => {
  if (!isZone(file.zone)) throw CdrFileUnreadable({ why: `${file.zone} is no time zone` });
  const rows = parsed(file.csv);
  checkHeader(file, rows[0]);
  return rows.map(({ record, info }) => ({ line: file.first_line - 2 + info.lines, raw: rowOf(file, record) }));
};
