import type { CreateNas, ListNas, ListNasTags, ListVendors } from '@isp/server/contract/aaa';
import { Button } from '@mantine/core';
import { useMemo, useState } from 'react';
import type { Reply } from '../api/contract.ts';
import { useMe } from '../api/me.ts';
import { useGet, useList } from '../api/query.ts';
import { ChoiceFilter } from '../kit/ChoiceFilter.tsx';
import { DataTable } from '../kit/DataTable.tsx';
import { oneOf, useListSearch } from '../kit/list-search.ts';
import { NoMatch } from '../kit/NoMatch.tsx';
import { NothingHere } from '../kit/NothingHere.tsx';
import { notifyDone } from '../kit/notify.ts';
import { PageHeader } from '../kit/PageHeader.tsx';
import { Panel } from '../kit/Panel.tsx';
import { SearchFilter } from '../kit/SearchFilter.tsx';
import { SecretOnce } from '../kit/SecretOnce.tsx';
import { CertificatePanel } from './CertificatePanel.tsx';
import { nasColumns } from './NasColumns.tsx';
import type { NasValues } from './NasFields.tsx';
import { NasAdd } from './NasForm.tsx';
import { NasImport } from './NasImport.tsx';
import { NewNasPanel } from './NewNasPanel.tsx';
import { conditionChoices } from './nas-words.ts';
import { StrangerPanel } from './StrangerPanel.tsx';

const useColumns = () => {
  const vendors = useGet<typeof ListVendors>('/nas/vendors', {});
  const known = vendors.data;
  return useMemo(() => {
    const titles = new Map(known?.items.map(({ id, title }) => [id, title]));
    return nasColumns((id) => titles.get(id) ?? id);
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

const useNasList = () => {
  const { search, sort } = useListSearch();
  const { q, tag, vendor } = search;
  const condition = oneOf(search.condition, CONDITION_NAMES);
  return useList<typeof ListNas>('/nas', { sort, q, tag, vendor, condition }, { every: LOOK_AGAIN_MS });
};

/** The form, and then the secret that was made. */
const Adding = ({ known, onClose }: { readonly known: Partial<NasValues>; readonly onClose: () => void }) => {
  const [added, setAdded] = useState<Reply<typeof CreateNas>>();
  if (added) return <NasSecretOnce nas={added} onClose={onClose} />;
  return (
    <NasAdd
      known={known}
      onClose={onClose}
      onAdded={(nas) => {
        notifyDone(`${nas.name} is added.`);
        if (nas.generated_secret === null) onClose();
        else setAdded(nas);
      }}
    />
  );
};

/** The NASes that may ask us, how each is, and how each is spoken to. */
export const NasList = () => {
  const { search, sort, setSort, clear } = useListSearch();
  const { may } = useMe();
  const [adding, setAdding] = useState<Partial<NasValues>>();
  const [isImporting, setImporting] = useState(false);
  const columns = useColumns();
  const list = useNasList();
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
      <NewNasPanel />
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
      {adding && <Adding known={adding} onClose={() => setAdding(undefined)} />}
      {isImporting && <NasImport onClose={() => setImporting(false)} />}
    </>
  );
};
