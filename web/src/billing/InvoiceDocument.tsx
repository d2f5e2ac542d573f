import type { ReactNode } from 'react';
import { dayText, moneyText } from '../kit/format.ts';
import { locale } from '../kit/locale.ts';
import classes from './InvoiceDocument.module.css';
import { InvoiceLines } from './InvoiceLines.tsx';
import { type Invoice, percentText } from './line-words.ts';

interface InvoiceProps {
  readonly invoice: Invoice;
}

const countryNames = new Intl.DisplayNames(locale, { type: 'region' });

interface Addressed {
  readonly street: string | null;
  readonly postal_code: string | null;
  readonly city: string | null;
  readonly country: string;
}

const addressLines = (place: Addressed): string[] =>
  [
    place.street,
    [place.postal_code, place.city].filter(Boolean).join(' '),
    countryNames.of(place.country) ?? place.country,
  ].flatMap((text) => text || []);

const Head = ({ invoice }: InvoiceProps) => {
  const issuer = invoice.legal_entity;
  return (
    <header className={classes.head}>
      <div>
        <div className={classes.issuer}>{issuer.name}</div>
        <div className={classes.soft}>{addressLines(issuer).join(' · ')}</div>
      </div>
      <div className={classes.soft}>{issuer.email}</div>
    </header>
  );
};

const Facts = ({ items }: { readonly items: readonly (readonly [string, ReactNode])[] }) => (
  <dl className={classes.facts}>
    {items.map(([label, value]) => (
      <div key={label} style={{ display: 'contents' }}>
        <dt>{label}</dt>
        <dd>{value}</dd>
      </div>
    ))}
  </dl>
);

const Parties = ({ invoice }: InvoiceProps) => {
  const { recipient } = invoice;
  return (
    <section className={classes.parties} aria-label="Recipient and dates">
      <address className={classes.address}>
        <strong>{recipient.name}</strong>
        {addressLines(recipient).map((text) => (
          <div key={text}>{text}</div>
        ))}
        {recipient.tax_id && <div className={classes.soft}>Tax number {recipient.tax_id}</div>}
      </address>
      <Facts
        items={[
          ['Invoice number', invoice.number],
          ['Account', recipient.account_number],
          ['Issued', dayText(invoice.issued_on)],
          ['Due', <strong key="due">{dayText(invoice.due_on)}</strong>],
        ]}
      />
    </section>
  );
};

const Taxes = ({ invoice }: InvoiceProps) => {
  if (invoice.taxes.length === 0) return <div />;
  const money = (minor: number) => moneyText(minor, invoice.currency);
  return (
    <table className={classes.taxes} aria-label="Taxes">
      <thead>
        <tr>
          <th>Tax</th>
          <th className={classes.amount}>Rate</th>
          <th className={classes.amount}>On</th>
          <th className={classes.amount}>Tax</th>
        </tr>
      </thead>
      <tbody>
        {invoice.taxes.map((tax) => (
          <tr key={tax.tax_code}>
            <td>{tax.name}</td>
            <td className={classes.amount}>{percentText(tax.percent)}</td>
            <td className={classes.amount}>{money(tax.base_minor)}</td>
            <td className={classes.amount}>{money(tax.tax_minor)}</td>
          </tr>
        ))}
      </tbody>
    </table>
  );
};

const Totals = ({ invoice }: InvoiceProps) => {
  const money = (minor: number) => moneyText(minor, invoice.currency);
  return (
    <dl className={classes.totals}>
      {invoice.discount_minor !== 0 && (
        <>
          <dt>Before discount</dt>
          <dd>{money(invoice.net_minor + invoice.discount_minor)}</dd>
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
          <dt>Paid</dt>
          <dd>{money(invoice.gross_minor - invoice.open_minor)}</dd>
          <dt>Still open</dt>
          <dd>
            <strong>{money(invoice.open_minor)}</strong>
          </dd>
        </>
      )}
    </dl>
  );
};

const askText = (invoice: Invoice): string => {
  if (invoice.state === 'paid') return 'Paid in full. Thank you.';
  const open = moneyText(invoice.open_minor, invoice.currency);
  const due = dayText(invoice.due_on);
  return invoice.state === 'overdue'
    ? `${open} was due on ${due}. Please pay it now.`
    : `Please pay ${open} by ${due}.`;
};

const Pay = ({ invoice }: InvoiceProps) => (
  <section className={classes.pay} data-state={invoice.state} aria-label="Payment">
    <strong>{askText(invoice)}</strong>
    {invoice.state !== 'paid' && (
      <span className={classes.soft}>
        {invoice.legal_entity.iban && <>To {invoice.legal_entity.iban}, </>}with the reference{' '}
        <span className="mono">{invoice.number}</span>
      </span>
    )}
  </section>
);

/** An invoice as it is sent: issuer, recipient, lines with their arithmetic, taxes, totals, and how to pay. Prints on A4. */
export const InvoiceDocument = ({ invoice }: InvoiceProps) => {
  const { legal_entity: issuer } = invoice;
  return (
    <article className={classes.sheet} aria-label={`Invoice ${invoice.number}`}>
      <Head invoice={invoice} />
      <Parties invoice={invoice} />
      <h2 className={classes.title}>Invoice {invoice.number}</h2>
      <InvoiceLines invoice={invoice} />
      <div className={classes.foot}>
        <Taxes invoice={invoice} />
        <Totals invoice={invoice} />
      </div>
      <Pay invoice={invoice} />
      <footer className={classes.imprint}>
        <span>{issuer.name}</span>
        {issuer.tax_id && <span>Tax number {issuer.tax_id}</span>}
        {issuer.iban && <span>IBAN {issuer.iban}</span>}
        {issuer.email && <span>{issuer.email}</span>}
      </footer>
    </article>
  );
};
