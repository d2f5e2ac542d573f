import type { GetAccount } from '@isp/server/contract/crm';
import type { ShowQuote } from '@isp/server/contract/flows';
import { useNavigate } from '@tanstack/react-router';
import { useGet } from '../../api/query.ts';
import { Loaded } from '../../kit/Loaded.tsx';
import { Note } from '../../kit/Note.tsx';
import { PageHeader } from '../../kit/PageHeader.tsx';
import { useId } from '../../kit/use-id.ts';
import { QuoteForm } from './QuoteForm.tsx';
import { valuesOf } from './quote-form.ts';
import type { Quote } from './quote-words.ts';

const EditForm = ({ quote }: { readonly quote: Quote }) => {
  const navigate = useNavigate();
  const account = useGet<typeof GetAccount>('/accounts/:id', { id: quote.account_id });
  const page = `/quotes/${quote.id}`;
  return (
    <Loaded of={account}>
      {(found) => (
        <QuoteForm
          account={found}
          initial={valuesOf(quote)}
          quoteId={quote.id}
          back={page}
          onDone={() => void navigate({ to: page })}
        />
      )}
    </Loaded>
  );
};

/** Writes a draft of a quote anew. */
export const QuoteEdit = () => {
  const id = useId();
  const quote = useGet<typeof ShowQuote>('/quotes/:id', { id }, { once: true });
  return (
    <>
      <PageHeader title="Edit quote" back={{ to: `/quotes/${id}`, label: 'Quote' }} />
      <Loaded of={quote}>
        {(found) =>
          found.state === 'draft' ? (
            <EditForm quote={found} />
          ) : (
            <Note tone="info">This quote was sent: it says the same for ever. Write another in its place.</Note>
          )
        }
      </Loaded>
    </>
  );
};
