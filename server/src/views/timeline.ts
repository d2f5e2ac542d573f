import type { Id, Instant } from '@isp/values';
import type { Ctx } from '../kernel/ctx.ts';
import { type RawBuilder, sql } from '../kernel/db.ts';
import { CursorInvalid } from '../kernel/faults.ts';
import type { Page } from '../kernel/page.ts';
import type { TimelineItem } from './contract.ts';

interface Asked {
  readonly account_id: Id;
  readonly limit: number;
  readonly cursor?: string | undefined;
  readonly kind?: TimelineItem['kind'] | undefined;
}

type Kind = TimelineItem['kind'];

const ref = (kind: string, id: string) => sql.raw(`jsonb_build_object('kind', '${kind}', 'id', ${id})`);
const NO_REF = sql`null::jsonb`;
const NO_ACTOR = sql`null::text`;
const NO_MONEY = sql`null::bigint as amount_minor, null::text as currency`;

/** A day as the console writes it: `5 Dec 2026`. */
const dayText = (column: string) => sql.raw(`to_char(${column}, 'FMDD Mon YYYY')`);

/** Octets in decimal units of three digits, as the console writes them: `1.75 GB`. */
const bytesText = (octets: string) =>
  sql.raw(`(select case when n < 1000 then n || ' B' else rtrim(rtrim(to_char(n / 1000.0 ^ u, 'FM999990.99'), '0'), '.') || ' ' || (array['kB', 'MB', 'GB', 'TB', 'PB'])[u] end
    from (select (${octets})::numeric as n, least(greatest(trunc(log(greatest(${octets}, 1)) / 3), 0), 5)::int as u) as _)`);

/** What guests do by an account's vouchers is not the account's story: it stands with the voucher. */
const notOfVoucher = (row: string) =>
  sql.raw(
    `not exists (select from aaa.voucher v where v.id = ${row}.subscription_id and v.account_id = ${row}.account_id)`,
  );

/** One source of the story: a select of (id, at, kind, title, detail, amount_minor, currency, actor, ref) of one account. */
type Source = (account: Id, before: Instant) => RawBuilder<TimelineItem>;

