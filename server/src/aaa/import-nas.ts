import { Fault, type Id } from '@isp/values';
import { parse } from 'csv-parse/sync';
import type { Ctx } from '../kernel/ctx.ts';
import { addNas } from './add-nas.ts';
import type { CreateNas, ImportedNas, ImportNas } from './contract.ts';
import { NasFileUnreadable } from './faults.ts';
import { setMark, takeBackToMark } from './store/mark.ts';
import { rangeNamed } from './store/nas-family.ts';

type Row = Readonly<Record<string, string>>;
type Problem = ImportedNas['problems'][number];

const COLUMNS = [
  ...['name', 'address', 'secret', 'vendor', 'coa_port', 'message_authenticator', 'radsec_identity', 'tags'],
  ...['range', 'identifier', 'by_identifier', 'new_at_most'],
];
const MOST = 2000;

interface Parsed {
  readonly record: Row;
  readonly info: { readonly lines: number };
}

const OPTIONS = { bom: true, trim: true, skip_empty_lines: true, columns: true, info: true, max_record_size: 10_000 };

/** The rows with the line of the file each ends on. A column nobody knows is refused, so that a misspelt one is not lost. */
const readRows = (csv: string): Parsed[] => {
  try {
    const rows = parse(csv, OPTIONS) as unknown as Parsed[];
    if (rows.length > MOST) throw new Error(`it has ${rows.length} rows; ${MOST} at most at once`);
    const header = Object.keys(rows[0]?.record ?? {});
    const unknown = header.filter((column) => !COLUMNS.includes(column));
    if (unknown.length > 0) throw new Error(`it has a column ${unknown.join(', ')} that is not known`);
    const place = header.includes('range') ? 'identifier' : 'address';
    const missing = ['name', place].filter((column) => rows.length > 0 && !header.includes(column));
    if (missing.length > 0) throw new Error(`it has no column ${missing.join(', ')}`);
    return rows;
  } catch (error) {
    throw NasFileUnreadable({ why: error instanceof Error ? error.message : String(error), columns: COLUMNS });
  }
};

const whole = (text: string): number | string => (/^\d+$/.test(text) ? Number.parseInt(text, 10) : text);

const inputOf = ({ coa_port, new_at_most, tags, ...row }: Row, range_id: Id | undefined): unknown => ({
  ...Object.fromEntries(Object.entries(row).filter(([column, value]) => value !== '' && column !== 'range')),
  ...(range_id ? { range_id } : {}),
  ...(coa_port ? { coa_port: whole(coa_port) } : {}),
  ...(new_at_most ? { new_at_most: whole(new_at_most) } : {}),
  ...(tags ? { tags: tags.split(/\s+/) } : {}),
});

type Added = ImportedNas['generated'][number] | undefined;

/** What a NAS is added by: its contract. */
type Reader = (typeof CreateNas)['input'];

const addRow = async (
  ctx: Ctx,
  row: Row,
  line: number,
  reader: Reader,
): Promise<{ added?: Added; problems: Problem[] }> => {
  const { range } = row;
  const range_id = range ? await rangeNamed(ctx.tx, range) : undefined;
  if (range && range_id === undefined)
    return { problems: [{ line, column: 'range', message: `${range} is no range that tells its NASes apart` }] };
  const read = reader.safeParse(inputOf(row, range_id));
  if (!read.success)
    return {
      problems: read.error.issues.map(({ path, message }) => ({
        line,
        column: path.length > 0 ? String(path[0]) : null,
        message,
      })),
    };
  try {
    const { name, address, generated_secret: secret } = await addNas(ctx, read.data);
    return { problems: [], added: secret === null ? undefined : { name, address, secret } };
  } catch (error) {
    if (!(error instanceof Fault) || error.status >= 500) throw error;
    return { problems: [{ line, column: null, message: error.message }] };
  }
};

/** Adds the NASes of a CSV file, all or none: with a wrong line, or for a dry run, nothing stays. A name or address that is taken, or comes twice, is a wrong line. */
export const importNas = async (ctx: Ctx, { csv, dry_run }: ImportNas, reader: Reader): Promise<ImportedNas> => {
  const rows = readRows(csv);
  const problems: Problem[] = [];
  const generated: ImportedNas['generated'] = [];
  await setMark(ctx.tx);
  for (const { record, info } of rows) {
    const result = await addRow(ctx, record, info.lines, reader);
    problems.push(...result.problems);
    if (result.added) generated.push(result.added);
  }
  const isKept = problems.length === 0 && !dry_run;
  if (!isKept) await takeBackToMark(ctx.tx);
  return { rows: rows.length, added: isKept ? rows.length : 0, problems, generated: isKept ? generated : [] };
};
