import type { Ctx } from '../kernel/ctx.ts';
import { dunningPolicies, firstLegalEntity, insertLegalEntity, insertPolicy, insertSeries } from './store/catalogue.ts';

/** What a new installation bills by until somebody says otherwise. */
export interface BillingDefaults {
  readonly name?: string;
  readonly country?: string;
  readonly currency?: string;
  readonly zone?: string;
}

const PATTERNS = [
  ['invoice', 'INV-{YYYY}-{000000}'],
  ['credit-note', 'CN-{YYYY}-{000000}'],
  ['quote', 'Q-{YYYY}-{000000}'],
] as const;

const makeFirstEntity = async (ctx: Ctx, defaults: BillingDefaults): Promise<void> => {
  const { name = 'My ISP', country = 'DE', currency = 'EUR', zone = 'Europe/Berlin' } = defaults;
  const row = { id: ctx.newId(), code: 'main', name, country, currency, zone, created_at: ctx.now };
  const entity = await insertLegalEntity(ctx.tx, row);
  if (!entity) return;
  for (const [kind, pattern] of PATTERNS) await insertSeries(ctx.tx, { legal_entity_id: entity.id, kind, pattern });
};

const STANDARD = {
  code: 'standard',
  name: 'Standard',
  steps: [
    { kind: 'reminder' as const, days: 3 },
    { kind: 'suspend' as const, days: 14 },
  ],
  minimum_debt_minor: 0n,
};

/** Makes the first legal entity with its numbers, and the standard dunning policy: reminder 3 days after the due day, suspension after 14. Once. */
export const ensureBillingDefaults = async (ctx: Ctx, defaults: BillingDefaults = {}): Promise<void> => {
  if (!(await firstLegalEntity(ctx.tx))) await makeFirstEntity(ctx, defaults);
  if ((await dunningPolicies(ctx.tx)).length === 0) await insertPolicy(ctx.tx, { ...STANDARD, created_at: ctx.now });
};
