import { QuoteList } from '../../crm/QuoteList.tsx';
import { ButtonLink } from '../../kit/ButtonLink.tsx';
import { NothingHere } from '../../kit/NothingHere.tsx';
import { PageHeader } from '../../kit/PageHeader.tsx';
import { Panel } from '../../kit/Panel.tsx';
import { SearchTabs } from '../../kit/SearchTabs.tsx';
import { DraftList } from './DraftList.tsx';

const Quotes = () => (
  <Panel padded={false}>
    <QuoteList
      empty={
        <NothingHere
          title="No quotes yet"
          action={
            <ButtonLink to="/accounts" variant="default">
              To the accounts
            </ButtonLink>
          }
        >
          A quote is written on the page of an account. It says what the first bill and those after it come to.
        </NothingHere>
      }
    />
  </Panel>
);

const TABS = [
  { value: 'quotes', label: 'Quotes', content: () => <Quotes /> },
  {
    value: 'drafts',
    label: 'Draft subscriptions',
    content: () => (
      <Panel padded={false}>
        <DraftList />
      </Panel>
    ),
  },
];

/** The quotes, and the draft subscriptions that wait in them. */
export const QuotesPage = () => (
  <>
    <PageHeader title="Quotes" />
    <SearchTabs tabs={TABS} />
  </>
);
