import type { ListLegalEntities } from '@isp/server/contract/billing';
import type { Row } from '../../api/contract.ts';
import classes from '../../billing/DocumentSheet.module.css';
import { DocumentSheet } from '../../billing/DocumentSheet.tsx';
import { lineName, periodText } from '../../billing/line-words.ts';
import { dayText, moneyText } from '../../kit/format.ts';
import { priceText } from '../account/counted-text.ts';
import { boundText, laterBills, type Offer, type Quote, runText } from './quote-words.ts';

type Bill = Offer['bills'][number];

interface OfferProps {
  readonly offer: Offer;
  readonly currency: string;
}

const Services = ({ offer, currency }: OfferProps) => (
  <table className={classes.lines} aria-label="Services">
    <thead>
      <tr>
        <th>Service</th>
        <th className={classes.amount}>Price</th>
      </tr>
    </thead>
    <tbody>
      {offer.services.map((service) => (
        <tr key={service.id}>
          <td>
            {service.plan_name}
            <div className={classes.note}>From {dayText(service.starts_on)}.</div>
            {service.contract && <div className={classes.note}>{boundText(service.contract, currency)}</div>}
          </td>
          <td className={classes.amount}>{priceText({ ...service, currency })}</td>
        </tr>
      ))}
    </tbody>
  </table>
);

const LineRow = ({ line, currency }: { readonly line: Bill['lines'][number]; readonly currency: string }) => {
  const money = (minor: number) => moneyText(minor, currency);
  const period = periodText(line);
  return (
    <tr>
      <td>
        {lineName(line)}
        {period && <div className={classes.note}>{period}</div>}
        {line.discount_minor > 0 && <div className={classes.note}>after {money(line.discount_minor)} of discount</div>}
      </td>
      <td className={`${classes.amount} ${classes.unit}`}>{money(line.net_minor)}</td>
      <td className={`${classes.amount} ${classes.unit}`}>{money(line.tax_minor)}</td>
      <td className={classes.amount}>{money(line.gross_minor)}</td>
    </tr>
  );
};

const keyed = (lines: Bill['lines']) => lines.map((line, at) => [`${at} ${line.description}`, line] as const);

const FirstBill = ({ bill, currency }: { readonly bill: Bill; readonly currency: string }) => (
  <>
    <h3>First bill, on {dayText(bill.on)}</h3>
    <table className={classes.lines} aria-label="First bill">
      <thead>
        <tr>
          <th>Description</th>
          <th className={`${classes.amount} ${classes.unit}`}>Net</th>
          <th className={`${classes.amount} ${classes.unit}`}>Tax</th>
          <th className={classes.amount}>Total</th>
        </tr>
      </thead>
      <tbody>
        {keyed(bill.lines).map(([key, line]) => (
          <LineRow key={key} line={line} currency={currency} />
        ))}
      </tbody>
    </table>
  </>
);

const Totals = ({ bill, currency }: { readonly bill: Bill; readonly currency: string }) => {
  const money = (minor: number) => moneyText(minor, currency);
  return (
    <>
      <dt>Net</dt>
      <dd>{money(bill.net_minor)}</dd>
      <dt>Tax</dt>
      <dd>{money(bill.tax_minor)}</dd>
      <dt className={classes.total}>First bill</dt>
      <dd className={classes.total}>{money(bill.gross_minor)}</dd>
    </>
  );
};

const LaterBills = ({ offer, currency }: OfferProps) => {
  const runs = laterBills(offer.bills);
  if (runs.length === 0) return null;
  return (
    <>
      <h3>Bills after it, in the first year</h3>
      <table className={classes.lines} aria-label="Bills after it">
        <thead>
          <tr>
            <th>On</th>
            <th className={classes.amount}>Each, with tax</th>
          </tr>
        </thead>
        <tbody>
          {runs.map((run) => (
            <tr key={run.from}>
              <td>{runText(run)}</td>
              <td className={classes.amount}>{moneyText(run.gross_minor, currency)}</td>
            </tr>
          ))}
        </tbody>
      </table>
    </>
  );
};

/** What one should know of how it was reckoned. */
const Remarks = ({ quote, offer }: { readonly quote: Quote; readonly offer: Offer }) => (
  <section className={classes.pay} aria-label="What holds">
    <strong>This is no invoice. Nothing is to be paid on it.</strong>
    <span className={classes.soft}>
      Prices and terms hold when it is accepted by {dayText(quote.valid_until)}.
      {quote.start_on === null && ` Days are reckoned as if it were accepted on ${dayText(offer.as_of)}.`}
      {quote.start_on !== null && ` Accepted after ${dayText(quote.start_on)}, service starts on that later day.`}
      {offer.bills.some(({ with_others }) => with_others) &&
        ' What the account has already is on the same bills and is not counted here.'}{' '}
      Taxes are those known today. Use that is charged by amount is not in it.
    </span>
  </section>
);

interface QuoteDocumentProps {
  readonly quote: Quote;
  readonly offer: Offer;
  readonly issuer: Row<typeof ListLegalEntities>;
}

/** A quote as its recipient sees it: services with their terms, the first bill line by line, and those after it. Prints on A4. */
export const QuoteDocument = ({ quote, offer, issuer }: QuoteDocumentProps) => {
  const { currency, number, sent_at } = quote;
  const [first] = offer.bills;
  const parties = { recipient: offer.recipient, currency, taxes: [], legal_entity: issuer };
  return (
    <DocumentSheet
      kind="Quote"
      issued={number === null ? { ...parties, number } : { ...parties, number, issued_on: sent_at?.slice(0, 10) ?? '' }}
      facts={[
        ['Valid until', dayText(quote.valid_until)],
        ['Starts', quote.start_on === null ? 'when accepted' : dayText(quote.start_on)],
      ]}
      lines={
        <>
          {quote.words && <p style={{ whiteSpace: 'pre-line' }}>{quote.words}</p>}
          {offer.services.length > 0 && <Services offer={offer} currency={currency} />}
          {first && <FirstBill bill={first} currency={currency} />}
        </>
      }
      totals={first && <Totals bill={first} currency={currency} />}
    >
      <LaterBills offer={offer} currency={currency} />
      <Remarks quote={quote} offer={offer} />
    </DocumentSheet>
  );
};
