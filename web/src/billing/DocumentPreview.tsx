import type { PreviewInvoice } from '@isp/server/contract/flows';
import { Skeleton, Stack } from '@mantine/core';
import { useGet } from '../api/query.ts';
import { Loaded } from '../kit/Loaded.tsx';
import { Note } from '../kit/Note.tsx';
import { TextLink } from '../kit/TextLink.tsx';
import { DocumentAmounts } from './DocumentAmounts.tsx';

interface DocumentPreviewProps {
  readonly accountId: string;
  /** The day they would be made on; today when left out. */
  readonly on?: string;
  /** Of the account. */
  readonly currency: string;
}

/** The invoice and credit notes an account would get on a day, as things stand. */
export const DocumentPreview = ({ accountId, on, currency }: DocumentPreviewProps) => {
  const preview = useGet<typeof PreviewInvoice>('/accounts/:account_id/next-invoice', {
    account_id: accountId,
    ...(on ? { as_of: on } : {}),
  });
  return (
    <Loaded of={preview} waiting={<Skeleton h={120} />}>
      {({ invoice, credits, held, payer_id }) => (
        <Stack gap="md">
          {payer_id !== null && (
            <Note tone="info">
              These lines go on the invoice of <TextLink to={`/accounts/${payer_id}`}>the account that pays</TextLink>.
            </Note>
          )}
          {held !== null && <Note tone="warn">It would be held back: {held}</Note>}
          <DocumentAmounts invoice={invoice} credits={credits} currency={currency} />
          {!invoice && credits.length === 0 && held === null && (
            <Note tone="idle">Nothing would be billed or given back on that day.</Note>
          )}
        </Stack>
      )}
    </Loaded>
  );
};
