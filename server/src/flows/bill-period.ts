import { type Day, dayIn, type Id } from '@isp/values';
import {
  AlreadyBilled,
  type BillableAccount,
  type BillingCatalogue,
  billingCatalogue,
  type Drafted,
  draftInvoice,
  finishBillRun,
  type IssuedInvoice,
  issueInvoices,
  startBillRun,
  usageWanted,
} from '../billing/index.ts';
import { accountZones } from '../crm/index.ts';
import type { Actor } from '../kernel/actor.ts';
import { type Ctx, type Kernel, transact } from '../kernel/ctx.ts';
import type { Tx } from '../kernel/db.ts';
import { setNextBill } from '../subscriptions/index.ts';
import { billableAccounts, billingTerms, claimDue, countDue, usageTotals } from '../views/billable.ts';
import { spendCredit } from './pay-bill.ts';

const CHUNK = 1000;
const FIRST: Id = '00000000-0000-0000-0000-000000000000';
const PREVIEWED = 200;
/** How often a chunk is drafted anew when somebody billed one of its accounts meanwhile. */
const ATTEMPTS = 5;

export interface Held {
  readonly account_id: Id;
  readonly reason: string;
}

export interface BilledZone {
  readonly run_id: Id | null;
  readonly invoices: number;
  readonly gross_minor: bigint;
  readonly held: readonly Held[];
  /** A dry run's first invoices. */
  readonly drafts: readonly Drafted[];
}

export interface Billing {
  readonly zone: string;
  readonly as_of: Day;
  readonly dry_run: boolean;
}

const catalogueOf = async (tx: Tx): Promise<BillingCatalogue> => {
  const { plans, taxes } = await billingTerms(tx);
  return billingCatalogue(plans, taxes);
};

/** A bad row of one account holds that account, never the run. */
const draftOrHold = (account: BillableAccount, catalogue: BillingCatalogue, as_of: Day): Drafted => {
  try {
    return draftInvoice(account, catalogue, as_of);
  } catch (error) {
    const held = `its data cannot be billed: ${error instanceof Error ? error.message : String(error)}`;
    return { account_id: account.id, invoice: null, held, next: [] };
  }
};

/** The invoices that are due on these accounts, as values. */
const draftAccounts = async (
  tx: Tx,
  ids: readonly Id[],
  catalogue: BillingCatalogue,
  as_of: Day,
): Promise<Drafted[]> => {
  const accounts = await billableAccounts(tx, ids);
  const wanted = accounts.flatMap((a) => usageWanted(a, catalogue, as_of));
  const totals = Map.groupBy(await usageTotals(tx, wanted), (t) => t.subscription_id);
  return accounts.map((account) => {
    const subscriptions = account.subscriptions.map((s) => ({ ...s, usage: totals.get(s.id) ?? s.usage }));
    return draftOrHold({ ...account, subscriptions }, catalogue, as_of);
  });
};

interface Chunk {
  readonly ids: readonly Id[];
  readonly drafts: readonly Drafted[];
  readonly issued: readonly IssuedInvoice[];
}

const write = async (ctx: Ctx, drafts: readonly Drafted[], runId: Id): Promise<IssuedInvoice[]> => {
  const issued = await issueInvoices(
    ctx,
    drafts.flatMap((d) => d.invoice ?? []),
    { bill_run_id: runId },
  );
  await setNextBill(
    ctx.tx,
    drafts.flatMap((d) => d.next),
  );
  await spendCredit(
    ctx,
    issued.map((i) => i.account_id),
  );
  return issued;
};

type Claim = Omit<Parameters<typeof claimDue>[1], 'limit'>;

const billChunk = async (
  kernel: Kernel,
  actor: Actor,
  catalogue: BillingCatalogue,
  claim: Claim,
  runId: Id,
  attempt = 1,
): Promise<Chunk> => {
  try {
    return await transact(kernel, actor, async (ctx) => {
      const ids = await claimDue(ctx.tx, { ...claim, limit: CHUNK });
      if (ids.length === 0) return { ids, drafts: [], issued: [] };
      const drafts = await draftAccounts(ctx.tx, ids, catalogue, claim.as_of);
      return { ids, drafts, issued: await write(ctx, drafts, runId) };
    });
  } catch (error) {
    if ((error as { code?: string }).code !== AlreadyBilled.code || attempt >= ATTEMPTS) throw error;
    return billChunk(kernel, actor, catalogue, claim, runId, attempt + 1);
  }
};

const previewChunk = async (kernel: Kernel, actor: Actor, catalogue: BillingCatalogue, claim: Claim): Promise<Chunk> =>
  transact(kernel, actor, async (ctx) => {
    const ids = await claimDue(ctx.tx, { ...claim, limit: CHUNK });
    return { ids, drafts: await draftAccounts(ctx.tx, ids, catalogue, claim.as_of), issued: [] };
  });

