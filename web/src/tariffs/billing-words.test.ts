import { describe, expect, test } from 'vitest';
import { billingSentence, phasesText } from './billing-words.ts';
import { planSentence, type Terms } from './plan-sentence.ts';
import { emptyTerms, termsOf } from './terms-form.ts';
import { changesBetween, termsInWords } from './version-changes.ts';

const terms = (change: Partial<Terms> = {}): Terms => {
  const usual = termsOf('internet', { ...emptyTerms('EUR'), price_minor: '19.99' });
  if (!usual) throw new Error('there is a price');
  return { ...usual, ...change };
};

describe('the rules of billing in words', () => {
  test.each<[Partial<Terms>, string]>([
    [
      {},
      'Upgrades take effect at once and are charged to the day; downgrades wait for the next period. Unused days come back as a credit note.',
    ],
    [
      { downgrade: 'now', adjustments: 'none' },
      'Upgrades and downgrades take effect at once and are charged to the day. Unused days are not given back.',
    ],
    [
      { upgrade: 'period-end', adjustments: 'refund' },
      'Upgrades and downgrades wait for the next period. Unused days are paid out.',
    ],
    [
      { upgrade: 'period-end', downgrade: 'now', proration: 'second', adjustments: 'credit-next-invoice' },
      'Downgrades take effect at once and are charged to the second; upgrades wait for the next period. Unused time comes off the next invoice.',
    ],
    [
      { proration: 'full' },
      'Upgrades take effect at once; downgrades wait for the next period. A begun period is charged whole. Unused periods come back as a credit note.',
    ],
    [
      { upgrade: 'period-end', proration: '30-day', timing: 'arrears' },
      'Upgrades and downgrades wait for the next period. Parts of a period are charged to the day, at 30 days a month.',
    ],
    [
      {
        upgrade: 'period-end',
        timing: 'arrears',
        first_part: 'with-next',
        termination: 'inclusive',
        bill_suspended: true,
      },
      'Upgrades and downgrades wait for the next period. A first part is charged with the first whole period. The day it ends is charged too. It is charged while suspended too.',
    ],
  ])('%j', (change, words) => {
    expect(billingSentence(terms(change))).toBe(words);
  });

  test.each<[Terms['phases'], string]>([
    [[], 'none'],
    [[{ days: 10, price_minor: 0 }], 'the first 10 days free'],
    [[{ days: 0, price_minor: 0 }], 'the first … days free'],
    [
      [
        { days: 10, price_minor: 0 },
        { cycles: 3, price_minor: 990 },
      ],
      'the first 10 days free, then 3 periods at €9.90',
    ],
    [
      [
        { cycles: 1, price_minor: 100 },
        { days: 1, price_minor: 0 },
      ],
      'the first period at €1.00, then 1 day free',
    ],
  ])('prices at the beginning %j', (phases, words) => {
    expect(phasesText(terms({ phases }))).toBe(words);
  });

  test('a trial and a pause are said with the price', () => {
    const change = { phases: [{ days: 10, price_minor: 0 }], hold_fee_minor: 500, setup_fee_minor: 1000 };
    expect(planSentence('recurring', terms(change))).toBe(
      'A subscriber pays €19.99 a month in advance, no tax; the first 10 days free; €10.00 once to begin; paused for €5.00 a month.',
    );
  });
});

describe('versions', () => {
  test('say which rules are other ones', () => {
    const after = terms({
      proration: 'none',
      termination: 'inclusive',
      first_part: 'with-next',
      bill_suspended: true,
      rounding: 'half-even',
      adjustments: 'none',
      upgrade: 'period-end',
      downgrade: 'now',
      hold_fee_minor: 500,
      phases: [{ days: 10, price_minor: 0 }],
    });
    expect(changesBetween(terms(), after).map((c) => `${c.what}: ${c.before} → ${c.after}`)).toEqual([
      'Introductory price: none → the first 10 days free',
      'While paused: nothing → €5.00 a month',
      'Upgrades: at once → with the next period',
      'Downgrades: with the next period → at once',
      'Unused days: a credit note at once → not given back',
      'Part of a period: to the day → whole periods only',
      'First part: on its own → with the first whole period',
      'Last day: not charged → charged',
      'While suspended: not charged → charged',
      'Rounding: half a cent up → half a cent to the even one',
    ]);
  });

  test.each<[Partial<Terms>, readonly string[]]>([
    [{}, []],
    [{ bill_suspended: true }, ['While suspended']],
    [{ proration: 'full', rounding: 'half-even' }, ['Part of a period', 'Rounding']],
  ])('say a rule that is rarely another only where it is: %j', (change, names) => {
    const rare = new Set(['Part of a period', 'First part', 'Last day', 'While suspended', 'Rounding']);
    expect(termsInWords(terms(change)).flatMap(([what]) => (rare.has(what) ? [what] : []))).toEqual(names);
  });
});
