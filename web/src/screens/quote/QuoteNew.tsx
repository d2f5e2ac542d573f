import type { GetAccount } from '@isp/server/contract/crm';
import type { ShowQuote } from '@isp/server/contract/flows';
import { addDays, type Day } from '@isp/values';
import { useNavigate } from '@tanstack/react-router';
import { useGet } from '../../api/query.ts';
import { Loaded } from '../../kit/Loaded.tsx';
import { useListSearch } from '../../kit/list-search.ts';
import { useToday } from '../../kit/Now.tsx';
import { PageHeader } from '../../kit/PageHeader.tsx';
import { useId } from '../../kit/use-id.ts';
import type { Account } from '../account/account-types.ts';
import { QuoteForm } from './QuoteForm.tsx';
import { newLine, valuesOf } from './quote-form.ts';
import type { Quote } from './quote-words.ts';

const VALID_DAYS = 30;

const NewForm = ({ account, replaced }: { readonly account: Account; readonly replaced: Quote | undefined }) => {
  const navigate = useNavigate();
  const today = useToday(account.zone);
  const valid_until = addDays(today as Day, VALID_DAYS);
  const start_on = replaced?.start_on && replaced.start_on > today ? replaced.start_on : null;
  const initial = replaced
    ? { ...valuesOf(replaced), start_on, valid_until }
    : { start_on: null, anchor_day: '', valid_until, words: '', lines: [newLine()], charges: [] };
  return (
    <QuoteForm
      account={account}
      initial={initial}
      replacesId={replaced?.id}
      back={replaced ? `/quotes/${replaced.id}` : `/accounts/${account.id}`}
      onDone={(id) => void navigate({ to: `/quotes/${id}` })}
    />
  );
};

const Replacing = ({ account, id }: { readonly account: Account; readonly id: string }) => {
  const quote = useGet<typeof ShowQuote>('/quotes/:id', { id }, { once: true });
  return <Loaded of={quote}>{(found) => <NewForm account={account} replaced={found} />}</Loaded>;
};

/** Writes a quote for an account; one that takes the place of another begins as that one. */
export const QuoteNew = () => {
  const account = useGet<typeof GetAccount>('/accounts/:id', { id: useId() });
  const { replaces } = useListSearch().search;
  return (
    <Loaded of={account}>
      {(found) => (
        <>
          <PageHeader title="New quote" back={{ to: `/accounts/${found.id}`, label: found.name }} />
          {replaces ? <Replacing account={found} id={replaces} /> : <NewForm account={found} replaced={undefined} />}
        </>
      )}
    </Loaded>
  );
};
