import type { Ctx } from '../kernel/ctx.ts';
import { takenBack } from '../kernel/db.ts';
import { readCdrs } from '../metering/index.ts';
import { type ImportUsage, NewUsageRecord } from './contract/usage.ts';
import { countOutcomes, recordAll } from './record-usage.ts';

interface Problem {
  readonly line: number;
  readonly message: string;
}
type Row = ReturnType<typeof readCdrs>[number];

const WANTED: Readonly<Record<string, string>> = {
  used_at: 'is no date and time such as 2026-01-31 10:15:00',
  quantity: 'is no whole number',
};

const check = ({ line, raw }: Row): { readonly line: number; readonly record: NewUsageRecord } | Problem => {
  const read = NewUsageRecord.safeParse(raw);
  if (read.success) return { line, record: read.data };
  const said = read.error.issues.map(({ path: [field = ''], message }) => {
    const name = String(field);
    if (raw[name] === '') return `${name} is missing`;
    const wanted = WANTED[name];
    return wanted === undefined ? `${name}: ${message}` : `${name}: "${raw[name]}" ${wanted}`;
  });
  return { line, message: [...new Set(said)].join('; ') };
};

/** Records the use that a CSV file tells. What is wrong with a row is said with its line, and stops no other; a dry run says the same and records nothing. */
export const importUsage = async (ctx: Ctx, input: ImportUsage) => {
  const rows = readCdrs(input);
  const checked = rows.map(check);
  const good = checked.flatMap((row) => ('record' in row ? [row] : []));
  const record = () =>
    recordAll(
      ctx,
      good.map((row) => row.record),
    );
  const results = await (input.dry_run ? takenBack(ctx.tx, record) : record());
  const refused = results.flatMap(({ reason }, i): Problem[] =>
    reason === null ? [] : [{ line: good[i]?.line ?? 0, message: reason }],
  );
  const problems = [...checked.flatMap((row) => ('record' in row ? [] : [row])), ...refused];
  problems.sort((a, b) => a.line - b.line);
  return {
    dry_run: input.dry_run,
    rows: rows.length,
    ...countOutcomes(results),
    refused: problems.length,
    problems,
  };
};
