import { dayText, moneyText } from '../../kit/format.ts';
import { typedMoney } from '../../kit/money-text.ts';
import type { Act, ActKind, Rehearsed } from './rehearsal-form.ts';

export type Document = Rehearsed['documents'][number];
export type Happening = Rehearsed['happenings'][number];

export const ACT_WORDS: Readonly<Record<ActKind, string>> = {
  'change-plan': 'Change plan',
  pause: 'Pause',
  unpause: 'End a pause',
  suspend: 'Suspend',
  resume: 'Take a suspension back',
  end: 'End',
  discount: 'Give a discount',
  payment: 'Payment',
};

/** What ids are called. */
export interface Names {
  readonly currency: string;
  readonly service: (id: string) => string;
  readonly plan: (id: string) => string;
}

const discountText = (act: Extract<Act, { kind: 'discount' }>, { service }: Names): string => {
  const of = act.subscription_id ? service(act.subscription_id) : 'the account’s bills';
  const counted = act.subscription_id ? 'periods' : 'bills';
  return `${act.name}: ${act.percent} % off ${of}${act.times === undefined ? '' : ` for ${act.times} ${counted}`}`;
};

/** What is to be done, without its day: `Change plan of Home 30 to Home 100`. */
export const actText = (act: Act, names: Names): string => {
  const { currency, service, plan } = names;
  if (act.kind === 'payment') return `Payment of ${moneyText(act.amount_minor, currency)}`;
  if (act.kind === 'discount') return discountText(act, names);
  const what = `${ACT_WORDS[act.kind]}${act.kind === 'pause' || act.kind === 'suspend' || act.kind === 'end' ? ' ' : ' of '}${service(act.subscription_id)}`;
  if (act.kind === 'change-plan') {
    const counted = act.quantity === undefined ? '' : `${act.quantity} × `;
    return act.plan_id === undefined && !counted
      ? what
      : `${what} to ${counted}${act.plan_id ? plan(act.plan_id) : 'the same plan'}`;
  }
  if (act.kind === 'pause') return act.to_on ? `${what} until ${dayText(act.to_on)}` : what;
  return what;
};

const WHY: Readonly<Record<string, string>> = { unpaid: 'unpaid invoices', manual: 'by staff', pause: 'a pause' };

const stateText = (each: Extract<Happening, { kind: 'state' }>, { service }: Names): string => {
  const why = each.suspended_for.map((reason) => WHY[reason] ?? reason).join(', ');
  return `${service(each.subscription_id)} is ${each.state}${each.state === 'suspended' && why ? `: ${why}` : ''}`;
};

/** What happened: `Payment of €36.00`, `Reminder: €36.00 is overdue`. */
export const happeningText = (each: Happening, acts: readonly Act[], names: Names): string => {
  const money = (minor: number) => moneyText(minor, names.currency);
  switch (each.kind) {
    case 'payment':
      return `Payment of ${money(each.amount_minor)}`;
    case 'reminder':
      return `Reminder: ${money(each.overdue_minor)} is overdue`;
    case 'suspend':
      return `To be suspended: ${money(each.overdue_minor)} is overdue`;
    case 'state':
      return stateText(each, names);
    case 'act': {
      const act = acts[each.act];
      return act ? actText(act, names) : '';
    }
  }
};

export type Entry =
  | { readonly of: 'document'; readonly on: string; readonly at: string; readonly document: Document }
  | { readonly of: 'happening'; readonly on: string; readonly at: string; readonly happening: Happening };

/** Whether it is said already by what was to be done: a payment stands there itself. */
const isTold = (each: Happening, acts: readonly Act[]): boolean =>
  each.kind === 'act' && acts[each.act]?.kind === 'payment';

/** What there is to see of a month, `YYYY-MM`, in order. */
export const entriesOf = ({ documents, happenings }: Rehearsed, month: string, acts: readonly Act[]): Entry[] => {
  const entries: Entry[] = [
    ...documents.map((document) => ({ of: 'document' as const, on: document.issued_on, at: document.at, document })),
    ...happenings.flatMap((happening) =>
      isTold(happening, acts) ? [] : [{ of: 'happening' as const, on: happening.on, at: happening.at, happening }],
    ),
  ];
  return entries.filter(({ on }) => on.startsWith(month)).sort((a, b) => (a.at < b.at ? -1 : a.at > b.at ? 1 : 0));
};

/** A month with what happens in it, or several after one another in which nothing does. */
export interface Span {
  readonly first: Rehearsed['months'][number];
  readonly last: Rehearsed['months'][number];
  readonly entries: readonly Entry[];
}

/** The months of a rehearsal, those of quiet put together. */
export const spansOf = (rehearsed: Rehearsed, acts: readonly Act[]): Span[] => {
  const spans: Span[] = [];
  for (const month of rehearsed.months) {
    const entries = entriesOf(rehearsed, month.month, acts);
    const before = spans.at(-1);
    if (before && before.entries.length + entries.length === 0) spans.splice(-1, 1, { ...before, last: month });
    else spans.push({ first: month, last: month, entries });
  }
  return spans;
};

const quoted = (text: string): string => (/[",\n]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text);

const COLUMNS = 'document,issued_on,due_on,description,period_from,period_to,net,discount,tax,gross';

/** The lines of all documents as CSV; what is given back is negative. */
export const csvOf = ({ documents, currency }: Rehearsed): string => {
  const rows = documents.flatMap(({ kind, issued_on, due_on, lines }) =>
    lines.map((line) => {
      const money = (minor: number) => typedMoney(kind === 'invoice' || minor === 0 ? minor : -minor, currency);
      const { description, period_from, period_to, net_minor, discount_minor, tax_minor, gross_minor } = line;
      const amounts = [net_minor, discount_minor, tax_minor, gross_minor].map(money);
      const cells = [kind, issued_on, due_on ?? '', description, period_from ?? '', period_to ?? '', ...amounts];
      return cells.map(quoted).join(',');
    }),
  );
  return `${[COLUMNS, ...rows].join('\r\n')}\r\n`;
};
