import { Button } from '@mantine/core';
import { Fragment, useState } from 'react';
import { moneyText, unitPriceText } from '../kit/format.ts';
import classes from './DocumentSheet.module.css';
import { LineRecords } from './LineRecords.tsx';
import { LineSources } from './LineSources.tsx';
import {
  amountOfText,
  creditedText,
  discountNotes,
  type Invoice,
  isMetered,
  type Line,
  type Part,
  partSum,
  partText,
  periodText,
  placeText,
  productText,
} from './line-words.ts';

interface LineRowProps {
  readonly invoice: Invoice;
  readonly line: Line;
}

const COLUMNS = 4;

const Explained = ({ line, currency }: { readonly line: Line; readonly currency: string }) => {
  const notes = [periodText(line), partText(line, currency)].filter(Boolean);
  const product = productText(line, currency);
  const credited = creditedText(line, currency);
  return (
    <>
      {line.description}
      {notes.map((note) => (
        <div key={note} className={classes.note}>
          {note}
        </div>
      ))}
      {product && <div className={`${classes.note} ${classes.narrow}`}>{product}</div>}
      {discountNotes(line, currency).map(({ key, text }) => (
        <div key={key} className={classes.note}>
          {text}
        </div>
      ))}
      {credited && <div className={classes.note}>{credited}</div>}
    </>
  );
};

const LineRow = ({ invoice, line }: LineRowProps) => {
  const [opened, setOpened] = useState(false);
  const panel = `sources-${line.line_no}`;
  return (
    <Fragment>
      <tr>
        <td>
          <Explained line={line} currency={invoice.currency} />
          {line.kind === 'usage' && (
            <Button
              data-noprint
              variant="subtle"
              size="compact-xs"
              ml={-7}
              onClick={() => setOpened(!opened)}
              aria-expanded={opened}
              aria-controls={panel}
            >
              {opened ? 'Hide where it comes from' : 'Where it comes from'}
            </Button>
          )}
        </td>
        <td className={`${classes.amount} ${classes.unit}`}>{amountOfText(line)}</td>
        <td className={`${classes.amount} ${classes.unit}`}>
          {unitPriceText(line.unit_price_minor, invoice.currency)}
        </td>
        <td className={classes.amount}>{moneyText(line.net_minor, invoice.currency)}</td>
      </tr>
      {opened && (
        <tr data-noprint id={panel}>
          <td colSpan={COLUMNS} className={classes.nested}>
            {isMetered(line) ? (
              <LineRecords invoiceId={invoice.id} lineNo={line.line_no} />
            ) : (
              <LineSources invoiceId={invoice.id} lineNo={line.line_no} />
            )}
          </td>
        </tr>
      )}
    </Fragment>
  );
};

/** So many parts are shown folded on screen; on paper all of it is. */
const MANY = 12;

/** The lines of one of the accounts that an invoice is for, under its name, with what they come to. */
const PartRows = ({ invoice, part }: { readonly invoice: Invoice; readonly part: Part }) => {
  const [isFolded, setFolded] = useState(invoice.parts.length > MANY);
  const { recipient, first_line, last_line } = part;
  const lines = invoice.lines.slice(first_line - 1, last_line);
  return (
    <tbody className={classes.part} data-folded={isFolded} aria-label={recipient.name}>
      <tr className={classes.whose}>
        <th scope="rowgroup">
          {recipient.name} <span className={classes.note}>{placeText(recipient)}</span>
          <Button
            data-noprint
            variant="subtle"
            size="compact-xs"
            onClick={() => setFolded(!isFolded)}
            aria-expanded={!isFolded}
            aria-label={`Lines of ${recipient.name}`}
          >
            {isFolded ? `${lines.length} ${lines.length === 1 ? 'line' : 'lines'}` : 'Fold'}
          </Button>
        </th>
        <td className={classes.unit} />
        <td className={classes.unit} />
        <td className={classes.amount}>{isFolded && moneyText(part.net_minor, invoice.currency)}</td>
      </tr>
      {lines.map((line) => (
        <LineRow key={line.line_no} invoice={invoice} line={line} />
      ))}
      <tr className={classes.subtotal}>
        <td>{partSum(part, invoice.currency)}</td>
        <td className={classes.unit} />
        <td className={classes.unit} />
        <td className={classes.amount}>{moneyText(part.net_minor, invoice.currency)}</td>
      </tr>
    </tbody>
  );
};

/** The lines of an invoice: what for, which days, how the amount came about. */
export const InvoiceLines = ({ invoice }: { readonly invoice: Invoice }) => (
  <table className={classes.lines} aria-label="Lines">
    <thead>
      <tr>
        <th>Description</th>
        <th className={`${classes.amount} ${classes.unit}`}>Quantity</th>
        <th className={`${classes.amount} ${classes.unit}`}>Unit price</th>
        <th className={classes.amount}>Net</th>
      </tr>
    </thead>
    {invoice.parts.length === 0 ? (
      <tbody>
        {invoice.lines.map((line) => (
          <LineRow key={line.line_no} invoice={invoice} line={line} />
        ))}
      </tbody>
    ) : (
      invoice.parts.map((part) => <PartRows key={part.first_line} invoice={invoice} part={part} />)
    )}
  </table>
);
