import type { ListPlans } from '@isp/server/contract/tariffs';
import type { ListOnline } from '@isp/server/contract/views';
import { Button, Group, Text } from '@mantine/core';
import { useCallback, useMemo, useState } from 'react';
import { DisconnectButton } from '../aaa/DisconnectButton.tsx';
import { NasFilter } from '../aaa/NasFilter.tsx';
import type { Input } from '../api/contract.ts';
import { useMe } from '../api/me.ts';
import { useList } from '../api/query.ts';
import { ButtonLink } from '../kit/ButtonLink.tsx';
import { Bytes } from '../kit/Bytes.tsx';
import { ChoiceFilter } from '../kit/ChoiceFilter.tsx';
import { CsvButton } from '../kit/CsvButton.tsx';
import { ErrorNote } from '../kit/ErrorNote.tsx';
import { countText } from '../kit/format.ts';
import { Instant } from '../kit/Instant.tsx';
import { oneOf, useListSearch } from '../kit/list-search.ts';
import { NoMatch } from '../kit/NoMatch.tsx';
import { NothingHere } from '../kit/NothingHere.tsx';
import { PageHeader } from '../kit/PageHeader.tsx';
import { Panel } from '../kit/Panel.tsx';
import { RowLink } from '../kit/RowLink.tsx';
import { RowsWaiting } from '../kit/RowsWaiting.tsx';
import { SearchFilter } from '../kit/SearchFilter.tsx';
import { TableBar, TableFoot } from '../kit/TableBar.tsx';
import { ToggleFilter } from '../kit/ToggleFilter.tsx';
import { VirtualTable } from '../kit/VirtualTable.tsx';
import { OnlineBulk } from './OnlineBulk.tsx';
import { onlineColumns, SeenRate, Told, Whose } from './OnlineColumns.tsx';
import { type SeenRow, useOnline } from './use-online.ts';

const MODES = ['allow', 'walled', 'deny'] as const;
const MODE_CHOICES = [
  { value: 'allow', label: 'Full access' },
  { value: 'walled', label: 'Walled garden' },
  { value: 'deny', label: 'No access' },
];

const FILTERS = ['q', 'nas_id', 'access_mode', 'plan_id', 'not_as_told'] as const;
const CARD = 118;
const MOST_CHOSEN = 5000;

const OnlineFilters = () => {
  const { search, set } = useListSearch();
  const plans = useList<typeof ListPlans>('/plans', { limit: 500, fields: 'id,name' });
  return (
    <>
      <SearchFilter label="Username, name, MAC, address" value={search.q} onChange={(q) => set({ q })} />
      <NasFilter value={search.nas_id} onChange={(nas_id) => set({ nas_id })} />
      <ChoiceFilter
        label="Plan"
        value={search.plan_id}
        choices={plans.rows.map(({ id, name }) => ({ value: id, label: name }))}
        onChange={(plan_id) => set({ plan_id })}
      />
      <ChoiceFilter
        label="Access"
        value={search.access_mode}
        choices={MODE_CHOICES}
        onChange={(access_mode) => set({ access_mode })}
      />
      <ToggleFilter
        label="Not as deserved"
        isOn={search.not_as_told === 'true'}
        onChange={(isOn) => set({ not_as_told: isOn ? 'true' : undefined })}
      />
    </>
  );
};

const Card = ({ row }: { readonly row: SeenRow }) => (
  <>
    <Group justify="space-between" wrap="nowrap" gap="xs">
      <RowLink target={{ to: `/sessions/${row.id}` }}>
        <span className="mono">{row.username}</span>
      </RowLink>
      {!row.has_ended && <DisconnectButton session={row} isSmall />}
    </Group>
    <Text component="div" size="sm" truncate>
      <Whose row={row} /> · {row.nas_name} · <Instant at={row.started_at} />
    </Text>
    <Group justify="space-between" wrap="nowrap" gap="xs" align="flex-start" mt={4}>
      <div>
        <Told row={row} />
      </div>
      <Text component="div" size="xs" ta="right">
        <SeenRate row={row} />
        <Bytes octets={row.output_octets} />
      </Text>
    </Group>
  </>
);

const sessionOf = (row: SeenRow) => ({ to: `/sessions/${row.id}` });

const useChoice = () => {
  const [chosen, setChosen] = useState<ReadonlySet<string>>(new Set());
  const toggle = useCallback((id: string) => {
    setChosen((old) => {
      const next = new Set(old);
      if (!next.delete(id) && next.size < MOST_CHOSEN) next.add(id);
      return next;
    });
  }, []);
  const clear = useCallback(() => setChosen(new Set()), []);
  return useMemo(() => ({ chosen, toggle, clear }), [chosen, toggle, clear]);
};

