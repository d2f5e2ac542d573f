import { addMonths, type Day, type Id } from '@isp/values';
import {
  AlreadyBilled,
  type BillingCatalogue,
  clearFindings,
  type Drafted,
  finishBillRun,
  holdBillRun,
  issueCreditNotes,
  issueInvoices,
  lastRunBefore,
  listHoldPolicies,
  startBillRun,
} from '../billing/index.ts';
import type { Actor } from '../kernel/actor.ts';
import { alone } from '../kernel/alone.ts';
import { type Ctx, type Kernel, transact } from '../kernel/ctx.ts';
import { setNextBill } from '../subscriptions/index.ts';
import { withFreshPlans } from '../views/billable.ts';
import { type Claim, claimDue, claimPayer, countDue, dueAccounts, endedAccounts } from '../views/due-accounts.ts';
import { catalogueOf, draftAccounts, draftOrHold, readAccounts } from './draft-bills.ts';
import { BillRunUnderWay } from './faults.ts';
import { inLanes } from './in-lanes.ts';
import { keepBilled } from './keep-billed.ts';
import { settleStanding, spendCredit } from './pay-bill.ts';
import {
  createTally,
  type HoldPolicies,
  keepReview,
  type ReviewedChunk,
  reviewBills,
  reviewEnded,
} from './review-bills.ts';
import { followRun, type RunProgress } from './run-progress.ts';

const CHUNK = 1000;
/** How long whoever starts a run waits for one that is under way. */
const PATIENCE_MS = 5000;
/** Chunks in work at once: while one is drafted here, others are read and written by the database. */
const LANES = 5;
/** How many due accounts are looked up at once. */
const LOOKED_UP = 50_000;
const FIRST: Id = '00000000-0000-0000-0000-000000000000';
/** Invoices that a dry run shows, at most. */
export const PREVIEWED = 200;
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
  readonly credit_notes: number;
  readonly credited_minor: bigint;
  readonly held: readonly Held[];
  /** A dry run's first invoices. */
  readonly drafts: readonly Drafted[];
}

const NOTHING: BilledZone = {
  run_id: null,
  invoices: 0,
  gross_minor: 0n,
  credit_notes: 0,
  credited_minor: 0n,
  held: [],
  drafts: [],
};

export interface Billing {
  readonly zone: string;
  readonly as_of: Day;
  readonly dry_run: boolean;
  /** Whose accounts only; null: all of the zone. */
  readonly legal_entity_id: Id | null;
  /** When it was begun already. */
  readonly run?: Running['run'];
}

interface Chunk extends ReviewedChunk {
  /** Accounts that are not done: somebody locked them, or billed them meanwhile. */
  readonly left: readonly Id[];
}

interface Written {
  readonly invoices: Awaited<ReturnType<typeof issueInvoices>>;
  readonly credits: Awaited<ReturnType<typeof issueCreditNotes>>;
}

/** Writes what was drafted. Numbers are given out in the order of the chunks: when it is this one's turn. */
const write = async (
  ctx: Ctx,
  drafts: readonly Drafted[],
  run: { readonly as_of: Day; readonly bill_run_id: Id | null; readonly turn: Promise<unknown> },
): Promise<Written> => {
  await keepBilled(ctx.tx, drafts, run.as_of);
  const invoices = await issueInvoices(
    ctx,
    drafts.flatMap((d) => d.invoice ?? []),
    run,
  );
  await run.turn;
  const given = drafts.filter(({ credits, freed }) => credits.length + freed.length > 0);
  const issued = new Map(given.length === 0 ? [] : invoices.map((i) => [i.account_id, i.id]));
  const credits = await issueCreditNotes(
    ctx,
    given.map((d) => ({ ...d, invoice_id: issued.get(d.account_id) ?? null })),
    run.bill_run_id,
  );
  await spendCredit(ctx, [...new Set([...invoices, ...credits].map((i) => i.account_id))], run.as_of);
  for (const account_id of new Set(credits.map((c) => c.account_id))) await settleStanding(ctx, account_id);
  return { invoices, credits };
};

/** What all chunks of a run share. */
interface Running {
  readonly kernel: Kernel;
  readonly actor: Actor;
  readonly catalogue: BillingCatalogue;
  readonly policies: HoldPolicies;
  readonly run: NonNullable<Awaited<ReturnType<typeof startBillRun>>>;
  readonly progress: RunProgress;
  /** Accounts of a chunk. */
  readonly chunk: number;
}

interface Piece {
  readonly ids: readonly Id[];
  readonly claim: Claim;
  readonly turn: Promise<unknown>;
}