const SOURCES: Readonly<Record<Kind, Source | undefined>> = {
  invoice: (
    account,
    before,
  ) => sql`select i.id::text, i.issued_at as at, 'invoice' as kind, 'Invoice ' || i.number as title,
    'due ' || ${dayText('i.due_on')} as detail, i.gross_minor as amount_minor, i.currency, ${NO_ACTOR} as actor, ${ref('invoice', 'i.id')} as ref
    from billing.invoice i where i.account_id = ${account} and i.issued_at < ${before}
    union all select w.id::text, w.at, 'invoice', case when w.amount_minor > 0 then 'Written off' else 'Owed again' end || ': invoice ' || i.number,
    w.reason, abs(w.amount_minor), i.currency, w.made_by, ${ref('invoice', 'i.id')}
    from billing.write_off w join billing.invoice i on i.account_id = w.account_id and i.id = w.invoice_id where w.account_id = ${account} and w.at < ${before}`,
  credit: (
    account,
    before,
  ) => sql`select n.id::text, n.issued_at as at, 'credit' as kind, 'Credit note ' || n.number as title, n.reason as detail, n.gross_minor as amount_minor, n.currency, ${NO_ACTOR} as actor, ${ref('credit_note', 'n.id')} as ref
    from billing.credit_note n where n.account_id = ${account} and n.issued_at < ${before}`,
  payment: (
    account,
    before,
  ) => sql`select p.id::text || e.what, e.at, 'payment' as kind, case e.what when '' then 'Payment' else 'Payment taken back' end as title,
    concat_ws(' · ', p.method, p.reference, case when e.what <> '' then p.reversed_reason end) as detail, p.amount_minor, p.currency, p.recorded_by as actor, ${ref('payment', 'p.id')} as ref
    from payments.payment p cross join lateral (values ('', p.recorded_at), ('-reversed', p.reversed_at)) e(what, at)
    where p.account_id = ${account} and e.at < ${before}
    union all select r.id::text || e.what, e.at, 'payment', case e.what when '' then 'Paid out' else 'Refund taken back' end,
    concat_ws(' · ', r.method, r.reference, case when e.what <> '' then r.reversed_reason end), r.amount_minor, r.currency, r.recorded_by,
    case when r.payment_id is null then ${ref('credit_note', 'r.credit_note_id')} else ${ref('payment', 'r.payment_id')} end
    from payments.refund r cross join lateral (values ('', r.recorded_at), ('-reversed', r.reversed_at)) e(what, at)
    where r.account_id = ${account} and e.at < ${before}`,
  dunning: (account, before) => sql`select d.id::text, d.taken_at as at, 'dunning' as kind,
    case d.kind when 'reminder' then 'Reminder due' else 'Dunning: suspended' end as title,
    'overdue since ' || ${dayText('d.oldest_due_on')} as detail, d.overdue_minor as amount_minor, d.currency, ${NO_ACTOR} as actor, ${NO_REF} as ref
    from billing.dunning_step d where d.account_id = ${account} and d.taken_at < ${before}`,
  note: (
    account,
    before,
  ) => sql`select n.id::text, n.created_at as at, 'note' as kind, 'Note' as title, n.body as detail, ${NO_MONEY}, n.author as actor, ${NO_REF} as ref
    from crm.note n where n.account_id = ${account} and n.created_at < ${before}`,
  session: (
    account,
    before,
  ) => sql`select s.id::text || e.what, e.at, 'session' as kind, case e.what when '' then 'Session started' else 'Session ended' end as title,
    concat_ws(' · ', s.username, host(s.framed_ip), s.calling_station_id, n.name,
      case when e.what <> '' then ${bytesText('s.input_octets + s.output_octets')} end) as detail, ${NO_MONEY}, ${NO_ACTOR} as actor, ${ref('session', 's.id')} as ref
    from aaa.any_session s join aaa.nas n on n.id = s.nas_id cross join lateral (values ('', s.started_at), ('-stopped', s.stopped_at)) e(what, at)
    where s.account_id = ${account} and e.at < ${before} and ${notOfVoucher('s')}`,
  login: (
    account,
    before,
  ) => sql`select l.id::text, l.at, 'login' as kind, case l.outcome when 'accept' then 'Logged in' when 'walled' then 'Logged in, walled' else 'Log-in refused' end as title,
    concat_ws(' · ', l.reason, l.username, l.calling_station_id, n.name) as detail, ${NO_MONEY}, ${NO_ACTOR} as actor, ${NO_REF} as ref
    from aaa.login l left join aaa.nas n on n.id = l.nas_id where l.account_id = ${account} and l.at < ${before} and ${notOfVoucher('l')}`,
  coa: (
    account,
    before,
  ) => sql`select c.id::text, c.sent_at as at, 'coa' as kind, case c.kind when 'coa' then 'CoA' else 'Disconnect' end || ' to ' || n.name || ': ' || upper(c.outcome) as title,
    concat_ws(' · ', c.cause, c.wanted->>'mode', case when c.error_cause is not null then 'Error-Cause ' || c.error_cause end,
      case when c.answered_at is not null then round(extract(epoch from c.answered_at - c.sent_at) * 1000) || ' ms' end) as detail, ${NO_MONEY}, ${NO_ACTOR} as actor, ${ref('session', 'c.session_id')} as ref
    from aaa.coa c join aaa.nas n on n.id = c.nas_id where c.account_id = ${account} and c.sent_at < ${before} and ${notOfVoucher('c')}`,
  account: undefined,
  subscription: (account, before) => sql`select t.id::text || e.what, e.at, 'subscription' as kind,
    case when e.what = '-back' then 'Transfer taken back: ' when t.account_id = ${account} then case e.what when '' then 'To go to ' else 'Went to ' end || o.name || ': '
      else case e.what when '' then 'To come from ' else 'Came from ' end || o.name || ': ' end || p.name as title,
    concat_ws(' · ', 'from ' || ${dayText('t.on_day')} || ' on', t.reason) as detail, ${NO_MONEY}, e.actor, ${NO_REF} as ref
    from subscriptions.transfer t join subscriptions.subscription s on s.account_id = t.account_id and s.id = t.subscription_id join tariffs.plan p on p.id = s.plan_id
      join crm.account o on o.id = case when t.account_id = ${account} then t.to_account_id else t.account_id end
      cross join lateral (values ('', nullif(t.asked_at, t.done_at), t.asked_by), ('-done', t.done_at, null), ('-back', t.taken_back_at, t.taken_back_by)) e(what, at, actor)
    where (t.account_id = ${account} or t.to_account_id = ${account}) and e.at < ${before}`,
  access: undefined,
  credential: undefined,
  address: undefined,
};

