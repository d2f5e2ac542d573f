/** An invoice that something is owed on. */
export interface OpenInvoice {
  readonly id: string;
  readonly number: string;
  readonly due_on: string;
  readonly open_minor: number;
  readonly currency: string;
}

/** What a payment would do to one invoice. */
export interface Settled {
  readonly invoice: OpenInvoice;
  readonly paid_minor: number;
}

/** What an amount would settle, the oldest due first, and what would be left as credit. */
export const settle = (
  open: readonly OpenInvoice[],
  amount_minor: number,
): { readonly settled: readonly Settled[]; readonly credit_minor: number } => {
  const oldestFirst = [...open].sort((a, b) => a.due_on.localeCompare(b.due_on) || a.number.localeCompare(b.number));
  let left = amount_minor;
  const settled = oldestFirst.map((invoice) => {
    const paid_minor = Math.min(left, invoice.open_minor);
    left -= paid_minor;
    return { invoice, paid_minor };
  });
  return { settled, credit_minor: left };
};
