import { useLiveRefresh } from '../api/live-refresh.ts';
import { PageHeader } from '../kit/PageHeader.tsx';
import { SearchTabs } from '../kit/SearchTabs.tsx';
import { HomePoolList } from './HomePoolList.tsx';
import { HomeServerList } from './HomeServerList.tsx';
import { RealmList } from './RealmList.tsx';

const TABS = [
  { value: 'realms', label: 'Realms', content: () => <RealmList /> },
  { value: 'pools', label: 'Pools', content: () => <HomePoolList /> },
  { value: 'servers', label: 'Home servers', content: () => <HomeServerList /> },
];

/** Users of others: which realms go where, and how the RADIUS servers that are asked do. */
export const RealmPage = () => {
  useLiveRefresh(['aaa.homes'], ['/home-servers', '/home-pools']);
  return (
    <>
      <PageHeader title="Realms" subtitle="What follows the @ of a username says who decides: we, or a home server" />
      <SearchTabs tabs={TABS} />
    </>
  );
};
