import { addDays, addMonths, type Day, dayIn, type Id } from '@isp/values';
import { closeQuote } from '../../server/src/crm/index.ts';
import { acceptQuote } from '../../server/src/flows/accept-quote.ts';
import { CreateQuote, OpenAccount } from '../../server/src/flows/contract.ts';
import { openAccount } from '../../server/src/flows/open-account.ts';
import { sendQuote } from '../../server/src/flows/send-quote.ts';
import { createQuote } from '../../server/src/flows/write-quote.ts';
import { transact } from '../../server/src/kernel/ctx.ts';
import { COMPANY, TAX } from './catalogue.ts';
import type { World } from './day.ts';

type Fate = 'draft' | 'sent' | 'declined' | 'accepted';

interface Asked {
  readonly name: string;
  readonly kind: 'person' | 'company';
  readonly city: string;
  readonly plans: readonly string[];
  readonly words: string;
  readonly fate: Fate;
}

const CONSTRUCTION = { description: 'Hausanschluss', unit_price_minor: 49_000, tax_code: TAX.code };

/** Who asked what it would cost lately. */
const ASKED: readonly Asked[] = [
  {
    name: 'Deichkontor GmbH',
    kind: 'company',
    city: 'Husum',
    plans: ['BIZ-500', 'STATIC-8'],
    words: 'Wie besprochen, mit festen Adressen.',
    fate: 'sent',
  },
  { name: 'Wiebke Petersen', kind: 'person', city: 'Tönning', plans: ['FIBRE-250'], words: 'Moin!', fate: 'draft' },
  {
    name: 'Hallig-Werft KG',
    kind: 'company',
    city: 'Pellworm',
    plans: ['BIZ-1000'],
    words: 'Eine Standleitung für die Werft.',
    fate: 'declined',
  },
  {
    name: 'Kurverwaltung Nordstrand',
    kind: 'company',
    city: 'Nordstrand',
    plans: ['BIZ-100'],
    words: 'Zum nächsten Ersten.',
    fate: 'accepted',
  },
];

/** The first of the month after the next days. */
const nextFirst = (today: Day): Day => `${addMonths(today, 1).slice(0, 7)}-01` as Day;

/** Some who asked have a quote: one is being written, one waits, one was declined, one accepted for the next first of a month. */
export const addQuotes = async ({ kernel, isp }: World): Promise<void> => {
  for (const { name, kind, city, plans, words, fate } of ASKED)
    await transact(kernel, isp.actors.support, async (ctx) => {
      const today = dayIn(ctx.now, COMPANY.zone);
      const who = OpenAccount.input.parse({ name, kind, city, zone: COMPANY.zone });
      const { id: account_id } = await openAccount(ctx, who);
      const lines = plans.map((code) => ({ plan_id: isp.plans.get(code) as Id }));
      const when = { start_on: nextFirst(today), valid_until: addDays(today, 30) };
      const charges = kind === 'company' ? [CONSTRUCTION] : [];
      const { id } = await createQuote(ctx, CreateQuote.input.parse({ account_id, lines, charges, words, ...when }));
      if (fate !== 'draft') await sendQuote(ctx, { id });
      if (fate === 'declined') await closeQuote(ctx, { id, state: 'declined', reason: 'zu teuer' });
      if (fate === 'accepted') await acceptQuote(ctx, { id });
    });
};
