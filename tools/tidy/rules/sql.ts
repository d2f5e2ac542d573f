import { codeIn, except, isStore, ROOMS, roomOf } from '../places.ts';
import { eachNode, type Rule } from '../rule.ts';
import type { Seen, Source } from '../source.ts';
import { calledName, stringArguments, tagName, textOf } from '../syntax.ts';

const WRITES = new Set(['insertInto', 'updateTable', 'deleteFrom', 'mergeInto', 'replaceInto']);
const JOINS = /^((inner|left|right|full|cross)Join(Lateral)?|using|selectFrom|withSchema)$/;
const STARTS = new Set([...WRITES, 'selectFrom', 'query']);

const speaksSql = ({ node }: Seen): string | undefined => {
  if (tagName(node) === 'sql') return 'SQL outside a store';
  const called = calledName(node);
  return called !== undefined && STARTS.has(called) ? `SQL (.${called}) outside a store` : undefined;
};

const remembers = (path: string): boolean =>
  isStore(path) || /^server\/src\/views\//.test(path) || /^server\/src\/kernel\//.test(path);

/** A room speaks SQL in one place, so what it remembers is read in one place. */
export const sqlInStores: Rule = {
  name: 'sql-in-stores',
  where: except(codeIn(/^server\/(src|bin)\//), remembers),
  find: eachNode(speaksSql),
  remedy: 'move the statement to the room’s store.ts; a read across rooms to views/',
  bad: [
    ['server/src/billing/issue-invoice.ts', 'await sql`select 1`.execute(tx);'],
    ['server/src/billing/issue-invoice.ts', 'await sql<{ n: number }>`select 1 as n`.execute(tx);'],
    ['server/src/billing/routes.ts', "await tx.selectFrom('billing.invoice').execute();"],
    ['server/src/flows/paid.ts', "await tx.insertInto('billing.invoice').execute();"],
    ['server/src/billing/jobs.ts', "await tx.updateTable('billing.invoice').execute();"],
    ['server/src/aaa/answer.ts', "await pool.query('select 1');"],
  ],
  good: [
    ['server/src/billing/store.ts', "export const f = (tx) => tx.selectFrom('billing.invoice');"],
    ['server/src/billing/store/invoices.ts', "export const f = (tx) => tx.selectFrom('billing.invoice');"],
    ['server/src/billing/ledger-store.ts', 'export const f = () => sql`select 1`;'],
    ['server/src/views/debtors.ts', 'export const f = () => sql`select 1`;'],
    ['server/src/kernel/db.ts', "pool.query('select 1');"],
    ['server/src/kernel/db/pool.ts', "pool.query('select 1');"],
    ['server/src/billing/store.test.ts', "tx.selectFrom('billing.invoice');"],
    ['server/src/billing/routes.ts', 'const { page } = request.query;'],
  ],
};

const WRITING_TEXT =
  /\b(insert\s+into|update\s+[\w."]+\s+(as\s+\w+\s+)?set|delete\s+from|merge\s+into|truncate|(alter|drop|create)\s+(table|schema|index|view))\b/i;

const writes = ({ node }: Seen): string | undefined => {
  const called = calledName(node);
  if (called !== undefined && WRITES.has(called)) return `a view writes (.${called})`;
  const text = textOf(node) ?? '';
  return WRITING_TEXT.test(text) ? `a view writes (${WRITING_TEXT.exec(text)?.[0]})` : undefined;
};

/** `views/` reads across rooms and changes nothing. */
export const viewsOnlySelect: Rule = {
  name: 'views-only-select',
  where: codeIn(/^server\/src\/views\//),
  find: eachNode(writes),
  remedy: 'write through a flow or a verb of the room that owns the rows',
  bad: [
    ['server/src/views/debtors.ts', "tx.insertInto('billing.invoice');"],
    ['server/src/views/debtors.ts', "tx.updateTable('billing.invoice');"],
    ['server/src/views/debtors.ts', "tx.deleteFrom('billing.invoice');"],
    ['server/src/views/debtors.ts', 'sql`update billing.invoice set note = 1`;'],
    ['server/src/views/debtors.ts', 'sql`with gone as (delete from crm.account returning id) select 1`;'],
  ],
  good: [
    ['server/src/views/debtors.ts', "tx.selectFrom('billing.invoice').select('updated_at');"],
    [
      'server/src/views/debtors.ts',
      'sql`select last_update from crm.account join billing.invoice using (account_id)`;',
    ],
    ['server/src/billing/store.ts', "tx.insertInto('billing.invoice');"],
  ],
};

const OTHERS = new RegExp(`\\b(${ROOMS.join('|')})\\.["a-z_]`, 'g');

const roomsNamedIn = (text: string): string[] => [...text.matchAll(OTHERS)].map((match) => match[1] ?? '');

const schemasOf = (node: Seen['node']): string[] => {
  if (tagName(node) === 'sql') return roomsNamedIn(textOf(node) ?? '');
  const called = calledName(node) ?? '';
  if (called === 'query') return stringArguments(node).flatMap(roomsNamedIn);
  if (!WRITES.has(called) && !JOINS.test(called)) return [];
  const tables = stringArguments(node).slice(0, called.endsWith('Join') ? 1 : undefined);
  return called === 'withSchema'
    ? tables
    : tables.flatMap((table) => (table.includes('.') ? [table.split('.')[0] ?? ''] : []));
};

const strangers = ({ node }: Seen, source: Source): string | undefined => {
  const foreign = schemasOf(node).find((schema) => schema !== roomOf(source.path));
  return foreign === undefined ? undefined : `a store of ${roomOf(source.path)} names the schema ${foreign}`;
};

/** A store names only its own schema: what another room remembers is asked of that room's face, or read in `views/`. */
export const storeOwnSchema: Rule = {
  name: 'store-own-schema',
  where: isStore,
  find: eachNode(strangers),
  remedy: 'read across rooms in views/, write across rooms in flows/',
  bad: [
    ['server/src/billing/store.ts', "tx.selectFrom('crm.account as a');"],
    ['server/src/billing/store.ts', "tx.selectFrom(['billing.invoice', 'crm.account']);"],
    [
      'server/src/billing/store.ts',
      "tx.selectFrom('billing.invoice').innerJoin('crm.account', 'crm.account.id', 'x');",
    ],
    ['server/src/billing/store/lines.ts', "tx.insertInto('payments.refund');"],
    ['server/src/billing/store.ts', 'sql`select * from crm.account`;'],
    ['server/src/billing/store.ts', "pool.query('select * from crm.account');"],
    ['server/src/billing/store.ts', "tx.withSchema('crm');"],
    ['server/src/billing/ledger-store.ts', "tx.selectFrom('kernel.outbox');"],
  ],
  good: [
    [
      'server/src/billing/store.ts',
      "tx.selectFrom('billing.invoice as i').innerJoin('billing.line as l', 'l.id', 'i.id');",
    ],
    ['server/src/billing/store.ts', "tx.with('due', () => q).selectFrom('due');"],
    ['server/src/billing/store.ts', 'sql`select i.id from billing.invoice i where i.note = ${note}`;'],
    ['server/src/views/debtors.ts', "tx.selectFrom('crm.account');"],
  ],
};
