import type { ListLegalEntities } from '@isp/server/contract/billing';
import type { ForeseeDocuments } from '@isp/server/contract/flows';
import type { Reply, Row } from '../api/contract.ts';
import { dayText, moneyText } from '../kit/format.ts';
import classes from './DocumentSheet.module.css';
import { DocumentSheet } from './DocumentSheet.tsx';
import { groupsOf, lineName, periodText, placeText } from './line-words.ts';

type Documents = Reply<typeof ForeseeDocuments>['documents'][number];
type Previewed = NonNullable<Documents['invoice']>;

/** What comes, with an invoice. */
export type Foreseen = Documents & { readonly invoice: Previewed };

const LineRow = ({ line, currency }: { readonly line: Previewed['lines'][number]; readonly currency: string }) => {
  const money = (minor: number) => moneyText(minor, currency);
  const period = periodText(line);
  return (
    <tr>
      <td>
        {lineName(line)}
        {period && <div className={classes.note}>{period}</div>}
      </td>
      <td className={`${classes.amount} ${classes.unit}`}>{money(line.net_minor)}</td>
      <td className={`${classes.amount} ${classes.unit}`}>{money(line.tax_minor)}</td>
      <td className={classes.amount}>{money(line.gross_minor)}</td>
    </tr>
  );
};

/** Two lines may look the same: where they stand tells them apart. */
const keyed = (lines: readonly Previewed['lines'][number][]) =>
  lines.map((line, at) => [`${at} ${line.description}`, line] as const);

const Lines = ({ invoice }: { readonly invoice: Previewed }) => (
  <table className={classes.lines} aria-label="Lines">
    <thead>
      <tr>
        <th>Description</th>
        <th className={`${classes.amount} ${classes.unit}`}>Net</th>
        <th className={`${classes.amount} ${classes.unit}`}>Tax</th>
        <th className={classes.amount}>Total</th>
      </tr>
    </thead>
    {groupsOf(invoice).map(({ key, part, lines }) => (
      <tbody key={key}>
        {part && (
          <tr className={classes.whose}>
            <th scope="rowgroup">
              {part.recipient.name} <span className={classes.note}>{placeText(part.recipient)}</span>
            </th>
            <td className={classes.unit} />
            <td className={classes.unit} />
            <td />
          </tr>
        )}
        {keyed(lines).map(([at, line]) => (
          <LineRow key={at} line={line} currency={invoice.currency} />
        ))}
        {part && (
          <tr className={classes.subtotal}>
            <td>Sum of {part.recipient.name}</td>
            <td className={`${classes.amount} ${classes.unit}`}>{moneyText(part.net_minor, invoice.currency)}</td>
            <td className={`${classes.amount} ${classes.unit}`}>{moneyText(part.tax_minor, invoice.currency)}</td>
            <td className={classes.amount}>{moneyText(part.gross_minor, invoice.currency)}</td>
          </tr>
        )}
      </tbody>
    ))}
  </table>
);

const Totals = ({ invoice }: { readonly invoice: Previewed }) => {
  const money = (minor: number) => moneyText(minor, invoice.currency);
  return (
    <>
      <dt>Net</dt>
      <dd>{money(invoice.net_minor)}</dd>
      <dt>Tax</dt>
      <dd>{money(invoice.tax_minor)}</dd>
      <dt className={classes.total}>Total</dt>
      <dd className={classes.total}>{money(invoice.gross_minor)}</dd>
    </>
  );
};

interface ProformaProps {
  readonly next: Foreseen;
  readonly issuer: Row<typeof ListLegalEntities>;
}

/** The next invoice ahead of its day: it has no number, asks for nothing, and says so. Prints on A4. */
export const ProformaDocument = ({ next, issuer }: ProformaProps) => {
  const { invoice, credits } = next;
  const { recipient, currency, taxes } = invoice;
  const given = credits.reduce((sum, credit) => sum + credit.gross_minor, 0);
  return (
    <DocumentSheet
      kind="Proforma"
      issued={{ number: null, recipient, currency, taxes, legal_entity: issuer }}
      facts={[
        ['Invoice comes on', dayText(invoice.issued_on)],
        ['Due then', dayText(invoice.due_on)],
      ]}
      lines={<Lines invoice={invoice} />}
      totals={<Totals invoice={invoice} />}
    >
      <section className={classes.pay} aria-label="What it is">
        <strong>This is no invoice. Nothing is to be paid on it.</strong>
        <span className={classes.soft}>
          It says what the invoice of {dayText(invoice.issued_on)} will be if nothing changes until then. Use that is
          yet to come is not in it.
          {given > 0 && ` A credit note of ${moneyText(given, currency)} goes out with it.`}
        </span>
      </section>
    </DocumentSheet>
  );
};
