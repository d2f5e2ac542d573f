import type { ListNas } from '@isp/server/contract/aaa';
import type { Row } from '../api/contract.ts';
import { countText } from '../kit/format.ts';
import { Instant } from '../kit/Instant.tsx';
import { StateBadge } from '../kit/StateBadge.tsx';
import { TextLink } from '../kit/TextLink.tsx';
import type { TableColumn } from '../kit/table-column.ts';
import { NasCondition } from './NasCondition.tsx';
import { NasTags } from './NasTags.tsx';

type NasRow = Row<typeof ListNas>;

/** Whether it may come over TLS, and until when the certificate that we issued for it is good. */
const RadsecState = ({ nas }: { readonly nas: NasRow }) => {
  if (nas.radsec_identity === null) return <>no</>;
  if (nas.radsec_certificate_ends_at === null) return <>own certificate</>;
  return (
    <>
      until <Instant at={nas.radsec_certificate_ends_at} as="full" />
    </>
  );
};

/** What is shown only when asked for. */
const OPTIONAL: readonly TableColumn<NasRow>[] = [
  { id: 'coa', header: 'CoA port', align: 'right', optional: true, cell: (row) => row.coa_port },
  {
    id: 'authenticator',
    header: 'Message-Authenticator',
    optional: true,
    cell: (row) =>
      row.message_authenticator === 'required' || row.signs_since !== null ? (
        <StateBadge state="required" tone="good" />
      ) : (
        <StateBadge state="overdue" tone="warn">
          {row.message_authenticator === 'auto' ? 'none seen yet' : 'not asked for'}
        </StateBadge>
      ),
  },
  {
    id: 'radsec',
    header: 'Over TLS',
    optional: true,
    cell: (row) => <RadsecState nas={row} />,
  },
  {
    id: 'made',
    header: 'Added',
    sort: 'created_at',
    optional: true,
    cell: (row) => <Instant at={row.created_at} as="full" />,
  },
];

/** The columns of the list of NASes. */
export const nasColumns = (vendorTitle: (id: string) => string): readonly TableColumn<NasRow>[] => [
  { id: 'name', header: 'Name', sort: 'name', cell: (row) => <span style={{ whiteSpace: 'nowrap' }}>{row.name}</span> },
  {
    id: 'condition',
    header: 'How it is',
    sort: 'condition',
    phone: 'aside',
    cell: (row) => <NasCondition nas={row} />,
  },
  { id: 'address', header: 'Address', cell: (row) => <span className="mono">{row.address}</span> },
  {
    id: 'identifier',
    header: 'NAS-Identifier',
    optional: true,
    cell: (row) => row.identifier ?? (row.by_identifier === 'off' ? '–' : 'told apart'),
  },
  {
    id: 'vendor',
    header: 'Make',
    sort: 'vendor',
    cell: (row) => <span style={{ whiteSpace: 'nowrap' }}>{vendorTitle(row.vendor)}</span>,
  },
  { id: 'tags', header: 'Tags', cell: (row) => <NasTags tags={row.tags} /> },
  {
    id: 'online',
    header: 'Sessions',
    sort: 'sessions',
    align: 'right',
    cell: (row) => (
      <TextLink to="/online" search={{ nas_id: row.id }} inherit>
        {countText(row.sessions)}
      </TextLink>
    ),
  },
  {
    id: 'packets',
    header: 'Packets/min',
    align: 'right',
    phone: 'hide',
    cell: (row) => countText(row.packets_per_min),
  },
  {
    id: 'rejects',
    header: 'Rejected/min',
    align: 'right',
    phone: 'hide',
    cell: (row) => countText(row.rejects_per_min),
  },
  {
    id: 'heard',
    header: 'Heard',
    optional: true,
    cell: (row) => (row.heard_at === null ? 'never' : <Instant at={row.heard_at} />),
  },
  ...OPTIONAL,
];
