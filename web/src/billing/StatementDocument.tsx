import { dayText, moneyText } from '../kit/format.ts';
import { TextLink } from '../kit/TextLink.tsx';
import classes from './DocumentSheet.module.css';
import { DocumentSheet } from './DocumentSheet.tsx';
import { agesOf, movementText, type Statement, type StatementItem, standingText } from './statement-words.ts';

interface StatementProps {
  readonly statement: Statement;
}

const Movement = ({ item }: { readonly item: StatementItem }) => {
  const text = movementText(item);
  const { kind, id } = item.ref;
  if (kind === 'payment')
    return (
      <TextLink to="/payments" search={{ payment: id }} inherit>
        {text}
      </TextLink>
    );
  return (
    <TextLink to={kind === 'invoice' ? `/invoices/${id}` : `/credit-notes/${id}`} inherit>
      {text}
    </TextLink>
  );
};

const ItemRow = ({ item, currency }: { readonly item: StatementItem; readonly currency: string }) => (
  <tr>
    <td style={{ whiteSpace: 'nowrap' }}>{dayText(item.on)}</td>
    <td>
      <Movement item={item} />
      {item.text && <div className={classes.note}>{item.text}</div>}
    </td>
    <td className={classes.amount}>{moneyText(item.amount_minor, currency)}</td>
    <td className={`${classes.amount} ${classes.unit}`}>{moneyText(item.balance_minor, currency)}</td>
  </tr>
);

const Lines = ({ statement }: StatementProps) => (
  <table className={classes.lines} aria-label="Movements">
    <thead>
      <tr>
        <th>Day</th>
        <th>What</th>
        <th className={classes.amount}>Amount</th>
        <th className={`${classes.amount} ${classes.unit}`}>Balance</th>
      </tr>
    </thead>
    <tbody>
      <tr>
        <td style={{ whiteSpace: 'nowrap' }}>{dayText(statement.from)}</td>
        <td>Balance before</td>
        <td className={`${classes.amount} ${classes.narrow}`}>
          {moneyText(statement.opening_minor, statement.currency)}
        </td>
        <td className={`${classes.amount} ${classes.unit}`} />
        <td className={`${classes.amount} ${classes.unit}`}>
          {moneyText(statement.opening_minor, statement.currency)}
        </td>
      </tr>
      {statement.items.map((item, index) => (
        // biome-ignore lint/suspicious/noArrayIndexKey: movements have no id; their order is what they are known by
        <ItemRow key={index} item={item} currency={statement.currency} />
      ))}
    </tbody>
  </table>
);

const Totals = ({ statement }: StatementProps) => {
  const { closing_minor, credit_minor, currency, to } = statement;
  return (
    <>
      <dt>Open on invoices</dt>
      <dd>{moneyText(closing_minor + credit_minor, currency)}</dd>
      <dt>To your credit</dt>
      <dd>{moneyText(-credit_minor, currency)}</dd>
      <dt className={classes.total}>Balance on {dayText(to)}</dt>
      <dd className={classes.total}>{moneyText(closing_minor, currency)}</dd>
    </>
  );
};

const Ages = ({ statement }: StatementProps) => (
  <table className={classes.taxes} style={{ marginTop: 24 }} aria-label="What is open, by how long it has been due">
    <thead>
      <tr>
        <th>Of what is open</th>
        <th className={classes.amount}>Amount</th>
      </tr>
    </thead>
    <tbody>
      {agesOf(statement)
        .filter(([, minor]) => minor !== 0)
        .map(([label, minor]) => (
          <tr key={label}>
            <td>{label}</td>
            <td className={classes.amount}>{moneyText(minor, statement.currency)}</td>
          </tr>
        ))}
    </tbody>
  </table>
);

/** A statement of account as it is sent: what was owed before, every movement, what is owed now, and how long it has been due. Prints on A4. */
export const StatementDocument = ({ statement }: StatementProps) => {
  const { currency, recipient, legal_entity } = statement;
  const isLate = agesOf(statement).some(([, minor], index) => index > 0 && minor > 0);
  return (
    <DocumentSheet
      kind="Statement of account"
      issued={{ number: null, taxes: [], currency, recipient, legal_entity }}
      facts={[
        ['From', dayText(statement.from)],
        ['Up to', dayText(statement.to)],
      ]}
      lines={<Lines statement={statement} />}
      totals={<Totals statement={statement} />}
    >
      {statement.closing_minor + statement.credit_minor > 0 && <Ages statement={statement} />}
      <section className={classes.pay} data-state={isLate ? 'overdue' : undefined} aria-label="How it stands">
        <strong>{standingText(statement)}</strong>
        {statement.closing_minor > 0 && legal_entity.iban && (
          <span className={classes.soft}>
            To {legal_entity.iban}, with the reference <span className="mono">{recipient.account_number}</span>
          </span>
        )}
      </section>
    </DocumentSheet>
  );
};
