import type { GetCreditNote } from '@isp/server/contract/billing';
import { Stack } from '@mantine/core';
import { useLiveRefresh } from '../api/live-refresh.ts';
import { useGet } from '../api/query.ts';
import { CreditNoteBadge } from '../billing/CreditNoteBadge.tsx';
import { CreditNoteDocument } from '../billing/CreditNoteDocument.tsx';
import { CreditNoteUse } from '../billing/CreditNoteUse.tsx';
import type { CreditNote } from '../billing/credit-words.ts';
import { PrintButton } from '../billing/PrintButton.tsx';
import { Loaded } from '../kit/Loaded.tsx';
import { PageHeader } from '../kit/PageHeader.tsx';
import { TextLink } from '../kit/TextLink.tsx';
import { useId } from '../kit/use-id.ts';
import '../billing/print.css';
import { useMe } from '../api/me.ts';
import { RefundButton } from '../payments/RefundButton.tsx';
import { RefundsOf } from '../payments/RefundsOf.tsx';
import { refundableNote } from './refundable.ts';

/** As wide as the document. */
const WIDTH = 860;

const CreditNoteHeader = ({ note }: { readonly note: CreditNote }) => (
  <div data-noprint>
    <PageHeader
      title={`Credit note ${note.number}`}
      back={{ to: '/credit-notes', label: 'Credit notes' }}
      aside={<CreditNoteBadge note={note} />}
      subtitle={
        <>
          to <TextLink to={`/accounts/${note.account_id}`}>{note.recipient.name}</TextLink>, made{' '}
          {note.by_hand ? 'by hand' : 'by itself'}
        </>
      }
      actions={
        <>
          <RefundButton of={refundableNote(note)} />
          <PrintButton />
        </>
      }
    />
  </div>
);

/** One credit note as its recipient sees it; below it, on screen only, where it went. */
export const CreditNotePage = () => {
  const note = useGet<typeof GetCreditNote>('/credit-notes/:id', { id: useId() });
  const { may } = useMe();
  useLiveRefresh(['billing.credit_notes', 'billing.invoices', 'payments.payments'], ['/credit-notes/:id', '/refunds']);
  return (
    <Loaded of={note}>
      {(found) => (
        <Stack gap={0}>
          <CreditNoteHeader note={found} />
          <CreditNoteDocument note={found} />
          <Stack data-noprint mt="md" maw={WIDTH}>
            <CreditNoteUse note={found} />
            {may('payments.read') && <RefundsOf credit_note_id={found.id} />}
          </Stack>
        </Stack>
      )}
    </Loaded>
  );
};
