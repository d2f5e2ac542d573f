import type { Day, Id } from '@isp/values';
import {
  AlreadyBilled,
  afterDraft,
  type BillableAccount,
  type BillingCatalogue,
  type Drafted,
  finishBillRun,
  holdBillRun,
  issueCreditNotes,
  issueInvoices,
  startBillRun,
  usageWanted,
} from '../billing/index.ts';
import type { Actor } from '../kernel/actor.ts';
import { alone } from '../kernel/alone.ts';
import { type Ctx, type Kernel, transact } from '../kernel/ctx.ts';
import { setBilled, setNextBill } from '../subscriptions/index.ts';
import {
  billableAccounts,
  billedLines,
  type Claim,
  claimDue,
  countDue,
  dueAccounts,
  usageTotals,
  withFreshPlans,
} from '../views/billable.ts';
import { catalogueOf, draftAccounts, draftOrHold } from './draft-bills.ts';
import { BillRunUnderWay } from './faults.ts';
import { inLanes } from './in-lanes.ts';
import { settleStanding, spendCredit } from './pay-bill.ts';

const CHUNK = 1000;
/** How long whoever starts a run waits for one that is under way. */
const PATIENCE_MS = 5000;
/** Chunks in work at once: while one is drafted here, others are read and written by the database. */
const LANES = 3;
/** How many due accounts are looked up at once. */
const LOOKED_UP = 50_000;
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
  readonly credit_notes: number;
  readonly credited_minor: bigint;
  readonly held: readonly Held[];
  /** A dry run's first invoices. */
  readonly drafts: readonly Drafted[];
}

export interface Billing {
  readonly zone: string;
  readonly as_of: Day;
  readonly dry_run: boolean;
}

