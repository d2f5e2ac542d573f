import type { ListOwnSessions } from '@isp/server/contract/identity';
import type { Row } from '../api/contract.ts';
import { Instant } from '../kit/Instant.tsx';
import { StateBadge } from '../kit/StateBadge.tsx';
import type { TableColumn } from '../kit/table-column.ts';
import { agentText } from './agent-text.ts';

/** Where somebody is signed in. */
export type SignIn = Row<typeof ListOwnSessions>;

/** What is said of a sign-in wherever it is listed. */
export const signInColumns: readonly TableColumn<SignIn>[] = [
  { id: 'agent', header: 'Browser', cell: (row) => <span title={row.user_agent}>{agentText(row.user_agent)}</span> },
  { id: 'address', header: 'From', cell: (row) => <span className="mono">{row.address}</span> },
  { id: 'since', header: 'Signed in', sort: 'created_at', cell: (row) => <Instant at={row.created_at} as="full" /> },
  { id: 'used', header: 'Last used', sort: 'last_used_at', cell: (row) => <Instant at={row.last_used_at} /> },
  {
    id: 'state',
    header: 'State',
    phone: 'aside',
    cell: (row) => {
      if (row.current) return <StateBadge state="active">this one</StateBadge>;
      return <StateBadge state={row.ended_at ? 'ended' : 'open'} />;
    },
  },
  { id: 'expires', header: 'Until', optional: true, cell: (row) => <Instant at={row.expires_at} as="full" /> },
];
