import type { InvoiceQuotes as InvoiceQuotesContract } from '@isp/server/contract/views';
import { Box } from '@mantine/core';
import { useGet } from '../api/query.ts';
import { Note } from '../kit/Note.tsx';
import { TextLink } from '../kit/TextLink.tsx';

/** `line 2`, `lines 1, 2 and 5`. */
const linesText = (numbers: readonly number[]): string => {
  const last = numbers.at(-1) ?? 0;
  return numbers.length === 1 ? `line ${last}` : `lines ${numbers.slice(0, -1).join(', ')} and ${last}`;
};

/** Which lines of an invoice come of which quote; nothing where none does. */
export const InvoiceQuotes = ({ invoiceId }: { readonly invoiceId: string }) => {
  const { data } = useGet<typeof InvoiceQuotesContract>('/invoices/:invoice_id/quotes', { invoice_id: invoiceId });
  const quotes = Map.groupBy(data?.items ?? [], ({ quote_id }) => quote_id);
  return [...quotes].map(([id, lines]) => (
    <Box key={id} data-noprint mt="md" maw={860}>
      <Note tone="info">
        Of quote{' '}
        <TextLink to={`/quotes/${id}`} inherit>
          {lines[0]?.number}
        </TextLink>
        : {linesText(lines.map(({ line_no }) => line_no))}.
      </Note>
    </Box>
  ));
};
