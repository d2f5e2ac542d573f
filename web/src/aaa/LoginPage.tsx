import { PageHeader } from '../kit/PageHeader.tsx';
import { SearchTabs } from '../kit/SearchTabs.tsx';
import { CoaList } from './CoaList.tsx';
import { DiscardList } from './DiscardList.tsx';
import { LoginList } from './LoginList.tsx';

const tabs = [
  { value: 'logins', label: 'Log-ins', content: () => <LoginList /> },
  { value: 'discards', label: 'No answer', content: () => <DiscardList /> },
  { value: 'coa', label: 'CoA and Disconnect', content: () => <CoaList /> },
];

/** What went over RADIUS: log-ins and their answers, packets that got none, and what was sent to NASes. */
export const LoginPage = () => (
  <>
    <PageHeader title="Log-ins" />
    <SearchTabs tabs={tabs} />
  </>
);
