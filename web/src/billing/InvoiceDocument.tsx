import { dayText, moneyText } from '../kit/format.ts';
import classes from './DocumentSheet.module.css';
import { DocumentSheet } from './DocumentSheet.tsx';
import { InvoiceLines } from './InvoiceLines.tsx';
import { askText, type Invoice, isCredited } from './line-words.ts';

interface InvoiceProps {
  readonly invoice: Invoice;
}

const Totals = ({ invoice }: InvoiceProps) => {
  const money = (minor: number) => moneyText(minor, invoice.currency);
  const covered = invoice.gross_minor - invoice.open_minor - invoice.written_off_minor;
  return (
    <>
      {invoice.discount_minor !== 0 && (
        <>
          {invoice.lines.every((line) => !line.tax_inclusive) && (
            <>
              <dt>Before discount</dt>
              <dd>{money(invoice.net_minor + invoice.discount_minor)}</dd>
            </>
          )}
          <dt>Discount</dt>
          <dd>{money(-invoice.discount_minor)}</dd>
        </>
      )}
      <dt>Net</dt>
      <dd>{money(invoice.net_minor)}</dd>
      <dt>Tax</dt>
      <dd>{money(invoice.tax_minor)}</dd>
      <dt className={classes.total}>Total</dt>
      <dd className={classes.total}>{money(invoice.gross_minor)}</dd>
      {invoice.open_minor !== invoice.gross_minor && (
        <>
          {covered !== 0 && (
            <>
              <dt>{isCredited(invoice) ? 'Paid or credited' : 'Paid'}</dt>
              <dd>{money(covered)}</dd>
            </>
          )}
          {invoice.written_off_minor !== 0 && (
            <>
              <dt>Written off</dt>
              <dd>{money(invoice.written_off_minor)}</dd>
            </>
          )}
          <dt>Still open</dt>
          <dd>
            <strong>{money(invoice.open_minor)}</strong>
          </dd>
        </>
      )}
    </>
  );
};

const Pay = ({ invoice }: InvoiceProps) => (
  <section className={classes.pay} data-state={invoice.state} aria-label="Payment">
    <strong>{askText(invoice)}</strong>
    {invoice.open_minor > 0 && (
      <span className={classes.soft}>
        {invoice.legal_entity.iban && <>To {invoice.legal_entity.iban}, </>}with the reference{' '}
        <span className="mono">{invoice.number}</span>
      </span>
    )}
  </section>
);

/** An invoice as it is sent: issuer, recipient, lines with their arithmetic, taxes, totals, and how to pay. Prints on A4. */
export const InvoiceDocument = ({ invoice }: InvoiceProps) => (
  <DocumentSheet
    kind="Invoice"
    issued={invoice}
    facts={[['Due', <strong key="due">{dayText(invoice.due_on)}</strong>]]}
    lines={<InvoiceLines invoice={invoice} />}
    totals={<Totals invoice={invoice} />}
  >
    <Pay invoice={invoice} />
  </DocumentSheet>
);
