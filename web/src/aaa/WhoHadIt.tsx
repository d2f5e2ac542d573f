import type { FindAddressUses, GetRetention } from '@isp/server/contract/aaa';
import { Stack, Text } from '@mantine/core';
import { type ReactNode, useMemo } from 'react';
import type { Row } from '../api/contract.ts';
import { useGet, useList } from '../api/query.ts';
import { AccountLink } from '../kit/AccountLink.tsx';
import { DataTable } from '../kit/DataTable.tsx';
import { Instant } from '../kit/Instant.tsx';
import { useListSearch } from '../kit/list-search.ts';
import { NothingHere } from '../kit/NothingHere.tsx';
import { PageHeader } from '../kit/PageHeader.tsx';
import { Panel } from '../kit/Panel.tsx';
import { StateBadge } from '../kit/StateBadge.tsx';
import type { TableColumn } from '../kit/table-column.ts';
import { AddressForm } from './AddressForm.tsx';
import { momentText } from './moment.ts';
import { ENDED_BY, HELD_AS } from './radius-words.ts';

type Use = Row<typeof FindAddressUses>;

const SURE = {
  open: { state: 'online', text: 'has it now' },
  told: { state: 'ended', text: 'end is sure' },
  guessed: { state: 'walled', text: 'end is a guess' },
} as const;

const Address = ({ use }: { readonly use: Use }) => (
  <>
    <span className="mono" style={{ overflowWrap: 'anywhere' }}>
      {use.address}
    </span>
    {use.port_from !== null && (
      <Text component="div" size="xs" c="dimmed">
        ports {use.port_from}–{use.port_to}
        {use.inside_address && ` for ${use.inside_address}`}
      </Text>
    )}
  </>
);

const Ended = ({ use, inUtc }: { readonly use: Use; readonly inUtc: boolean }) => (
  <>
    <StateBadge state={SURE[use.sure].state}>{SURE[use.sure].text}</StateBadge>
    <Text component="div" size="xs" c="dimmed">
      {use.ended_by && ENDED_BY[use.ended_by]}
      {use.sure !== 'told' && use.heard_at && ` last heard of ${momentText(use.heard_at, inUtc)}`}
    </Text>
  </>
);

const moment = (at: string, inUtc: boolean) => <time dateTime={at}>{momentText(at, inUtc)}</time>;

const columnsIn = (inUtc: boolean): readonly TableColumn<Use>[] => [
  { id: 'address', header: 'Address', cell: (use) => <Address use={use} /> },
  {
    id: 'account',
    header: 'Account',
    cell: (use) => (use.account_id ? <AccountLink id={use.account_id} /> : 'nobody’s'),
  },
  { id: 'username', header: 'Username', cell: (use) => <span className="mono">{use.username ?? '–'}</span> },
  { id: 'from', header: 'From', cell: (use) => moment(use.from_at, inUtc) },
  { id: 'to', header: 'To', cell: (use) => (use.to_at ? moment(use.to_at, inUtc) : '–') },
  { id: 'sure', header: 'How sure', cell: (use) => <Ended use={use} inUtc={inUtc} /> },
  { id: 'nas', header: 'NAS', cell: (use) => use.nas_name },
  { id: 'kind', header: 'As', optional: true, cell: (use) => HELD_AS[use.kind] },
  { id: 'station', header: 'Station', optional: true, cell: (use) => use.calling_station_id ?? '–' },
];

/** From when on it is known who had an address, when what was before is deleted. */
const Known = () => {
  const { data } = useGet<typeof GetRetention>('/retention', {});
  const before = data?.items.find(({ kind }) => kind === 'addresses')?.forgotten_before;
  return before ? (
    <>
      {' '}
      What ended before <Instant at={before} as="full" /> is kept no longer.
    </>
  ) : null;
};

interface UsesProps {
  readonly title: string;
  readonly name: string;
  readonly question: { address: string; at?: string; to?: string; port?: number; limit?: number };
  readonly isMain?: boolean;
  /** What stands below, told whether there is nobody. */
  readonly below?: (isNone: boolean) => ReactNode;
}

const Uses = ({ title, name, question, isMain = false, below }: UsesProps) => {
  const { search } = useListSearch();
  const inUtc = search.zone === 'utc';
  const columns = useMemo(() => columnsIn(inUtc), [inUtc]);
  const list = useList<typeof FindAddressUses>('/address-uses', question, { once: true });
  const isNone = !list.isLoading && !list.isStale && !list.error && list.rows.length === 0;
  return (
    <>
      <Panel title={title} padded={false}>
        <DataTable
          name={name}
          isMain={isMain}
          list={list}
          columns={columns}
          rowKey={(use) => use.id}
          rowLink={(use) => (use.session_id ? { to: `/sessions/${use.session_id}` } : undefined)}
          empty={
            <NothingHere title="Nobody">
              No session and no port block is known to have it then.
              <Known />
            </NothingHere>
          }
        />
      </Panel>
      {below?.(isNone)}
    </>
  );
};

/** When nobody had it at that moment: who had it last before, whose end may have been a guess. */
const Before = ({ address, at, port }: { readonly address: string; readonly at: string; readonly port?: number }) => (
  <Uses
    title="Who had it before that"
    name="address-uses-before"
    question={{ address, to: at, limit: 5, ...(port === undefined ? {} : { port }) }}
  />
);

const Answer = () => {
  const { search } = useListSearch();
  const { address, at } = search;
  const port = search.port ? { port: Number.parseInt(search.port, 10) } : {};
  if (!address)
    return (
      <NothingHere title="Whose address?">
        IPv4, IPv6, a delegated prefix, or a port of a shared address; without a time, everybody who had it. Who asks
        about what is recorded.
      </NothingHere>
    );
  return (
    <Uses
      title={at ? 'Who had it then' : 'Who had it, the latest first'}
      name="address-uses"
      isMain
      question={{ address, ...(at ? { at } : {}), ...port }}
      below={(isNone) => isNone && at && <Before address={address} at={at} {...port} />}
    />
  );
};

/** Who had an address at a moment: the abuse desk's question. */
export const WhoHadIt = () => (
  <>
    <PageHeader title="Who had it" subtitle="An address, a prefix or a port, at a moment" />
    <Stack gap="md">
      <Panel>
        <AddressForm />
      </Panel>
      <Answer />
    </Stack>
  </>
);
