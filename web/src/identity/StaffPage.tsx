import { useMe } from '../api/me.ts';
import { PageHeader } from '../kit/PageHeader.tsx';
import { SearchTabs } from '../kit/SearchTabs.tsx';
import { ClientList } from './ClientList.tsx';
import { DeviceLogInList } from './DeviceLogInList.tsx';
import { RoleList } from './RoleList.tsx';
import { SignInList } from './SignInList.tsx';
import { StaffList } from './StaffList.tsx';

const tabs = [
  { value: 'staff', label: 'Staff', content: () => <StaffList /> },
  { value: 'roles', label: 'Roles', content: () => <RoleList /> },
  { value: 'clients', label: 'API clients', content: () => <ClientList /> },
  { value: 'sign-ins', label: 'Who is signed in', content: () => <SignInList /> },
];

const ROUTERS = { value: 'routers', label: 'On the routers', content: () => <DeviceLogInList /> };

/** Who may do what here: staff, roles, API clients, who is signed in, and who logs in to the routers. */
export const StaffPage = () => {
  const { may } = useMe();
  return (
    <>
      <PageHeader title="Staff and access" />
      <SearchTabs tabs={may('aaa.read') ? [...tabs, ROUTERS] : tabs} />
    </>
  );
};