/** One transaction: claims, reads, drafts, compares and writes. A dry run's sees one state of everything, and holds nothing; what it found is kept after it. */
const billClaimed = async (running: Running, { ids, claim, turn }: Piece): Promise<Chunk> => {
  const { kernel, actor, catalogue, run } = running;
  const { as_of, kind } = run;
  const work = async (ctx: Ctx): Promise<Chunk> => {
    if (kind === 'run') await holdBillRun(ctx, run);
    const { claimed, reviewed } = await withFreshPlans(ctx.tx, async () => {
      const claimed = await claimDue(ctx.tx, ids, { as_of, claim });
      const accounts = claimed.length === 0 ? [] : await readAccounts(ctx.tx, claimed, catalogue, as_of);
      const bills = accounts.map((account) => ({ account, drafted: draftOrHold(account, catalogue, as_of) }));
      return { claimed, reviewed: await reviewBills(ctx, running, bills) };
    });
    if (kind === 'run') {
      await keepReview(ctx, run, reviewed);
      await write(ctx, reviewed.drafts, { as_of, bill_run_id: run.id, turn });
    }
    const done = new Set(claimed);
    return { left: ids.filter((id) => !done.has(id)), ...reviewed };
  };
  const chunk = await transact(kernel, actor, work, { snapshot: kind === 'dry' });
  if (kind === 'dry') await transact(kernel, actor, (ctx) => keepReview(ctx, run, chunk));
  return chunk;
};

const isBilledMeanwhile = (error: unknown): boolean => (error as { code?: string }).code === AlreadyBilled.code;

/** A chunk that found one of its accounts billed meanwhile is left. */
const billOrLeave = async (running: Running, piece: Piece): Promise<Chunk> => {
  try {
    return await billClaimed(running, piece);
  } catch (error) {
    if (!isBilledMeanwhile(error)) throw error;
    return { left: piece.ids, drafts: [], found: [], kept: [], caught: [] };
  }
};

/** A chunk that found one of its accounts billed meanwhile is drafted anew. */
const billOrRepeat = async (running: Running, piece: Piece, attempt = 1): Promise<Chunk> => {
  try {
    return await billClaimed(running, piece);
  } catch (error) {
    if (!isBilledMeanwhile(error) || attempt >= ATTEMPTS) throw error;
    return billOrRepeat(running, piece, attempt + 1);
  }
};

interface Totals {
  invoices: number;
  gross_minor: bigint;
  credit_notes: number;
  credited_minor: bigint;
  held: Held[];
  drafts: Drafted[];
}

const madeOf = (drafts: readonly Drafted[]) => {
  const made = drafts.flatMap((d) => d.invoice ?? []);
  const given = drafts.flatMap((d) => d.credits);
  return {
    invoices: made.length,
    gross_minor: made.reduce((sum, i) => sum + i.gross_minor, 0n),
    credit_notes: given.length,
    credited_minor: given.reduce((sum, c) => sum + c.gross_minor, 0n),
  };
};

const count = (totals: Totals, { drafts }: Chunk, { progress, run }: Running): void => {
  const made = madeOf(drafts);
  const held = drafts.flatMap((d) => (d.held === null ? [] : [{ account_id: d.account_id, reason: d.held }]));
  totals.invoices += made.invoices;
  totals.gross_minor += made.gross_minor;
  totals.credit_notes += made.credit_notes;
  totals.credited_minor += made.credited_minor;
  totals.held.push(...held);
  if (run.kind === 'dry')
    totals.drafts.push(...drafts.filter((d) => d.invoice).slice(0, PREVIEWED - totals.drafts.length));
  progress.note({ ...made, done: drafts.length, held: held.length });
};

/** All accounts of a zone with something due, by id, in chunks, until somebody stops the run. */
async function* dueChunks({ kernel, run, progress, chunk }: Running): AsyncGenerator<readonly Id[]> {
  for (let after = FIRST; ; ) {
    const ids = await dueAccounts(kernel.db, { ...run, after, limit: LOOKED_UP });
    for (let at = 0; at < ids.length && !progress.isStopped(); at += chunk) yield ids.slice(at, at + chunk);
    const last = ids.at(-1);
    if (last === undefined || ids.length < LOOKED_UP || progress.isStopped()) return;
    after = last;
  }
}

/** In lanes, so that one chunk is drafted while another is written. They never wait for a claim: whoever holds an account may wait for one that a later chunk holds, and that for its turn. */
const billInLanes = async (running: Running, done: (chunk: Chunk) => void): Promise<void> => {
  const claim = running.run.kind === 'dry' ? 'see' : 'leave';
  await inLanes(dueChunks(running), LANES, (ids, turn) => billOrLeave(running, { ids, claim, turn }), done);
};

/** What the lanes left, one chunk after the other, waiting for whoever holds an account. */
const billLeft = async (running: Running, left: readonly Id[], done: (chunk: Chunk) => void): Promise<void> => {
  const turn = Promise.resolve();
  for (let at = 0; at < left.length && !running.progress.isStopped(); at += running.chunk)
    done(await billOrRepeat(running, { ids: left.slice(at, at + running.chunk), claim: 'wait', turn }));
};

