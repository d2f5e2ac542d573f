import type { PreviewInvoice } from '@isp/server/contract/flows';
import { Stack, Table, Text } from '@mantine/core';
import { Fragment } from 'react';
import type { Reply } from '../api/contract.ts';
import { moneyText } from '../kit/format.ts';
import { Money } from '../kit/Money.tsx';
import { unusedText } from './credit-words.ts';
import { lineName, periodText, placeText } from './line-words.ts';

type Preview = Reply<typeof PreviewInvoice>;
type Credit = Preview['credits'][number];

interface AmountsProps {
  readonly label: string;
  readonly currency: string;
  readonly lines: readonly {
    readonly key: string;
    readonly text: string;
    readonly note: string;
    readonly net: number;
    /** Whose lines begin here. */
    readonly whose?: string | undefined;
  }[];
  readonly tax_minor: number;
  readonly gross_minor: number;
  /** What the sum is called. */
  readonly total: string;
}

const AmountRow = ({
  text,
  minor,
  currency,
}: {
  readonly text: string;
  readonly minor: number;
  readonly currency: string;
}) => (
  <Table.Tr>
    <Table.Td>{text}</Table.Td>
    <Table.Td ta="right">
      <Money minor={minor} currency={currency} />
    </Table.Td>
  </Table.Tr>
);

const Amounts = ({ label, currency, lines, tax_minor, gross_minor, total }: AmountsProps) => (
  <Table aria-label={label}>
    <Table.Tbody>
      {lines.map((line) => (
        <Fragment key={line.key}>
          {line.whose && (
            <Table.Tr>
              <Table.Th colSpan={2}>{line.whose}</Table.Th>
            </Table.Tr>
          )}
          <Table.Tr>
            <Table.Td>
              {line.text}
              {line.note && (
                <Text size="xs" c="dimmed">
                  {line.note}
                </Text>
              )}
            </Table.Td>
            <Table.Td ta="right">
              <Money minor={line.net} currency={currency} />
            </Table.Td>
          </Table.Tr>
        </Fragment>
      ))}
    </Table.Tbody>
    <Table.Tbody c="dimmed">
      <AmountRow text="Tax" minor={tax_minor} currency={currency} />
    </Table.Tbody>
    <Table.Tbody fw={620}>
      <AmountRow text={total} minor={gross_minor} currency={currency} />
    </Table.Tbody>
  </Table>
);

/** The days it is for, and what was taken off. */
const noteOf = (line: NonNullable<Preview['invoice']>['lines'][number], currency: string): string =>
  [
    periodText(line),
    line.discount_minor === 0 ? undefined : `after ${moneyText(line.discount_minor, currency)} of discount`,
  ]
    .filter((part) => part !== undefined)
    .join(', ');

/** Of more accounts than this only the sums are shown. */
const MANY = 12;

/** Whose part begins with a line, and what it comes to. */
const whoseFrom = (
  { parts }: Pick<NonNullable<Preview['invoice']>, 'parts'>,
  line_no: number,
  currency: string,
): string | undefined => {
  const part = parts.find(({ first_line }) => first_line === line_no);
  return part && `${part.recipient.name}: ${moneyText(part.gross_minor, currency)}`;
};

const InvoiceAmounts = ({ invoice }: { readonly invoice: NonNullable<Preview['invoice']> }) => (
  <Amounts
    label="Lines of the next invoice"
    currency={invoice.currency}
    lines={
      invoice.parts.length > MANY
        ? invoice.parts.map(({ first_line, last_line, recipient, net_minor }) => ({
            key: `${first_line}`,
            text: recipient.name,
            note: `${placeText(recipient)}, ${last_line - first_line + 1} lines`,
            net: net_minor,
          }))
        : invoice.lines.map((line, at) => ({
            key: `${at} ${line.description}`,
            text: lineName(line),
            note: noteOf(line, invoice.currency),
            net: line.net_minor,
            whose: whoseFrom(invoice, at + 1, invoice.currency),
          }))
    }
    tax_minor={invoice.tax_minor}
    gross_minor={invoice.gross_minor}
    total="Total"
  />
);

const CreditAmounts = ({ credit, currency }: { readonly credit: Credit; readonly currency: string }) => (
  <div>
    <Text component="h3" size="sm" fw={600} m={0}>
      {credit.to_refund ? 'Credit note, to be paid out' : 'Credit note that goes out with it'}
    </Text>
    <Amounts
      label="Lines of the credit note"
      currency={currency}
      lines={credit.lines.map((line) => ({
        key: `${line.description}${line.period_from}${line.days}`,
        text: line.description,
        note: unusedText(line),
        net: line.net_minor,
      }))}
      tax_minor={credit.tax_minor}
      gross_minor={credit.gross_minor}
      total="Given back"
    />
  </div>
);

interface DocumentAmountsProps extends Pick<Preview, 'invoice' | 'credits'> {
  readonly currency: string;
}

/** The lines and sums of an invoice and credit notes that are not made yet. */
export const DocumentAmounts = ({ invoice, credits, currency }: DocumentAmountsProps) => (
  <Stack gap="md">
    {invoice && <InvoiceAmounts invoice={invoice} />}
    {credits.map((credit, index) => (
      // biome-ignore lint/suspicious/noArrayIndexKey: one that is not made yet is known by its place
      <CreditAmounts key={index} credit={credit} currency={currency} />
    ))}
  </Stack>
);
