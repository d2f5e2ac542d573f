import { moneyText } from '../kit/format.ts';
import { TextLink } from '../kit/TextLink.tsx';
import { type CreditNote, invoicesOf, promiseText, unusedText } from './credit-words.ts';
import classes from './DocumentSheet.module.css';
import { DocumentSheet } from './DocumentSheet.tsx';

interface CreditNoteProps {
  readonly note: CreditNote;
}

type Line = CreditNote['lines'][number];

const LineRow = ({ line, currency }: { readonly line: Line; readonly currency: string }) => {
  const unused = unusedText(line);
  const money = (minor: number) => moneyText(minor, currency);
  return (
    <tr>
      <td>
        {line.description}
        {unused && <div className={classes.note}>{unused}</div>}
        <div className={classes.note}>
          line {line.invoice_line_no} of{' '}
          <TextLink to={`/invoices/${line.invoice_id}`} inherit>
            {line.invoice_number}
          </TextLink>
        </div>
      </td>
      <td className={`${classes.amount} ${classes.unit}`}>{money(line.net_minor)}</td>
      <td className={`${classes.amount} ${classes.unit}`}>{money(line.tax_minor)}</td>
      <td className={classes.amount}>{money(line.gross_minor)}</td>
    </tr>
  );
};

const Lines = ({ note }: CreditNoteProps) => (
  <table className={classes.lines} aria-label="Lines">
    <thead>
      <tr>
        <th>Description</th>
        <th className={`${classes.amount} ${classes.unit}`}>Net</th>
        <th className={`${classes.amount} ${classes.unit}`}>Tax</th>
        <th className={classes.amount}>Total</th>
      </tr>
    </thead>
    <tbody>
      {note.lines.map((line) => (
        <LineRow key={line.line_no} line={line} currency={note.currency} />
      ))}
    </tbody>
  </table>
);

const Totals = ({ note }: CreditNoteProps) => (
  <>
    <dt>Net</dt>
    <dd>{moneyText(note.net_minor, note.currency)}</dd>
    <dt>Tax</dt>
    <dd>{moneyText(note.tax_minor, note.currency)}</dd>
    <dt className={classes.total}>Credited</dt>
    <dd className={classes.total}>{moneyText(note.gross_minor, note.currency)}</dd>
  </>
);

/** A credit note as it is sent: issuer, recipient, which lines of which invoices it gives back, taxes, totals, and what becomes of it. Prints on A4. */
export const CreditNoteDocument = ({ note }: CreditNoteProps) => {
  const invoices = invoicesOf(note);
  const numbers = invoices.map(({ number }) => <div key={number}>{number}</div>);
  return (
    <DocumentSheet
      kind="Credit note"
      issued={note}
      facts={[
        [note.voids_invoice_id ? 'Voids invoice' : invoices.length === 1 ? 'To invoice' : 'To invoices', numbers],
        ['Reason', note.reason],
      ]}
      lines={<Lines note={note} />}
      totals={<Totals note={note} />}
    >
      <section className={classes.pay} aria-label="What becomes of it">
        <strong>{moneyText(note.gross_minor, note.currency)} is given back.</strong>
        <span className={classes.soft}>{promiseText(note)}</span>
      </section>
    </DocumentSheet>
  );
};
