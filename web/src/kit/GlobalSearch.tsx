import type { Search } from '@isp/server/contract/views';
import { useDebouncedValue, useHotkeys } from '@mantine/hooks';
import { Spotlight } from '@mantine/spotlight';
import '@mantine/spotlight/styles.css';
import {
  IconBox,
  IconFileInvoice,
  IconReceiptRefund,
  IconRouter,
  IconSearch,
  IconTicket,
  IconUser,
  IconUserSearch,
} from '@tabler/icons-react';
import { useNavigate } from '@tanstack/react-router';
import { useEffect, useState } from 'react';
import type { Reply } from '../api/contract.ts';
import { useMe } from '../api/me.ts';
import { useGet } from '../api/query.ts';
import type { NavigationItem } from './Navigation.tsx';
import classes from './Shell.module.css';
import { chooseFirst, searchBox, searchStore } from './search-box.ts';
import type { RowTarget } from './table-column.ts';

type Hit = Reply<typeof Search>['hits'][number];

interface GlobalSearchProps {
  readonly pages: readonly NavigationItem[];
  /** Where a hit leads. */
  readonly targetOfHit: (hit: Hit) => RowTarget;
}

const ICONS = {
  account: IconUser,
  invoice: IconFileInvoice,
  credit_note: IconReceiptRefund,
  plan: IconBox,
  nas: IconRouter,
  address: IconUserSearch,
  voucher: IconTicket,
} as const;

const WAIT_MS = 160;

const HitAction = ({ hit, onOpen }: { readonly hit: Hit; readonly onOpen: () => void }) => {
  const Icon = ICONS[hit.kind];
  return (
    <Spotlight.Action
      label={hit.title}
      description={hit.detail}
      leftSection={<Icon size={19} stroke={1.6} aria-hidden />}
      rightSection={<span className={classes.searchNote}>{hit.by}</span>}
      classNames={{
        action: classes.searchAction ?? '',
        actionDescription: classes.searchNote ?? '',
        actionSection: classes.searchSection ?? '',
      }}
      onClick={onOpen}
    />
  );
};

/** What a query finds, asked when typing pauses. */
const useHits = (query: string) => {
  const [asked] = useDebouncedValue(query, WAIT_MS);
  const { may } = useMe();
  const { data, isFetching } = useGet<typeof Search>(
    '/search',
    { q: asked },
    { enabled: asked !== '' && may('crm.search'), keep: true },
  );
  return { hits: query === '' ? [] : (data?.hits ?? []), isWaiting: isFetching || asked !== query };
};

const Results = ({ query, pages, targetOfHit }: GlobalSearchProps & { readonly query: string }) => {
  const navigate = useNavigate();
  const { hits, isWaiting } = useHits(query);
  const named = pages.filter((page) => page.label.toLowerCase().includes(query.toLowerCase()));
  const first = hits[0]?.id ?? named[0]?.to;
  useEffect(() => {
    if (query !== '' && first !== undefined) chooseFirst();
  }, [query, first]);
  if (hits.length === 0 && named.length === 0)
    return <Spotlight.Empty>{isWaiting ? 'Looking …' : 'Nothing found.'}</Spotlight.Empty>;
  return (
    <>
      {hits.length > 0 && (
        <Spotlight.ActionsGroup label="Found">
          {hits.map((hit) => (
            <HitAction key={`${hit.kind}${hit.id}`} hit={hit} onOpen={() => void navigate(targetOfHit(hit))} />
          ))}
        </Spotlight.ActionsGroup>
      )}
      {named.length > 0 && (
        <Spotlight.ActionsGroup label="Pages">
          {named.map(({ to, label, icon: Icon }) => (
            <Spotlight.Action
              key={to}
              label={label}
              leftSection={<Icon size={19} stroke={1.6} aria-hidden />}
              onClick={() => void navigate({ to })}
            />
          ))}
        </Spotlight.ActionsGroup>
      )}
    </>
  );
};

/** At once, so that what is typed right after `Ctrl K` is not lost: Mantine would focus a moment later. */
const focusNow = (input: HTMLInputElement | null): void => input?.focus();

/** Finds anything by name, number, phone, address, username, MAC or IP; also the pages themselves. Opens with `Ctrl K` or `/`. */
export const GlobalSearch = (props: GlobalSearchProps) => {
  const [query, setQuery] = useState('');
  useHotkeys([['/', () => searchBox.open()]]);
  return (
    <Spotlight.Root
      store={searchStore}
      query={query}
      onQueryChange={setQuery}
      attributes={{ content: { 'aria-label': 'Search' } }}
      shortcut="mod + K"
      scrollable
      maxHeight={420}
      size={600}
      centered={false}
      yOffset={72}
      transitionProps={{ duration: 0 }}
      overlayProps={{ blur: 0, backgroundOpacity: 0.4 }}
      classNames={{ actionsGroup: classes.searchGroup ?? '' }}
    >
      <Spotlight.Search
        placeholder="Name, number, phone, e-mail, username, MAC or IP"
        aria-label="Search everything"
        ref={focusNow}
        leftSection={<IconSearch size={18} aria-hidden />}
      />
      <Spotlight.ActionsList>
        <Results {...props} query={query.trim()} />
      </Spotlight.ActionsList>
    </Spotlight.Root>
  );
};
