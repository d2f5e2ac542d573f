import type { ReactNode } from 'react';
import { dayText, moneyText } from '../kit/format.ts';
import { locale } from '../kit/locale.ts';
import classes from './DocumentSheet.module.css';
import { type Invoice, percentText } from './line-words.ts';

type Sheet = Pick<Invoice, 'currency' | 'recipient' | 'taxes' | 'legal_entity'>;
/** What was issued has a number and a day; what was not has neither. */
type Issued = Sheet & (Pick<Invoice, 'number' | 'issued_on'> | { readonly number: null });
type Fact = readonly [label: string, value: ReactNode];

const countryNames = new Intl.DisplayNames(locale, { type: 'region' });

interface Addressed {
  readonly street: string | null;
  readonly postal_code: string | null;
  readonly city: string | null;
  readonly region?: string | undefined;
  readonly country: string;
}

const addressLines = (place: Addressed): string[] =>
  [
    place.street,
    [place.postal_code, place.city, place.region].filter(Boolean).join(' '),
    countryNames.of(place.country) ?? place.country,
  ].flatMap((text) => text || []);

const Head = ({ issuer }: { readonly issuer: Issued['legal_entity'] }) => (
  <header className={classes.head}>
    <div>
      <div className={classes.issuer}>{issuer.name}</div>
      <div className={classes.soft}>{addressLines(issuer).join(' · ')}</div>
    </div>
    <div className={classes.soft}>{issuer.email}</div>
  </header>
);

const Facts = ({ items }: { readonly items: readonly Fact[] }) => (
  <dl className={classes.facts}>
    {items.map(([label, value]) => (
      <div key={label} style={{ display: 'contents' }}>
        <dt>{label}</dt>
        <dd>{value}</dd>
      </div>
    ))}
  </dl>
);

const Parties = ({
  recipient,
  facts,
}: {
  readonly recipient: Issued['recipient'];
  readonly facts: readonly Fact[];
}) => (
  <section className={classes.parties} aria-label="Recipient and dates">
    <address className={classes.address}>
      <strong>{recipient.name}</strong>
      {addressLines(recipient).map((text) => (
        <div key={text}>{text}</div>
      ))}
      {recipient.tax_id && <div className={classes.soft}>Tax number {recipient.tax_id}</div>}
    </address>
    <Facts items={facts} />
  </section>
);

const Taxes = ({ taxes, currency }: Pick<Issued, 'taxes' | 'currency'>) => {
  if (taxes.length === 0) return <div />;
  const money = (minor: number) => moneyText(minor, currency);
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
        {taxes.map((tax) => (
          <tr key={`${tax.tax_code} ${tax.percent} ${tax.exempt}`}>
            <td>{tax.name}</td>
            <td className={classes.amount}>{tax.exempt ? '–' : percentText(tax.percent)}</td>
            <td className={classes.amount}>{money(tax.base_minor)}</td>
            <td className={classes.amount}>{money(tax.tax_minor)}</td>
          </tr>
        ))}
      </tbody>
    </table>
  );
};

/** Why taxes are not charged. */
const Exempt = ({ taxes }: Pick<Issued, 'taxes'>) =>
  taxes.flatMap(({ tax_code, name, exempt }) =>
    exempt === undefined ? (
      []
    ) : (
      <p key={`${tax_code} ${exempt}`} className={classes.exempt}>
        {name}: {exempt}.
      </p>
    ),
  );

interface DocumentSheetProps {
  /** What it is: `Invoice`. */
  readonly kind: string;
  readonly issued: Issued;
  /** What its head says beside number, account and day of issue. */
  readonly facts: readonly Fact[];
  readonly lines: ReactNode;
  /** Terms with their amounts, as `dt` and `dd`. */
  readonly totals: ReactNode;
  /** What follows from it for its recipient. */
  readonly children: ReactNode;
}

/** A document as it is sent: issuer, recipient, lines, taxes, totals, and what follows. Prints on A4. */
export const DocumentSheet = ({ kind, issued, facts, lines, totals, children }: DocumentSheetProps) => {
  const { legal_entity: issuer, recipient } = issued;
  const title = issued.number === null ? kind : `${kind} ${issued.number}`;
  const account: Fact = ['Account', recipient.account_number];
  const known: readonly Fact[] =
    issued.number === null
      ? [account]
      : [[`${kind} number`, issued.number], account, ['Issued', dayText(issued.issued_on)]];
  return (
    <article className={classes.sheet} aria-label={title}>
      <Head issuer={issuer} />
      <Parties recipient={recipient} facts={[...known, ...facts]} />
      <h2 className={classes.title}>{title}</h2>
      {lines}
      <div className={classes.foot}>
        <Taxes taxes={issued.taxes} currency={issued.currency} />
        <dl className={classes.totals}>{totals}</dl>
      </div>
      <Exempt taxes={issued.taxes} />
      {children}
      <footer className={classes.imprint}>
        <span>{issuer.name}</span>
        {issuer.tax_id && <span>Tax number {issuer.tax_id}</span>}
        {issuer.iban && <span>IBAN {issuer.iban}</span>}
        {issuer.email && <span>{issuer.email}</span>}
      </footer>
    </article>
  );
};
