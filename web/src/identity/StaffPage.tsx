import { PageHeader } from '../kit/PageHeader.tsx';
import { SearchTabs } from '../kit/SearchTabs.tsx';
import { ClientList } from './ClientList.tsx';
import { RoleList } from './RoleList.tsx';
import { SignInList } from './SignInList.tsx';
import { StaffList } from './StaffList.tsx';

const tabs = [
  { value: 'staff', label: 'Staff', content: () => <StaffList /> },
  { value: 'roles', label: 'Roles', content: () => <RoleList /> },
  { value: 'clients', label: 'API clients', content: () => <ClientList /> },
  { value: 'sign-ins', label: 'Who is signed in', content: () => <SignInList /> },
];

/** Who may do what here: staff, roles, API clients, and who is signed in. */
export const StaffPage = () => (
  <>
    <PageHeader title="Staff and access" />
    <SearchTabs tabs={tabs} />
  </>
);
