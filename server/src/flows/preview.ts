import type { Drafted } from '../billing/index.ts';
import type { Foreseen } from './foresee.ts';

const previewedCredits = (drafted: Drafted) =>
  drafted.credits.map(({ net_minor, tax_minor, gross_minor, to_refund, lines }) => ({
    net_minor,
    tax_minor,
    gross_minor,
    to_refund,
    lines: lines.map((line) => ({
      description: line.description,
      period_from: line.period_from,
      period_to: line.period_to,
      days: line.days,
      of_days: line.of_days,
      net_minor: line.net_minor,
      tax_minor: line.tax_minor,
      gross_minor: line.gross_minor,
    })),
  }));

/** An invoice and credit notes that would be made, as they are shown before they are. */
export const preview = (drafted: Drafted | undefined) => {
  const invoice = drafted?.invoice;
  const credits = drafted ? previewedCredits(drafted) : [];
  if (!invoice) return { invoice: null, credits, held: drafted?.held ?? null };
  const {
    account_id,
    currency,
    issued_on,
    due_on,
    net_minor,
    discount_minor,
    tax_minor,
    gross_minor,
    recipient,
    legal_entity_id,
    taxes,
    lines,
    parts,
  } = invoice;
  return {
    held: null,
    credits,
    invoice: {
      account_id,
      account_name: recipient.name,
      legal_entity_id,
      recipient,
      currency,
      issued_on,
      due_on,
      net_minor,
      discount_minor,
      tax_minor,
      gross_minor,
      taxes: [...taxes],
      lines: lines.map((line) => ({
        kind: line.kind,
        description: line.description,
        quantity: line.quantity,
        period_from: line.period_from,
        period_to: line.period_to,
        net_minor: line.net_minor,
        discount_minor: line.discount_minor,
        tax_minor: line.tax_minor,
        gross_minor: line.gross_minor,
      })),
      parts: [...parts],
    },
  };
};

/** Documents to come, as they are shown. */
export const foreseenDocuments = (foreseen: readonly Foreseen[]) => ({
  documents: foreseen.map(({ as_of, drafted }) => ({ as_of, ...preview(drafted) })),
});