const billAll = async (running: Running) => {
  const { kernel, run, progress } = running;
  const totals: Totals = { ...NOTHING, held: [], drafts: [] };
  const left: Id[] = [];
  const tally = createTally();
  await billInLanes(running, (chunk) => {
    count(totals, chunk, running);
    tally.add(chunk.found);
    left.push(...chunk.left);
  });
  if (run.kind === 'run') await billLeft(running, left, (chunk) => count(totals, chunk, running));
  else {
    const from = (await lastRunBefore(kernel.db, run.zone, run.as_of)) ?? addMonths(run.as_of, -1);
    await reviewEnded(kernel.db, run, await endedAccounts(kernel.db, { ...run, from }));
  }
  await progress.end();
  return { ...totals, same: tally.rows() };
};

/** Begins the run, or takes it up; there is none where nothing is due, but for a dry one, which somebody wants to see. */
const begin = (kernel: Kernel, actor: Actor, { dry_run, run, ...of }: Billing) =>
  transact(kernel, actor, async (ctx) => {
    if (run?.kind === 'dry') {
      await clearFindings(ctx.tx, run.id);
      return run;
    }
    return startBillRun(ctx, { ...of, kind: dry_run ? 'dry' : 'run', due: await countDue(ctx.tx, of) });
  });

/** The run of a zone and day, taken up where it was cut off or waits. */
const billAttempt = async (kernel: Kernel, actor: Actor, billing: Billing, chunk: number): Promise<BilledZone> => {
  const catalogue = await catalogueOf(kernel.db);
  const policies = new Map(
    (await transact(kernel, actor, listHoldPolicies)).map((each) => [each.legal_entity_id, each]),
  );
  const run = await begin(kernel, actor, billing);
  if (run === undefined) return NOTHING;
  const progress = followRun(kernel, actor, run);
  const finish = (end: Omit<Parameters<typeof finishBillRun>[1], 'id' | 'attempt'>) =>
    transact(kernel, actor, (ctx) => finishBillRun(ctx, { id: run.id, attempt: run.attempt, ...end }));
  try {
    const { same, ...totals } = await billAll({ kernel, actor, catalogue, policies, run, progress, chunk });
    const state = progress.isStopped() ? 'cancelled' : 'done';
    await finish({ state, held: totals.held.length, same, error: null });
    return { ...totals, run_id: run.id };
  } catch (error) {
    const why = error instanceof Error ? error.message : String(error);
    await finish({ state: 'failed', held: 0, same: [], error: why });
    throw error;
  }
};

/**
 * Makes (or, dry, only computes) every invoice that is due in a zone by a local day. Cut off anywhere, the next run goes on where it stopped; run twice, it adds nothing. One run goes on at a time:
 * another waits as long as it has patience, and is then refused. So the documents and their numbers are what one uncut run makes.
 */
export const billZone = async (
  kernel: Kernel,
  actor: Actor,
  billing: Billing,
  { chunk = CHUNK, patience_ms = PATIENCE_MS } = {},
): Promise<BilledZone> => {
  const work = () => billAttempt(kernel, actor, billing, chunk);
  if (billing.dry_run) return work();
  const taken = () => {
    throw BillRunUnderWay();
  };
  return alone(kernel, { lock: 'bill_run', patience_ms, taken }, work);
};

/** What an account's next invoice would be on a day; nothing is written. */
export const previewInvoice = async (ctx: Ctx, accountId: Id, as_of: Day): Promise<Drafted | undefined> => {
  const [drafted] = await draftAccounts(ctx.tx, [accountId], await catalogueOf(ctx.tx), as_of);
  return drafted;
};

/** Makes what is due on one account by a day, charges that wait with it, in the transaction it is asked in, and with it all that is due on who pays for it; what a run makes at the same time is waited for. */
export const billOne = async (
  ctx: Ctx,
  accountId: Id,
  as_of: Day,
): Promise<Written & { readonly held: string | null }> => {
  const payer = await claimPayer(ctx.tx, accountId);
  const drafts = await draftAccounts(ctx.tx, [payer], await catalogueOf(ctx.tx), as_of);
  const written = await write(ctx, drafts, { as_of, bill_run_id: null, turn: Promise.resolve() });
  return { ...written, held: drafts[0]?.held ?? null };
};

/**
 * After something of a subscription changed, whose row this transaction holds: when nothing of its account is due today but charges that wait, it is billed next on the day that something will be. How far it is
 * billed stays a run's to say.
 */
export const planNextBill = async (
  ctx: Ctx,
  subscription: { readonly account_id: Id; readonly id: Id },
  today: Day,
): Promise<void> => {
  const catalogue = await catalogueOf(ctx.tx);
  const [account] = await readAccounts(ctx.tx, [subscription.account_id], catalogue, today, { alone: true });
  const drafted = account && draftOrHold({ ...account, charges: [] }, catalogue, today);
  const isDue = drafted?.invoice || drafted?.held || drafted?.credits.length || drafted?.freed.length;
  const next = drafted?.next.find(({ id }) => id === subscription.id);
  if (next && !isDue) await setNextBill(ctx.tx, subscription, next.next_bill_on);
};
