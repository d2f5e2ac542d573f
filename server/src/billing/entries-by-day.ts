import type { Tx } from '../kernel/db.ts';
import type { JournalEntry } from './core/journal-entry.ts';
import type { PreparedJournal } from './prepare-journal.ts';
import { movedByDay } from './store/chart.ts';

/** An entry a day with what each ledger account moved by. */
export const entriesByDay = async (
  tx: Tx,
  { entity, currency, from, to }: PreparedJournal,
): Promise<JournalEntry[]> => {
  const moved = await movedByDay(tx, { legal_entity_id: entity.id, currency, from, to });
  return [...Map.groupBy(moved, ({ on_day }) => on_day)].map(([on, lines]) => ({
    number: `J${on.replaceAll('-', '')}`,
    on,
    document: null,
    text: `All of ${on}`,
    account_number: null,
    lines,
  }));
};
