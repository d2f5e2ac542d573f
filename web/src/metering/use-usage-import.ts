import type { ImportUsage } from '@isp/server/contract/flows';
import { useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { run } from '../api/client.ts';
import type { Input, Reply } from '../api/contract.ts';
import { asProblem, type Problem } from '../api/problem.ts';
import { refresh } from '../api/query.ts';
import { piecesOf } from './usage-file.ts';

type Imported = Reply<typeof ImportUsage>;
type Asked = Omit<Input<typeof ImportUsage>, 'csv' | 'first_line' | 'dry_run'>;

/** How far an import has come, and what became of its rows so far. */
export interface Progress extends Omit<Imported, 'dry_run'> {
  readonly is_dry: boolean;
  readonly all: number;
  readonly is_over: boolean;
}

const NOTHING = { rows: 0, recorded: 0, duplicates: 0, refused: 0, problems: [] };

const added = (before: Progress, { rows, recorded, duplicates, refused, problems }: Imported): Progress => ({
  ...before,
  rows: before.rows + rows,
  recorded: before.recorded + recorded,
  duplicates: before.duplicates + duplicates,
  refused: before.refused + refused,
  problems: [...before.problems, ...problems],
});

/** Sends a file piece by piece. Cut off anywhere it is sent again whole: what was recorded is a duplicate then. */
export const useUsageImport = () => {
  const client = useQueryClient();
  const [progress, setProgress] = useState<Progress>();
  const [problem, setProblem] = useState<Problem>();
  const send = async (text: string, asked: Asked, is_dry: boolean): Promise<void> => {
    const pieces = piecesOf(text);
    let now: Progress = { ...NOTHING, is_dry, all: pieces.reduce((sum, { rows }) => sum + rows, 0), is_over: false };
    setProblem(undefined);
    setProgress(now);
    try {
      for (const { csv, first_line } of pieces) {
        const input = { ...asked, csv, first_line, dry_run: is_dry };
        now = added(now, (await run('POST', '/usage-imports', input, crypto.randomUUID())) as Imported);
        setProgress(now);
      }
    } catch (error) {
      setProblem(asProblem(error));
    }
    setProgress({ ...now, is_over: true });
    if (!is_dry) void refresh(client);
  };
  const reset = () => {
    setProgress(undefined);
    setProblem(undefined);
  };
  return { send, reset, progress, problem };
};
