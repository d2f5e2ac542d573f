import type { GetCreditNote } from '@isp/server/contract/billing';
import { Box, Stack } from '@mantine/core';
import { useLiveRefresh } from '../api/live-refresh.ts';
import { useGet } from '../api/query.ts';
import { Loaded } from '../kit/Loaded.tsx';
import { PageHeader } from '../kit/PageHeader.tsx';
import { TextLink } from '../kit/TextLink.tsx';
import { useId } from '../kit/use-id.ts';
import { CreditNoteBadge } from './CreditNoteBadge.tsx';
import { CreditNoteDocument } from './CreditNoteDocument.tsx';
import { CreditNoteUse } from './CreditNoteUse.tsx';
import type { CreditNote } from './credit-words.ts';
import { PrintButton } from './PrintButton.tsx';
import './print.css';

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
      actions={<PrintButton />}
    />
  </div>
);

/** One credit note as its recipient sees it; below it, on screen only, where it went. */
export const CreditNotePage = () => {
  const note = useGet<typeof GetCreditNote>('/credit-notes/:id', { id: useId() });
  useLiveRefresh(['billing.credit_notes', 'billing.invoices'], ['/credit-notes/:id']);
  return (
    <Loaded of={note}>
      {(found) => (
        <Stack gap={0}>
          <CreditNoteHeader note={found} />
          <CreditNoteDocument note={found} />
          <Box data-noprint mt="md" maw={WIDTH}>
            <CreditNoteUse note={found} />
          </Box>
        </Stack>
      )}
    </Loaded>
  );
};