interface Chunk {
  /** Accounts that are not done: somebody held them, or billed them meanwhile. */
  readonly left: readonly Id[];
  readonly drafts: readonly Drafted[];
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
  await setBilled(
    ctx.tx,
    drafts.flatMap((d) => d.next),
  );
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

/** What all chunks of a run share; a dry run has no attempt. */
interface Running extends Billing {
  readonly kernel: Kernel;
  readonly actor: Actor;
  readonly catalogue: BillingCatalogue;
  readonly attempt: { readonly id: Id; readonly attempt: number } | null;
  /** Accounts of a chunk. */
  readonly chunk: number;
}

interface Piece {
  readonly ids: readonly Id[];
  readonly claim: Claim;
  readonly turn: Promise<unknown>;
}

/** One transaction: claims, reads, drafts and writes. A dry run's sees one state of everything, and holds nothing. */
const billClaimed = (running: Running, { ids, claim, turn }: Piece): Promise<Chunk> => {
  const { kernel, actor, catalogue, as_of, attempt } = running;
  const work = async (ctx: Ctx): Promise<Chunk> => {
    if (attempt !== null) await holdBillRun(ctx, attempt);
    const { claimed, drafts } = await withFreshPlans(ctx.tx, async () => {
      const claimed = await claimDue(ctx.tx, ids, { as_of, claim });
      return { claimed, drafts: claimed.length === 0 ? [] : await draftAccounts(ctx.tx, claimed, catalogue, as_of) };
    });
    if (attempt !== null) await write(ctx, drafts, { as_of, bill_run_id: attempt.id, turn });
    const done = new Set(claimed);
    return { left: ids.filter((id) => !done.has(id)), drafts };
  };
  return transact(kernel, actor, work, { snapshot: attempt === null });
};

const isBilledMeanwhile = (error: unknown): boolean => (error as { code?: string }).code === AlreadyBilled.code;

/** A chunk that found one of its accounts billed meanwhile is left. */
const billOrLeave = async (running: Running, piece: Piece): Promise<Chunk> => {
  try {
    return await billClaimed(running, piece);
  } catch (error) {
    if (!isBilledMeanwhile(error)) throw error;
    return { left: piece.ids, drafts: [] };
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

const NOTHING = { invoices: 0, gross_minor: 0n, credit_notes: 0, credited_minor: 0n };

interface Totals {
  invoices: number;
  gross_minor: bigint;
  credit_notes: number;
  credited_minor: bigint;
  held: Held[];
  drafts: Drafted[];
}

const count = (totals: Totals, chunk: Chunk, dryRun: boolean): void => {
  const made = chunk.drafts.flatMap((d) => d.invoice ?? []);
  totals.invoices += made.length;
  totals.gross_minor = made.reduce((sum, i) => sum + i.gross_minor, totals.gross_minor);
  const given = chunk.drafts.flatMap((d) => d.credits);
  totals.credit_notes += given.length;
  totals.credited_minor = given.reduce((sum, c) => sum + c.gross_minor, totals.credited_minor);
  for (const d of chunk.drafts) if (d.held !== null) totals.held.push({ account_id: d.account_id, reason: d.held });
  if (dryRun) totals.drafts.push(...chunk.drafts.filter((d) => d.invoice).slice(0, PREVIEWED - totals.drafts.length));
};

/** All accounts of a zone with something due, by id, in chunks. */
async function* dueChunks({ kernel, zone, as_of, chunk }: Running): AsyncGenerator<readonly Id[]> {
  for (let after = FIRST; ; ) {
    const ids = await dueAccounts(kernel.db, { zone, as_of, after, limit: LOOKED_UP });
    for (let at = 0; at < ids.length; at += chunk) yield ids.slice(at, at + chunk);
    const last = ids.at(-1);
    if (last === undefined || ids.length < LOOKED_UP) return;
    after = last;
  }
}

/** In lanes, so that one chunk is drafted while another is written. They never wait for a claim: whoever holds an account may wait for one that a later chunk holds, and that for its turn. */
const billInLanes = async (running: Running, done: (chunk: Chunk) => void): Promise<void> => {
  const claim = running.attempt === null ? 'see' : 'leave';
  await inLanes(dueChunks(running), LANES, (ids, turn) => billOrLeave(running, { ids, claim, turn }), done);
};

/** What the lanes left, one chunk after the other, waiting for whoever holds an account. */
const billLeft = async (running: Running, left: readonly Id[], done: (chunk: Chunk) => void): Promise<void> => {
  const turn = Promise.resolve();
  for (let at = 0; at < left.length; at += running.chunk)
    done(await billOrRepeat(running, { ids: left.slice(at, at + running.chunk), claim: 'wait', turn }));
};

const billAll = async (running: Running): Promise<Totals> => {
  const dry = running.attempt === null;
  const totals: Totals = { ...NOTHING, held: [], drafts: [] };
  const left: Id[] = [];
  await billInLanes(running, (chunk) => {
    count(totals, chunk, dry);
    left.push(...chunk.left);
  });
  if (!dry) await billLeft(running, left, (chunk) => count(totals, chunk, dry));
  return totals;
};

/** The run of a zone and day, taken up where it was cut off. */
const billAttempt = async (running: Omit<Running, 'attempt'>): Promise<BilledZone> => {
  const { kernel, actor, zone, as_of } = running;
  const attempt = await transact(kernel, actor, async (ctx) =>
    startBillRun(ctx, { as_of, zone, due: await countDue(ctx.tx, running) }),
  );
  if (attempt === undefined) return { run_id: null, ...NOTHING, held: [], drafts: [] };
  const finish = (state: 'done' | 'failed', held: number, error: string | null) =>
    transact(kernel, actor, (ctx) => finishBillRun(ctx, { ...attempt, state, held, error }));
  try {
    const totals = await billAll({ ...running, attempt });
    await finish('done', totals.held.length, null);
    return { run_id: attempt.id, ...totals };
  } catch (error) {
    await finish('failed', 0, error instanceof Error ? error.message : String(error));
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
  const begin = async () => ({ ...billing, kernel, actor, chunk, catalogue: await catalogueOf(kernel.db) });
  if (billing.dry_run) return { run_id: null, ...(await billAll({ ...(await begin()), attempt: null })) };
  const taken = () => {
    throw BillRunUnderWay();
  };
  return alone(kernel, { lock: 'bill_run', patience_ms, taken }, async () => billAttempt(await begin()));
};

/** What would be made of an account on a day. */
export interface Foreseen {
  readonly as_of: Day;
  readonly drafted: Drafted;
}

/** Days looked at for a document, at most: one may be long in coming, or never come. */
const LOOKS = 60;

/** The documents an account gets next, from a day on, up to so many; nothing is written. Use that is yet to come is not in them. */
export const foresee = async (ctx: Ctx, accountId: Id, from: Day, count: number): Promise<Foreseen[]> => {
  const catalogue = await catalogueOf(ctx.tx);
  const [read] = await billableAccounts(ctx.tx, [accountId]);
  if (read === undefined) return [];
  const all = read.subscriptions.map(({ id }) => ({ account_id: accountId, subscription_id: id, beyond: null }));
  const lines = Map.groupBy(await billedLines(ctx.tx, all), (l) => l.subscription_id);
  let account: BillableAccount = {
    ...read,
    subscriptions: read.subscriptions.map((each) => ({ ...each, lines: lines.get(each.id) ?? [] })),
  };
  const foreseen: Foreseen[] = [];
  let as_of: Day | undefined = from;
  for (let looks = 0; looks < LOOKS && as_of !== undefined && foreseen.length < count; looks++) {
    const totals = Map.groupBy(
      await usageTotals(ctx.tx, usageWanted(account, catalogue, as_of)),
      (t) => t.subscription_id,
    );
    account = {
      ...account,
      subscriptions: account.subscriptions.map((each) => ({ ...each, usage: totals.get(each.id) ?? [] })),
    };
    const drafted = draftOrHold(account, catalogue, as_of);
    if (drafted.invoice !== null || drafted.credits.length > 0 || drafted.held !== null)
      foreseen.push({ as_of, drafted });
    if (drafted.held !== null) break;
    account = afterDraft(account, drafted);
    const next: Day[] = drafted.next.flatMap(({ next_bill_on }) => next_bill_on ?? []);
    as_of = next.sort()[0];
  }
  return foreseen;
};

/** What an account's next invoice would be on a day; nothing is written. */
export const previewInvoice = async (ctx: Ctx, accountId: Id, as_of: Day): Promise<Drafted | undefined> => {
  const [drafted] = await draftAccounts(ctx.tx, [accountId], await catalogueOf(ctx.tx), as_of);
  return drafted;
};

/** Makes what is due on one account by a day, in the transaction it is asked in; what a run makes at the same time is waited for. */
export const billOne = async (
  ctx: Ctx,
  accountId: Id,
  as_of: Day,
): Promise<Written & { readonly held: string | null }> => {
  const [claimed] = await claimDue(ctx.tx, [accountId], { as_of, claim: 'wait' });
  if (claimed === undefined) return { invoices: [], credits: [], held: null };
  const drafts = await draftAccounts(ctx.tx, [claimed], await catalogueOf(ctx.tx), as_of);
  const written = await write(ctx, drafts, { as_of, bill_run_id: null, turn: Promise.resolve() });
  return { ...written, held: drafts[0]?.held ?? null };
};

/**
 * After something of a subscription changed, whose row this transaction holds: when nothing of its account is due today, it is billed next on the day that something will be. How far it is
 * billed stays a run's to say.
 */
export const planNextBill = async (
  ctx: Ctx,
  subscription: { readonly account_id: Id; readonly id: Id },
  today: Day,
): Promise<void> => {
  const drafted = await previewInvoice(ctx, subscription.account_id, today);
  const isDue = drafted?.invoice || drafted?.held || drafted?.credits.length || drafted?.freed.length;
  const next = drafted?.next.find(({ id }) => id === subscription.id);
  if (next && !isDue) await setNextBill(ctx.tx, subscription, next.next_bill_on);
};