const Nobody = () => {
  const { search, clear } = useListSearch();
  return (
    <NoMatch isFiltered={FILTERS.some((name) => search[name])} onClear={() => clear(...FILTERS)}>
      <NothingHere
        title="Nobody is online"
        action={
          <ButtonLink to="/logins" variant="default">
            Look at the log-ins
          </ButtonLink>
        }
      >
        A session appears when its NAS sends an Accounting Start.
      </NothingHere>
    </NoMatch>
  );
};

type Filter = Pick<Input<typeof ListOnline>, (typeof FILTERS)[number]>;

const useFilter = (): Filter => {
  const { search } = useListSearch();
  const { q, nas_id, plan_id } = search;
  const access_mode = oneOf(search.access_mode, MODES);
  return { q, nas_id, plan_id, access_mode, not_as_told: search.not_as_told === 'true' ? 'true' : undefined };
};

interface BodyProps {
  readonly online: ReturnType<typeof useOnline>;
  readonly choice: ReturnType<typeof useChoice> | undefined;
}

const isOver = (row: SeenRow) => row.has_ended;
const card = (row: SeenRow) => <Card row={row} />;

const Body = ({ online, choice }: BodyProps) => {
  const { list, rows, follow } = online;
  const { sort, setSort } = useListSearch();
  const columns = useMemo(() => onlineColumns(choice), [choice]);
  const { hasMore, isLoadingMore, loadMore } = list;
  const more = useCallback(() => {
    if (hasMore && !isLoadingMore) loadMore();
  }, [hasMore, isLoadingMore, loadMore]);
  if (list.error) return <ErrorNote error={list.error} retry={list.retry} />;
  if (list.isLoading) return <RowsWaiting />;
  if (rows.length === 0) return <Nobody />;
  return (
    <VirtualTable
      label="online"
      rows={rows}
      total={list.total}
      columns={columns}
      rowKey={(row) => row.id}
      rowLink={sessionOf}
      isMuted={isOver}
      card={card}
      cardHeight={CARD}
      sort={sort ?? '-started_at'}
      onSort={setSort}
      isStale={list.isStale}
      onEnd={more}
      onView={follow}
    />
  );
};

const Foot = ({ online, total }: Pick<BodyProps, 'online'> & { readonly total: number }) => {
  const { list, rows, started, renew } = online;
  return (
    <TableFoot status={`${countText(rows.length)} of ${countText(total)} read${list.isLoadingMore ? ' …' : ''}`}>
      <Button size="compact-xs" variant={started > 0 ? 'light' : 'subtle'} onClick={renew}>
        {started > 0 ? `${countText(started)} began since: show` : 'Ask anew'}
      </Button>
    </TableFoot>
  );
};

interface EndingProps {
  readonly chosen: ReadonlySet<string>;
  readonly filter: Filter;
  readonly total: number;
  readonly onClose: () => void;
  readonly onDone: () => void;
}

/** Those that are chosen; when none is, all that match. */
const Ending = ({ chosen, filter, total, onClose, onDone }: EndingProps) => {
  const isSome = chosen.size > 0;
  const all = FILTERS.some((name) => filter[name]) ? 'all that match the filters' : 'everybody online';
  const match = { ...filter, not_as_told: filter.not_as_told === 'true' || undefined };
  const [wanted] = useState(isSome ? { ids: [...chosen] } : match);
  const [count] = useState(isSome ? chosen.size : total);
  return (
    <OnlineBulk
      wanted={wanted}
      count={count}
      which={'ids' in wanted ? 'those chosen' : all}
      onClose={onClose}
      onDone={onDone}
    />
  );
};

/** Who is online now: as many as there are, smooth, and true where one looks. */
export const OnlineList = () => {
  const { sort } = useListSearch();
  const { may } = useMe();
  const filter = useFilter();
  const online = useOnline({ sort, ...filter });
  const choice = useChoice();
  const { chosen, clear } = choice;
  const [isEnding, setEnding] = useState(false);
  const mayEnd = may('aaa.disconnect');
  const isAny = online.rows.length > 0;
  const total = online.list.total ?? online.rows.length;
  return (
    <>
      <PageHeader
        title="Online now"
        actions={
          mayEnd &&
          isAny && (
            <Button variant="default" onClick={() => setEnding(true)}>
              {chosen.size > 0 ? `Disconnect ${countText(chosen.size)} chosen` : `Disconnect all ${countText(total)}`}
            </Button>
          )
        }
      />
      <Panel padded={false}>
        <TableBar tools={<CsvButton path="/online" input={filter as Record<string, unknown>} name="online" />}>
          <OnlineFilters />
        </TableBar>
        <Body online={online} choice={mayEnd ? choice : undefined} />
        {isAny && <Foot online={online} total={total} />}
      </Panel>
      {isEnding && (
        <Ending chosen={chosen} filter={filter} total={total} onClose={() => setEnding(false)} onDone={clear} />
      )}
    </>
  );
};
