import type { Drafted } from '../billing/index.ts';

/** An invoice that would be made, as it is shown before it is. */
export const preview = (drafted: Drafted | undefined) => {
  const invoice = drafted?.invoice;
  if (!invoice) return { invoice: null, held: drafted?.held ?? null };
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
    lines,
  } = invoice;
  return {
    held: null,
    invoice: {
      account_id,
      account_name: recipient.name,
      currency,
      issued_on,
      due_on,
      net_minor,
      discount_minor,
      tax_minor,
      gross_minor,
      lines: lines.map(
        ({ kind, description, period_from, period_to, net_minor: net, tax_minor: tax, gross_minor: gross }) => ({
          kind,
          description,
          period_from,
          period_to,
          net_minor: net,
          tax_minor: tax,
          gross_minor: gross,
        }),
      ),
    },
  };
};
