import { afterAll, beforeAll, expect, test } from 'vitest';
import { type TestDatabase, testDatabase } from '../kernel/testing.ts';
import { createLegalEntity } from './create-legal-entity.ts';
import { createTax } from './create-tax.ts';
import { defaultLegalEntity } from './default-legal-entity.ts';
import { ensureBillingDefaults } from './ensure-billing-defaults.ts';
import { dunningPolicies, listLegalEntities } from './store/catalogue.ts';
import { listTaxes } from './store/taxes.ts';
import { taxToday } from './tax-today.ts';
import { updateDunningPolicy } from './update-dunning-policy.ts';
import { updateLegalEntity } from './update-legal-entity.ts';

let db: TestDatabase;
beforeAll(async () => {
  db = await testDatabase();
});
afterAll(() => db.drop());

test('the defaults are made once', async () => {
  await db.run((ctx) =>
    ensureBillingDefaults(ctx, { currency: 'CHF', zone: 'Europe/Zurich', country: 'CH', name: 'Alpnet' }),
  );
  await db.run((ctx) => ensureBillingDefaults(ctx));
  expect((await db.run((ctx) => listLegalEntities(ctx.tx, { limit: 10 }))).items).toMatchObject([
    { code: 'main', name: 'Alpnet', currency: 'CHF', payment_days: 14 },
  ]);
  expect(await db.run((ctx) => dunningPolicies(ctx.tx))).toMatchObject([
    {
      code: 'standard',
      steps: [
        { kind: 'reminder', days: 3 },
        { kind: 'suspend', days: 14 },
      ],
      minimum_debt_minor: 0n,
    },
  ]);
});

const SECOND = {
  code: 'fibre',
  name: 'Fibre Ltd',
  street: null,
  postal_code: null,
  city: null,
  country: 'DE',
  tax_id: null,
  email: null,
  iban: null,
  currency: 'EUR',
  zone: 'Europe/Berlin',
  payment_days: 30,
};

test('a second legal entity, with its own numbers', async () => {
  const create = (more: object) =>
    db.run((ctx) => createLegalEntity(ctx, { ...SECOND, number_pattern: 'FB-{YY}{MM}-{0000}', ...more }));
  await expect(create({ number_pattern: 'FB' })).rejects.toMatchObject({ code: 'billing.number-pattern-invalid' });
  const entity = await create({});
  await expect(create({})).rejects.toMatchObject({ code: 'billing.legal-entity-exists' });
  expect(await db.run((ctx) => updateLegalEntity(ctx, { id: entity.id, name: 'Fibre GmbH' }))).toMatchObject({
    name: 'Fibre GmbH',
    payment_days: 30,
  });
  expect(await db.run((ctx) => updateLegalEntity(ctx, { id: entity.id }))).toMatchObject({ name: 'Fibre GmbH' });
  expect((await db.run((ctx) => defaultLegalEntity(ctx, undefined))).code).toBe('main');
  expect((await db.run((ctx) => defaultLegalEntity(ctx, entity.id))).code).toBe('fibre');
  const nobody = entity.id.replace(/.$/, entity.id.endsWith('0') ? '1' : '0');
  await expect(db.run((ctx) => updateLegalEntity(ctx, { id: nobody, name: 'X' }))).rejects.toMatchObject({
    code: 'billing.legal-entity-not-found',
  });
  await expect(db.run((ctx) => defaultLegalEntity(ctx, nobody))).rejects.toMatchObject({
    code: 'billing.legal-entity-not-found',
  });
});

test('taxes', async () => {
  const create = (percent: string, code = 'vat') =>
    db.run((ctx) => createTax(ctx, { code, name: 'VAT', percent, inclusive: false, compound: false }));
  expect(await create('20.0')).toMatchObject({ code: 'vat', percent: '20', inclusive: false });
  await expect(create('7')).rejects.toMatchObject({ code: 'billing.tax-exists' });
  for (const percent of ['-1', '1000.1', '1.1234567', '01'])
    await expect(create(percent, 'x')).rejects.toMatchObject({ code: 'billing.tax-percent-invalid' });
  await create('8.875', 'nyc');
  expect(
    (await db.run(async (ctx) => listTaxes(ctx.tx, await taxToday(ctx)))).items.map(
      (tax) => `${tax.code} ${tax.percent}`,
    ),
  ).toEqual(['nyc 8.875', 'vat 20']);
});

test('a dunning policy', async () => {
  const change = (input: object) => db.run((ctx) => updateDunningPolicy(ctx, { code: 'standard', ...input }));
  const steps = [
    { kind: 'suspend', days: 20 },
    { kind: 'reminder', days: 5 },
  ];
  expect(await change({ steps })).toMatchObject({
    steps: [
      { kind: 'reminder', days: 5 },
      { kind: 'suspend', days: 20 },
    ],
  });
  expect(await change({ minimum_debt_minor: 500n })).toMatchObject({
    minimum_debt_minor: 500n,
    steps: [{ days: 5 }, { days: 20 }],
  });
  expect(await change({})).toMatchObject({ minimum_debt_minor: 500n });
  await expect(change({ steps: [steps[0], steps[0]] })).rejects.toMatchObject({ code: 'billing.dunning-step-twice' });
  await expect(change({ code: 'gentle', name: 'X' })).rejects.toMatchObject({
    code: 'billing.dunning-policy-not-found',
  });
  await expect(change({ code: 'gentle' })).rejects.toMatchObject({ code: 'billing.dunning-policy-not-found' });
});
