import { useMe } from '../api/me.ts';
import { PageHeader } from '../kit/PageHeader.tsx';
import { SearchTabs } from '../kit/SearchTabs.tsx';
import { CoaList } from './CoaList.tsx';
import { DiscardList } from './DiscardList.tsx';
import { LoginList } from './LoginList.tsx';
import { WhyLogin } from './WhyLogin.tsx';

const TABS = [
  { value: 'logins', label: 'Log-ins', content: () => <LoginList /> },
  { value: 'discards', label: 'No answer', content: () => <DiscardList /> },
  { value: 'coa', label: 'CoA and Disconnect', content: () => <CoaList /> },
];

const WHY = { value: 'why', label: 'Why?', content: () => <WhyLogin /> };

/** What went over RADIUS: log-ins and their answers, packets that got none, what was sent to NASes; and why one would be answered as it would. */
export const LoginPage = () => {
  const { may } = useMe();
  return (
    <>
      <PageHeader title="Log-ins" />
      <SearchTabs tabs={may('aaa.write') ? [...TABS, WHY] : TABS} />
    </>
  );
};
