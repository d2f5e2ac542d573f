import type { ListInvoices } from '@isp/server/contract/billing';
import { Group, Stack, Text } from '@mantine/core';
import { useList } from '../api/query.ts';
import { AccountLink } from '../kit/AccountLink.tsx';
import { Figure, Figures } from '../kit/Figures.tsx';
import { dayText, moneyText } from '../kit/format.ts';
import { Money } from '../kit/Money.tsx';
import { SideDrawer } from '../kit/SideDrawer.tsx';
import { TextLink } from '../kit/TextLink.tsx';
import { DocumentPreview } from './DocumentPreview.tsx';
import { InvoiceLinesOf } from './InvoiceLinesOf.tsx';
import { type BillRunPage, CLASS_LABELS, type Finding } from './review-words.ts';

const WIDTH = 620;

const Heading = ({ children }: { readonly children: string }) => (
  <Text component="h3" size="sm" fw={600} m={0}>
    {children}
  </Text>
);

const Before = ({ finding, on }: { readonly finding: Finding; readonly on: string }) => {
  const { account_id } = finding;
  const invoices = useList<typeof ListInvoices>('/invoices', { account_id, issued_from: on, issued_to: on });
  return (
    <Stack gap="xs">
      <Heading>{`Before, on ${dayText(on)}`}</Heading>
      {invoices.rows.map((invoice) => (
        <div key={invoice.id}>
          <Group justify="space-between">
            <TextLink to={`/invoices/${invoice.id}`} size="sm">
              Invoice {invoice.number}
            </TextLink>
            <Text size="sm" fw={620}>
              <Money minor={invoice.gross_minor} currency={invoice.currency} />
            </Text>
          </Group>
          <InvoiceLinesOf id={invoice.id} />
        </div>
      ))}
    </Stack>
  );
};

interface BillComparedProps {
  readonly run: BillRunPage;
  readonly finding: Finding;
  readonly onClose: () => void;
}

/** The bill of an account and the one before, line by line. */
export const BillCompared = ({ run, finding, onClose }: BillComparedProps) => (
  <SideDrawer title={finding.account_name} onClose={onClose} width={WIDTH}>
    <Stack gap="md">
      <Group justify="space-between">
        <Text size="sm">
          {CLASS_LABELS[finding.class]}
          {finding.reason === null ? '' : `: ${finding.reason}`}
        </Text>
        <Text size="sm">
          <AccountLink id={finding.account_id} />
        </Text>
      </Group>
      <Figures>
        <Figure
          label="Before"
          value={finding.before_on === null ? '–' : moneyText(finding.before_minor, finding.currency)}
        />
        <Figure label="Now" value={moneyText(finding.now_minor, finding.currency)} />
      </Figures>
      <Stack gap="xs">
        <Heading>{`As it stands, on ${dayText(run.as_of)}`}</Heading>
        <DocumentPreview accountId={finding.account_id} on={run.as_of} currency={finding.currency} />
      </Stack>
      {finding.before_on !== null && <Before finding={finding} on={finding.before_on} />}
    </Stack>
  </SideDrawer>
);