interface Totals {
  invoices: number;
  gross_minor: bigint;
  held: Held[];
  drafts: Drafted[];
}

const count = (totals: Totals, chunk: Chunk, dryRun: boolean): void => {
  const made = chunk.drafts.flatMap((d) => d.invoice ?? []);
  totals.invoices += made.length;
  totals.gross_minor = made.reduce((sum, i) => sum + i.gross_minor, totals.gross_minor);
  for (const d of chunk.drafts) if (d.held !== null) totals.held.push({ account_id: d.account_id, reason: d.held });
  if (dryRun) totals.drafts.push(...chunk.drafts.filter((d) => d.invoice).slice(0, PREVIEWED - totals.drafts.length));
};

/** All chunks of a zone; a second pass waits for accounts that others held during the first. */
const billAll = async (kernel: Kernel, actor: Actor, billing: Billing, runId: Id | null): Promise<Totals> => {
  const catalogue = await catalogueOf(kernel.db);
  const totals: Totals = { invoices: 0, gross_minor: 0n, held: [], drafts: [] };
  for (const wait of runId === null ? [true] : [false, true]) {
    let after = FIRST;
    if (wait) totals.held = [];
    for (;;) {
      const claim: Claim = { zone: billing.zone, as_of: billing.as_of, after, wait };
      const chunk = await (runId === null
        ? previewChunk(kernel, actor, catalogue, claim)
        : billChunk(kernel, actor, catalogue, claim, runId));
      count(totals, chunk, runId === null);
      const last = chunk.ids.at(-1);
      if (!last) break;
      after = last;
    }
  }
  return totals;
};

/** Makes (or, dry, only computes) every invoice that is due in a zone by a local day. Cut off anywhere, the next run goes on where it stopped; run twice, it adds nothing. */
export const billZone = async (kernel: Kernel, actor: Actor, billing: Billing): Promise<BilledZone> => {
  const { zone, as_of } = billing;
  if (billing.dry_run) return { run_id: null, ...(await billAll(kernel, actor, billing, null)) };
  const run_id = await transact(kernel, actor, async (ctx) => {
    const due = await countDue(ctx.tx, zone, as_of);
    return due === 0 ? null : (await startBillRun(ctx, { as_of, zone, due })).id;
  });
  if (run_id === null) return { run_id, invoices: 0, gross_minor: 0n, held: [], drafts: [] };
  const finish = (state: 'done' | 'failed', totals: Pick<Totals, 'held'>, error: string | null) =>
    transact(kernel, actor, (ctx) => finishBillRun(ctx, { id: run_id, state, held: totals.held.length, error }));
  try {
    const totals = await billAll(kernel, actor, billing, run_id);
    await finish('done', totals, null);
    return { run_id, ...totals };
  } catch (error) {
    await finish('failed', { held: [] }, error instanceof Error ? error.message : String(error));
    throw error;
  }
};

/** The same for every zone that accounts live in, as of a day or of each zone's own today. */
export const runBills = async (
  kernel: Kernel,
  actor: Actor,
  input: { readonly as_of?: Day | undefined; readonly dry_run: boolean },
): Promise<
  Omit<BilledZone, 'run_id'> & { readonly as_of: Day; readonly dry_run: boolean; readonly runs: readonly Id[] }
> => {
  const { zones, now } = await transact(kernel, actor, async (ctx) => ({
    zones: await accountZones(ctx.tx),
    now: ctx.now,
  }));
  const parts: BilledZone[] = [];
  for (const zone of zones)
    parts.push(await billZone(kernel, actor, { zone, as_of: input.as_of ?? dayIn(now, zone), dry_run: input.dry_run }));
  return {
    as_of: input.as_of ?? dayIn(now, zones[0] ?? 'UTC'),
    dry_run: input.dry_run,
    runs: parts.flatMap((p) => p.run_id ?? []),
    invoices: parts.reduce((n, p) => n + p.invoices, 0),
    gross_minor: parts.reduce((n, p) => n + p.gross_minor, 0n),
    held: parts.flatMap((p) => p.held),
    drafts: parts.flatMap((p) => p.drafts).slice(0, PREVIEWED),
  };
};

/** What an account's next invoice would be on a day; nothing is written. */
export const previewInvoice = async (ctx: Ctx, accountId: Id, as_of: Day): Promise<Drafted | undefined> => {
  const [drafted] = await draftAccounts(ctx.tx, [accountId], await catalogueOf(ctx.tx), as_of);
  return drafted;
};
