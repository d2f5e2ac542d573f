import type { GetInvoice } from '@isp/server/contract/billing';
import { Button, Stack } from '@mantine/core';
import { IconPrinter } from '@tabler/icons-react';
import { useLiveRefresh } from '../api/live-refresh.ts';
import { useMe } from '../api/me.ts';
import { useGet } from '../api/query.ts';
import { ButtonLink } from '../kit/ButtonLink.tsx';
import { Loaded } from '../kit/Loaded.tsx';
import { PageHeader } from '../kit/PageHeader.tsx';
import { StateBadge } from '../kit/StateBadge.tsx';
import { TextLink } from '../kit/TextLink.tsx';
import { useId } from '../kit/use-id.ts';
import { InvoiceDocument } from './InvoiceDocument.tsx';
import type { Invoice } from './line-words.ts';
import './print.css';

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
            <Button variant="default" leftSection={<IconPrinter size={16} />} onClick={() => window.print()}>
              Print
            </Button>
          </>
        }
      />
    </div>
  );
};

/** One invoice as its recipient sees it; on screen, what was used opens to the sessions it was rated from. */
export const InvoicePage = () => {
  const invoice = useGet<typeof GetInvoice>('/invoices/:id', { id: useId() });
  useLiveRefresh(['billing.invoices', 'payments.payments'], ['/invoices/:id']);
  return (
    <Loaded of={invoice}>
      {(found) => (
        <Stack gap={0}>
          <InvoiceHeader invoice={found} />
          <InvoiceDocument invoice={found} />
        </Stack>
      )}
    </Loaded>
  );
};
