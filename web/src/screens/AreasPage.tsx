import type { ListLegalEntities } from '@isp/server/contract/billing';
import type { ListAreas } from '@isp/server/contract/tariffs';
import { Button, Text } from '@mantine/core';
import { useMemo, useState } from 'react';
import { useMe } from '../api/me.ts';
import { useGet, useList } from '../api/query.ts';
import { countries } from '../crm/places.ts';
import { DataTable } from '../kit/DataTable.tsx';
import { useListSearch } from '../kit/list-search.ts';
import { NoMatch } from '../kit/NoMatch.tsx';
import { NothingHere } from '../kit/NothingHere.tsx';
import { PageHeader } from '../kit/PageHeader.tsx';
import { Panel } from '../kit/Panel.tsx';
import { SearchFilter } from '../kit/SearchFilter.tsx';
import type { TableColumn } from '../kit/table-column.ts';
import { AreaForm } from '../tariffs/AreaForm.tsx';
import { type Area, ruleText } from '../tariffs/area-form.ts';

const columnsOf = (onEdit: ((area: Area) => void) | undefined): readonly TableColumn<Area>[] => [
  { id: 'name', header: 'Name', sort: 'name', cell: (row) => row.name },
  { id: 'code', header: 'Code', sort: 'code', cell: (row) => <span className="mono">{row.code}</span> },
  {
    id: 'places',
    header: 'Places',
    cell: (row) => (
      <Text span size="sm" style={{ whiteSpace: 'normal' }}>
        {row.rules.map(ruleText).join('; ')}
      </Text>
    ),
  },
  ...(onEdit
    ? [
        {
          id: 'edit',
          header: '',
          cell: (row: Area) => (
            <Button variant="default" size="compact-xs" aria-label={`Change ${row.name}`} onClick={() => onEdit(row)}>
              Change
            </Button>
          ),
        },
      ]
    : []),
];

/** The areas that plans are sold in. */
export const AreasPage = () => {
  const { may } = useMe();
  const { search, set, sort, setSort, clear } = useListSearch();
  const [asked, ask] = useState<Area | 'new'>();
  const entities = useGet<typeof ListLegalEntities>('/legal-entities', {}, { enabled: may('billing.read') });
  const mayChange = may('tariffs.write');
  const columns = useMemo(() => columnsOf(mayChange ? ask : undefined), [mayChange]);
  const list = useList<typeof ListAreas>('/areas', { sort, q: search.q });
  const add = mayChange && <Button onClick={() => ask('new')}>New area</Button>;
  const of = { countries, country: entities.data?.items[0]?.country ?? null, onClose: () => ask(undefined) };
  return (
    <>
      <PageHeader title="Areas" back={{ to: '/plans', label: 'Plans' }} actions={add} />
      <Panel padded={false}>
        <DataTable
          name="areas"
          isMain
          list={list}
          columns={columns}
          rowKey={(row) => row.id}
          sort={sort}
          onSort={setSort}
          filters={<SearchFilter label="Name or code" value={search.q} onChange={(q) => set({ q })} />}
          empty={
            <NoMatch isFiltered={Boolean(search.q)} onClear={() => clear('q')}>
              <NothingHere title="No areas yet" action={add}>
                Plans are sold everywhere. Make an area, then say on a plan that it is sold only there.
              </NothingHere>
            </NoMatch>
          }
        />
      </Panel>
      {asked === 'new' && <AreaForm {...of} />}
      {asked !== undefined && asked !== 'new' && <AreaForm area={asked} {...of} />}
    </>
  );
};