/** What the audit of these tables tells of an account: relation → kind. */
const AUDITED: Readonly<Record<string, Kind>> = {
  'crm.account': 'account',
  'subscriptions.subscription': 'subscription',
  'subscriptions.top_up': 'subscription',
  'subscriptions.segment': 'subscription',
  'subscriptions.rest': 'subscription',
  'aaa.access': 'access',
  'aaa.credential': 'credential',
  'network.address': 'address',
};

/** A value of the audit as a person reads it: lists without brackets, nothing as a dash. */
const shown = (value: string) =>
  sql.raw(
    `case jsonb_typeof(${value}) when 'array' then coalesce((select nullif(string_agg(e, ', '), '') from jsonb_array_elements_text(${value}) e), '–') when 'null' then '–' else coalesce(${value} #>> '{}', '–') end`,
  );

/** What changed, in words; what only the machine cares for is left out. */
const CHANGED = sql`(select string_agg(case when k like '%\\_sealed' then 'password changed'
    else replace(k, '_', ' ') || ': ' || ${shown('t.before->k')} || ' → ' || ${shown('t.after->k')} end, ', ')
  from jsonb_object_keys(t.after) k where k not in ('changed_at', 'end_known_on', 'next_bill_on', 'billed_on', 'settled_to', 'recurring_to') and k not like '%\\_id' and k not like 'transferred\\_%')`;

