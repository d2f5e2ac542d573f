import type { Instant } from '@isp/values';
import { extractText, getDocumentProxy } from 'unpdf';
import { describe, expect, test } from 'vitest';
import { type Card, cardOf, SHEETS } from './core/voucher-card.ts';
import { drawVouchers } from './draw-vouchers.ts';

const BATCH = {
  name: 'March',
  heading: 'Hotel Adler Wi-Fi',
  time_s: 7200,
  octets: 500_000_000,
  valid_s: 86_400,
  rate_down_kbps: 5000,
  rate_up_kbps: 1000,
  use_by_on: '2026-12-31',
  login_url: 'http://login.example/login?username={code}&password={pin}',
} as never as Parameters<typeof cardOf>[0];

const AT = '2026-11-26T10:00:00.000Z' as Instant;

const codeOf = (n: number): string => `K7MP${`${n}`.padStart(5, '0')}`;

async function* cards(count: number, change: object = {}): AsyncGenerator<Card> {
  for (let number = 1; number <= count; number++)
    yield cardOf({ ...BATCH, ...change }, { number, code: codeOf(number), pin: null }, '€2.50');
}

const drawnOf = async (all: AsyncIterable<Card>, layout: keyof typeof SHEETS): Promise<Uint8Array> => {
  const parts: Uint8Array[] = [];
  for await (const part of drawVouchers(all, layout, { title: 'Vouchers', at: AT })) parts.push(part);
  return Buffer.concat(parts);
};

const drawn = (count: number, layout: keyof typeof SHEETS, change: object = {}): Promise<Uint8Array> =>
  drawnOf(cards(count, change), layout);

const textOf = async (pdf: Uint8Array): Promise<string[]> => {
  const { text } = await extractText(await getDocumentProxy(new Uint8Array(pdf)), { mergePages: false });
  return text;
};

describe('vouchers on paper', () => {
  test.each(Object.keys(SHEETS) as (keyof typeof SHEETS)[])(
    '%s has every code, what it gives and what it costs',
    async (layout) => {
      const { columns, rows } = SHEETS[layout];
      const pdf = await drawn(25, layout);
      const pages = await textOf(pdf);
      expect(pages).toHaveLength(Math.ceil(25 / (columns * rows)));
      const text = pages.join(' ').replaceAll(/\s+/g, ' ');
      for (let n = 1; n <= 25; n++) expect(text).toContain(`K7M P${codeOf(n).slice(4, 6)} ${codeOf(n).slice(6)}`);
      for (const words of [
        'Hotel Adler Wi-Fi',
        '€2.50',
        '2 h online · 500 MB · 5/1 Mbit/s',
        'valid 24 h from first log-in',
        'first log-in by 31 Dec 2026',
        'No. 17 · March',
      ])
        expect(text).toContain(words);
    },
  );

  test.each(Object.keys(SHEETS) as (keyof typeof SHEETS)[])('%s has the widest of codes whole', async (layout) => {
    const codes = Array.from({ length: 21 }, (_, n) => 'WMQGWM8W'.repeat(3).slice(0, 4 + n));
    async function* wide(): AsyncGenerator<Card> {
      for (const [i, code] of codes.entries()) yield cardOf(BATCH, { number: i + 1, code, pin: '88888888' }, '€2.50');
    }
    const text = (await textOf(await drawnOf(wide(), layout))).join(' ').replaceAll(/\s+/g, '');
    expect(text).not.toMatch(/…/);
    for (const code of codes) expect(text).toContain(`${code}PIN88888888`);
  });

  test.each([['Интернет-кафе «Берёза»'], ['Καφενείο Αθήνα'], ['मुफ़्त वाई-फ़ाई'], ['ร้านกาแฟ'], ['مقهى السلام']])(
    '%s is written in its own letters',
    async (heading) => {
      const [text] = await textOf(await drawn(1, 'a4-2x5', { heading }));
      const letters = (of: string) => [...new Set(of.normalize('NFKC').replaceAll(/[\s\p{M}]/gu, ''))].sort().join('');
      for (const letter of letters(heading)) expect(letters(text ?? '')).toContain(letter);
    },
  );

  test('it is handed on page by page while the cards come', async () => {
    const cut: number[] = [];
    let asked = 0;
    const counted = async function* () {
      for await (const card of cards(500)) {
        asked++;
        yield card;
      }
    };
    for await (const _ of drawVouchers(counted(), 'a4-2x5', { title: 'Vouchers', at: AT })) cut.push(asked);
    expect(new Set(cut).size).toBeGreaterThanOrEqual(50);
  }, 60_000);
});
