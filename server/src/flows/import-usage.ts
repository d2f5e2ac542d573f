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

const described = (issues: readonly { readonly path: readonly PropertyKey[]; readonly message: string }[]): string =>
  issues.map(({ path, message }) => `${path.map(String).join('.')}: ${message}`).join('; ');

const check = ({ line, raw }: Row): { readonly line: number; readonly record: NewUsageRecord } | Problem => {
  const read = NewUsageRecord.safeParse(raw);
  return read.success ? { line, record: read.data } : { line, message: described(read.error.issues) };
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
