import type { CreateNas, ListNas, ListNasTags, ListVendors } from '@isp/server/contract/aaa';
import { Button } from '@mantine/core';
import { useMemo, useState } from 'react';
import type { Reply, Row } from '../api/contract.ts';
import { useMe } from '../api/me.ts';
import { useGet, useList } from '../api/query.ts';
import { ChoiceFilter } from '../kit/ChoiceFilter.tsx';
import { DataTable } from '../kit/DataTable.tsx';
import { countText } from '../kit/format.ts';
import { Instant } from '../kit/Instant.tsx';
import { oneOf, useListSearch } from '../kit/list-search.ts';
import { NoMatch } from '../kit/NoMatch.tsx';
import { NothingHere } from '../kit/NothingHere.tsx';
import { notifyDone } from '../kit/notify.ts';
import { PageHeader } from '../kit/PageHeader.tsx';
import { Panel } from '../kit/Panel.tsx';
import { SearchFilter } from '../kit/SearchFilter.tsx';
import { SecretOnce } from '../kit/SecretOnce.tsx';
import { StateBadge } from '../kit/StateBadge.tsx';
import { TextLink } from '../kit/TextLink.tsx';
import type { TableColumn } from '../kit/table-column.ts';
import { CertificatePanel } from './CertificatePanel.tsx';
import { NasCondition } from './NasCondition.tsx';
import type { NasValues } from './NasFields.tsx';
import { NasAdd } from './NasForm.tsx';
import { NasImport } from './NasImport.tsx';
import { NasTags } from './NasTags.tsx';
import { conditionChoices } from './nas-words.ts';
import { StrangerPanel } from './StrangerPanel.tsx';

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

const columnsWith = (vendorTitle: (id: string) => string): readonly TableColumn<NasRow>[] => [
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
    header: 'Packets a minute',
    align: 'right',
    phone: 'hide',
    cell: (row) => countText(row.packets_per_min),
  },
  { id: 'rejects', header: 'Rejected', align: 'right', phone: 'hide', cell: (row) => countText(row.rejects_per_min) },
  {
    id: 'heard',
    header: 'Heard',
    phone: 'hide',
    cell: (row) => (row.heard_at === null ? 'never' : <Instant at={row.heard_at} />),
  },
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

const useColumns = () => {
  const vendors = useGet<typeof ListVendors>('/nas/vendors', {});
  const known = vendors.data;
  return useMemo(() => {
    const titles = new Map(known?.items.map(({ id, title }) => [id, title]));
    return columnsWith((id) => titles.get(id) ?? id);
  }, [known]);
};

const NasFilters = () => {
  const { search, set } = useListSearch();
  const tags = useGet<typeof ListNasTags>('/nas/tags', {});
  const vendors = useGet<typeof ListVendors>('/nas/vendors', {});
  return (
    <>
      <SearchFilter label="Name, address or tag" value={search.q} onChange={(q) => set({ q })} />
      <ChoiceFilter
        label="How it is"
        value={search.condition}
        choices={conditionChoices}
        onChange={(condition) => set({ condition })}
      />
      <ChoiceFilter
        label="Tag"
        value={search.tag}
        choices={(tags.data?.items ?? []).map(({ tag, count }) => ({ value: tag, label: `${tag} (${count})` }))}
        onChange={(tag) => set({ tag })}
      />
      <ChoiceFilter
        label="Make"
        value={search.vendor}
        choices={(vendors.data?.items ?? []).map(({ id, title }) => ({ value: id, label: title }))}
        onChange={(vendor) => set({ vendor })}
      />
    </>
  );
};

const NasSecretOnce = ({ nas, onClose }: { readonly nas: Reply<typeof CreateNas>; readonly onClose: () => void }) => (
  <SecretOnce
    title={`${nas.name} is added`}
    items={[
      ['Address', nas.address],
      ['Shared secret', nas.generated_secret ?? ''],
    ]}
    onClose={onClose}
  >
    Put it into the NAS as the RADIUS secret for authentication, accounting and CoA.
  </SecretOnce>
);

const FILTERS = ['q', 'condition', 'tag', 'vendor'] as const;
const CONDITION_NAMES = ['wrong-secret', 'silent', 'coa-silent', 'never-heard', 'fine', 'disabled'] as const;
const LOOK_AGAIN_MS = 20_000;

/** The NASes that may ask us, how each is, and how each is spoken to. */
export const NasList = () => {
  const { search, sort, setSort, clear } = useListSearch();
  const { may } = useMe();
  const [adding, setAdding] = useState<Partial<NasValues>>();
  const [isImporting, setImporting] = useState(false);
  const [added, setAdded] = useState<Reply<typeof CreateNas>>();
  const columns = useColumns();
  const list = useList<typeof ListNas>(
    '/nas',
    {
      sort,
      q: search.q,
      tag: search.tag,
      vendor: search.vendor,
      condition: oneOf(search.condition, CONDITION_NAMES),
    },
    { every: LOOK_AGAIN_MS },
  );
  const add = may('aaa.write') && (
    <>
      <Button variant="default" onClick={() => setImporting(true)}>
        Add from a file
      </Button>
      <Button onClick={() => setAdding({})}>Add a NAS</Button>
    </>
  );
  return (
    <>
      <PageHeader title="NAS" subtitle="Network access servers: who may ask by RADIUS" actions={add} />
      <Panel padded={false}>
        <DataTable
          name="nas"
          isMain
          list={list}
          columns={columns}
          rowKey={(row) => row.id}
          rowLink={(row) => ({ to: `/nas/${row.id}` })}
          sort={sort}
          onSort={setSort}
          filters={<NasFilters />}
          empty={
            <NoMatch isFiltered={FILTERS.some((name) => search[name])} onClear={() => clear(...FILTERS)}>
              <NothingHere title="No NAS yet" action={add}>
                Add the router or BNG that subscribers log in at; only those that are listed here are answered.
              </NothingHere>
            </NoMatch>
          }
        />
      </Panel>
      <StrangerPanel onAdd={setAdding} />
      <CertificatePanel purpose="eap" />
      <CertificatePanel purpose="radsec" />
      {adding && (
        <NasAdd
          known={adding}
          onClose={() => setAdding(undefined)}
          onAdded={(nas) => {
            setAdding(undefined);
            notifyDone(`${nas.name} is added.`);
            if (nas.generated_secret !== null) setAdded(nas);
          }}
        />
      )}
      {isImporting && <NasImport onClose={() => setImporting(false)} />}
      {added && <NasSecretOnce nas={added} onClose={() => setAdded(undefined)} />}
    </>
  );
};
