import { setImmediate as turn } from 'node:timers/promises';
import type { Instant } from '@isp/values';
import { type Box, MM, Pages } from '../kernel/pdf/pages.ts';
import { type Card, SHEETS } from './core/voucher-card.ts';

type Sheet = (typeof SHEETS)[keyof typeof SHEETS];

const GREY = '#555555';
/** From baseline to baseline, in sizes of the type. */
const LEADING = 1.35;

const drawFoot = (pages: Pages, card: Card, box: Box, size: number): void => {
  const line = size * LEADING;
  const below = box.y + box.height;
  for (const [i, text] of card.lines.entries())
    pages.line(text, box.x, below - (card.lines.length - i) * line, box.width, { size });
  pages.line(card.footer, box.x, below, box.width, { size: size * 0.85, color: GREY, once: true });
};

const drawHead = (pages: Pages, card: Card, box: Box, size: number): void => {
  const style = { size, bold: true };
  const price = card.price ?? '';
  const priceWidth = price === '' ? 0 : Math.min(box.width / 2, pages.widthOf(price, style) + size / 2);
  pages.line(card.heading, box.x, box.y + size, box.width - priceWidth, style);
  if (price !== '')
    pages.line(price, box.x + box.width - priceWidth, box.y + size, priceWidth, { ...style, align: 'right' });
};

/** The code in the middle between head and foot, with its PIN below. */
const drawCode = (pages: Pages, card: Card, box: Box, { sizes }: Sheet): void => {
  const head = box.y + sizes.heading * LEADING;
  const foot = box.y + box.height - (card.lines.length + 0.85) * sizes.small * LEADING;
  const pin = card.pin === null ? 0 : sizes.pin * LEADING;
  const middle = head + (foot - head - pin) / 2 + sizes.code * 0.36;
  const whole = { once: true, whole: true } as const;
  pages.line(card.code, box.x, middle, box.width, { size: sizes.code, bold: true, ...whole });
  if (card.pin !== null) pages.line(`PIN ${card.pin}`, box.x, middle + pin, box.width, { size: sizes.pin, ...whole });
};

const drawCard = (pages: Pages, card: Card, cell: Box, sheet: Sheet): void => {
  const pad = sheet.pad * MM;
  const side = card.qr === null ? 0 : sheet.qr_side * MM;
  const below = sheet.qr === 'below' ? side : 0;
  const whole = {
    x: cell.x + pad,
    y: cell.y + pad,
    width: cell.width - 2 * pad,
    height: cell.height - 2 * pad - below,
  };
  const box = { ...whole, width: whole.width - (side - below) };
  drawHead(pages, card, whole, sheet.sizes.heading);
  drawCode(pages, card, box, sheet);
  drawFoot(pages, card, box, sheet.sizes.small);
  if (card.qr === null) return;
  if (below > 0) pages.qr(card.qr, cell.x + (cell.width - side) / 2, cell.y + cell.height - side, side);
  else pages.qr(card.qr, cell.x + cell.width - side, cell.y + cell.height - side, side);
};

const cellOf = (sheet: Sheet, at: number, height: number): Box => {
  const width = (sheet.width - 2 * sheet.margin) / sheet.columns;
  const tall = (height - 2 * sheet.margin) / sheet.rows;
  return {
    x: (sheet.margin + (at % sheet.columns) * width) * MM,
    y: (sheet.margin + Math.floor(at / sheet.columns) * tall) * MM,
    width: width * MM,
    height: tall * MM,
  };
};

/** Draws cards as they come, and hands the PDF on page by page: it may be as long as it wants. */
export async function* drawVouchers(
  cards: AsyncIterable<Card>,
  layout: keyof typeof SHEETS,
  { title, at }: { readonly title: string; readonly at: Instant },
): AsyncGenerator<Uint8Array> {
  const sheet = SHEETS[layout];
  const onPage = sheet.columns * sheet.rows;
  const pages = new Pages(title, new Date(at));
  let drawn = 0;
  for await (const card of cards) {
    const height = sheet.height + (sheet.qr === 'below' && card.qr !== null ? sheet.qr_side : 0);
    if (drawn % onPage === 0) {
      yield* pages.taken();
      pages.add(sheet.width * MM, height * MM);
    }
    const cell = cellOf(sheet, drawn % onPage, height);
    if (onPage > 1) pages.frame(cell);
    drawCard(pages, card, cell, sheet);
    drawn++;
    // Drawing is work for the processor alone: others have their turn between two cards.
    await turn();
  }
  pages.end();
  yield* pages.taken();
}
