import type { GetInvoice } from '@isp/server/contract/billing';
import { Box, Button, Stack } from '@mantine/core';
import { useDisclosure } from '@mantine/hooks';
import { IconBan } from '@tabler/icons-react';
import { useNavigate } from '@tanstack/react-router';
import { useLiveRefresh } from '../api/live-refresh.ts';
import { useMe } from '../api/me.ts';
import { useGet } from '../api/query.ts';
import { ButtonLink } from '../kit/ButtonLink.tsx';
import { Day } from '../kit/Day.tsx';
import { Loaded } from '../kit/Loaded.tsx';
import { Note } from '../kit/Note.tsx';
import { PageHeader } from '../kit/PageHeader.tsx';
import { StateBadge } from '../kit/StateBadge.tsx';
import { TextLink } from '../kit/TextLink.tsx';
import { useId } from '../kit/use-id.ts';
import { CreditForm } from './CreditForm.tsx';
import { creditableLines } from './credit-form.ts';
import { InvoiceCreditNotes } from './InvoiceCreditNotes.tsx';
import { InvoiceDocument } from './InvoiceDocument.tsx';
import { InvoiceMore } from './InvoiceMore.tsx';
import { InvoiceQuotes } from './InvoiceQuotes.tsx';
import { InvoiceWriteOffs } from './InvoiceWriteOffs.tsx';
import type { Invoice } from './line-words.ts';
import { PrintButton } from './PrintButton.tsx';
import './print.css';

/** As wide as the document. */
const WIDTH = 860;

const CreditButton = ({ invoice }: { readonly invoice: Invoice }) => {
  const navigate = useNavigate();
  const [opened, { open, close }] = useDisclosure(false);
  return (
    <>
      <Button variant="default" disabled={creditableLines(invoice).length === 0} onClick={open}>
        Credit
      </Button>
      {opened && (
        <CreditForm
          invoice={invoice}
          onClose={close}
          onMade={({ id }) => void navigate({ to: `/credit-notes/${id}` })}
        />
      )}
    </>
  );
};

const InvoiceHeader = ({ invoice }: { readonly invoice: Invoice }) => {
  const { may } = useMe();
  return (
    <div data-noprint>
      <PageHeader
        title={`Invoice ${invoice.number}`}
        back={{ to: '/invoices', label: 'Invoices' }}
        aside={<StateBadge state={invoice.state} />}
        subtitle={
          <>
            to <TextLink to={`/accounts/${invoice.account_id}`}>{invoice.recipient.name}</TextLink>
          </>
        }
        actions={
          <>
            {may('payments.write') && invoice.open_minor > 0 && (
              <ButtonLink to={`/accounts/${invoice.account_id}`} search={{ do: 'payment' }}>
                Record payment
              </ButtonLink>
            )}
            {may('payments.read') && (
              <ButtonLink to="/payments" search={{ account_id: invoice.account_id }} variant="default">
                Payments
              </ButtonLink>
            )}
            {may('billing.issue') && <CreditButton invoice={invoice} />}
            <PrintButton />
            <InvoiceMore invoice={invoice} />
          </>
        }
      />
    </div>
  );
};

const Void = ({ invoice }: { readonly invoice: Invoice }) =>
  invoice.voided_by && (
    <Box data-noprint mb="md" maw={WIDTH}>
      <Note tone="warn" title="Void" icon={<IconBan size={18} stroke={1.8} />}>
        By credit note{' '}
        <TextLink to={`/credit-notes/${invoice.voided_by.id}`} inherit>
          {invoice.voided_by.number}
        </TextLink>{' '}
        of <Day day={invoice.voided_by.issued_on} />: {invoice.voided_by.reason}
      </Note>
    </Box>
  );

/** One invoice as its recipient sees it; on screen, what was used opens to the sessions it was rated from. */
export const InvoicePage = () => {
  const invoice = useGet<typeof GetInvoice>('/invoices/:id', { id: useId() });
  useLiveRefresh(['billing.invoices', 'billing.credit_notes', 'payments.payments'], ['/invoices/:id', '/credit-notes']);
  return (
    <Loaded of={invoice}>
      {(found) => (
        <Stack gap={0}>
          <InvoiceHeader invoice={found} />
          <Void invoice={found} />
          <InvoiceDocument invoice={found} />
          <InvoiceQuotes invoiceId={found.id} />
          <Stack data-noprint mt="md" maw={WIDTH}>
            <InvoiceCreditNotes invoiceId={found.id} />
            <InvoiceWriteOffs invoice={found} />
          </Stack>
        </Stack>
      )}
    </Loaded>
  );
};
