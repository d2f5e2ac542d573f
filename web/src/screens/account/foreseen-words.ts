import type { ForeseeDocuments } from '@isp/server/contract/flows';
import type { Reply } from '../../api/contract.ts';
import { lineName, periodText } from '../../billing/line-words.ts';

export type Documents = Reply<typeof ForeseeDocuments>['documents'];
type Document = Documents[number];

/** One line that would be billed, or, below zero, given back. */
interface ForeseenRow {
  readonly key: string;
  readonly what: string;
  readonly period: string | undefined;
  readonly gross_minor: number;
  /** What discounts took off it. */
  readonly discount_minor: number;
}

/** What a day would bring. */
export interface ForeseenDay {
  readonly as_of: string;
  /** Which documents: `Invoice and credit note`. */
  readonly title: string;
  readonly rows: readonly ForeseenRow[];
  readonly sum_minor: number;
  /** Of what is given back, what is paid out instead of used by invoices. */
  readonly refund_minor: number;
  readonly held: string | null;
}

const billedRows = ({ invoice }: Document): ForeseenRow[] =>
  (invoice?.lines ?? []).map((line, at) => ({
    key: `line ${at}`,
    what: lineName(line),
    period: periodText(line),
    gross_minor: line.gross_minor,
    discount_minor: line.discount_minor,
  }));

const creditRows = ({ credits }: Document): ForeseenRow[] =>
  credits
    .flatMap(({ lines }) => lines)
    .map((line, at) => ({
      key: `credit ${at}`,
      what: `Given back: ${line.description}`,
      period: periodText({ ...line, kind: 'credit' }),
      gross_minor: -line.gross_minor,
      discount_minor: 0,
    }));

const titleOf = ({ invoice, credits }: Document): string => {
  const notes = credits.length > 1 ? 'credit notes' : 'credit note';
  if (invoice) return credits.length > 0 ? `Invoice and ${notes}` : 'Invoice';
  if (credits.length > 0) return `C${notes.slice(1)}`;
  return 'Nothing is made';
};

const sumOf = (minors: readonly number[]): number => minors.reduce((sum, minor) => sum + minor, 0);

/** Documents to come as rows with signs, day by day; lines that come to nothing are left out. */
export const foreseenDays = (documents: Documents): ForeseenDay[] =>
  documents.map((document) => {
    const rows = [...creditRows(document), ...billedRows(document)].filter(({ gross_minor }) => gross_minor !== 0);
    const refunds = document.credits.filter(({ to_refund }) => to_refund).map(({ gross_minor }) => gross_minor);
    return {
      as_of: document.as_of,
      title: titleOf(document),
      rows,
      sum_minor: sumOf(rows.map(({ gross_minor }) => gross_minor)),
      refund_minor: sumOf(refunds),
      held: document.held,
    };
  });