const audited = (account: Id, before: Instant, relations: readonly string[]): RawBuilder<TimelineItem> => sql`
  select 'audit-' || t.id, t.at, case ${sql.join(
    Object.entries(AUDITED).map(([r, k]) => sql`when t.relation = ${r} then ${k}`),
    sql` `,
  )} end as kind,
    case when t.relation = 'crm.account' and t.op = 'update' and t.after ? 'payer_id' then coalesce('Paid for by ' || (select p.name from crm.account p where p.id = (t.after->>'payer_id')::uuid), 'Pays for itself again')
      when t.relation = 'aaa.access' and t.after ? 'mode' then 'Access: ' || (t.after->>'mode')
      when t.relation = 'subscriptions.subscription' and t.after ? 'state' then 'Subscription ' || (t.after->>'state')
      when t.relation = 'subscriptions.top_up' and t.op = 'insert' then 'Topped up'
      when t.relation = 'subscriptions.top_up' and t.op = 'delete' then 'Top-up taken back'
      when t.relation in ('subscriptions.segment', 'subscriptions.rest') and t.op = 'delete' then 'Taken back: ' || case t.relation when 'subscriptions.rest' then 'pause' else 'change of plan' end
      when t.relation = 'subscriptions.segment' then 'Plan from ' || ${dayText("(t.after->>'from_on')::date")}
      when t.relation = 'subscriptions.rest' then 'Pause from ' || ${dayText("(t.after->>'from_on')::date")} || coalesce(' until ' || ${dayText("(t.after->>'to_on')::date")}, '')
      when t.op = 'insert' then initcap(split_part(t.relation, '.', 2)) || ' made'
      when t.op = 'delete' then initcap(split_part(t.relation, '.', 2)) || ' removed'
      else initcap(split_part(t.relation, '.', 2)) || ' changed' end as title,
    case when t.relation = 'aaa.access' and t.op = 'update' and t.after->>'reason' <> 'active' then t.after->>'reason'
      when t.op = 'update' then ${CHANGED}
      when t.relation = 'subscriptions.top_up' then case t.after->>'what' when 'data' then ${bytesText("(t.after->>'amount')::bigint")} else (t.after->>'amount') || ' s online' end || ' · ' || (t.after->>'reason')
      when t.relation = 'subscriptions.segment' then (select p.name from tariffs.plan p where p.id = (coalesce(t.after, t.before)->>'plan_id')::uuid)
      when t.relation = 'aaa.access' then t.after->>'reason' when t.relation = 'aaa.credential' then t.after->>'username'
      when t.relation = 'network.address' then t.after->>'address' end as detail, ${NO_MONEY},
    split_part(t.actor, ':', 3) as actor, ${NO_REF} as ref
  from kernel.audit t where t.account_id = ${account} and t.at < ${before} and t.relation in (${sql.join(relations)})
    and not (t.op = 'update' and (t.after - 'changed_at' - 'next_bill_on') = '{}'::jsonb)
    and not (t.relation in ('subscriptions.rest', 'subscriptions.segment') and (t.op = 'update' or coalesce(t.after, t.before)->>'reason' = 'suspension'))`;

const END_OF_TIME = '9999-12-31T00:00:00.000Z' as Instant;

const readCursor = (cursor: string | undefined): { at: Instant; skip: number } => {
  if (!cursor) return { at: END_OF_TIME, skip: 0 };
  const [at, skip] = cursor.split('~');
  if (!at || Number.isNaN(Date.parse(at)) || !/^\d{1,6}$/.test(skip ?? '')) throw CursorInvalid();
  return { at: at as Instant, skip: Number.parseInt(skip ?? '0', 10) };
};

const sourcesOf = (input: Asked, before: Instant): RawBuilder<TimelineItem>[] => {
  const kinds = Object.entries(SOURCES).filter(([kind]) => !input.kind || kind === input.kind);
  const selects = kinds.flatMap(([, source]) => (source ? [source(input.account_id, before)] : []));
  const relations = Object.entries(AUDITED).flatMap(([relation, kind]) =>
    !input.kind || kind === input.kind ? [relation] : [],
  );
  return relations.length > 0 ? [...selects, audited(input.account_id, before, relations)] : selects;
};

/**
 * The account's story, newest first. The cursor is the moment of the last item and how many of that moment were shown,
 * so what happens meanwhile moves nothing.
 */
export const timeline = async (ctx: Ctx, input: Asked): Promise<Page<TimelineItem>> => {
  const { at, skip } = readCursor(input.cursor);
  const before = at === END_OF_TIME ? at : (new Date(Date.parse(at) + 1).toISOString() as Instant);
  const wanted = input.limit + skip + 1;
  const parts = sourcesOf(input, before).map((s) => sql`(${s} order by at desc limit ${wanted})`);
  const { rows } = await sql<TimelineItem>`
    select x.* from (${sql.join(parts, sql` union all `)}) x(id, at, kind, title, detail, amount_minor, currency, actor, ref)
    order by at desc, id desc limit ${wanted}`.execute(ctx.tx);
  const items = rows.slice(skip, skip + input.limit);
  const last = items.at(-1);
  if (!last || rows.length <= skip + input.limit) return { items, next_cursor: null };
  const shown = rows.slice(0, skip + input.limit).filter((r) => r.at === last.at).length;
  return { items, next_cursor: `${last.at}~${shown}` };
};
