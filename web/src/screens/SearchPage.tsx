import type { Search } from '@isp/server/contract/views';
import { Stack, Text } from '@mantine/core';
import {
  IconBox,
  IconFileInvoice,
  IconReceiptRefund,
  IconRouter,
  IconTicket,
  IconUser,
  IconUserSearch,
} from '@tabler/icons-react';
import type { Reply } from '../api/contract.ts';
import { useGet } from '../api/query.ts';
import { Loaded } from '../kit/Loaded.tsx';
import { useListSearch } from '../kit/list-search.ts';
import { NothingHere } from '../kit/NothingHere.tsx';
import { PageHeader } from '../kit/PageHeader.tsx';
import { Panel } from '../kit/Panel.tsx';
import { SearchFilter } from '../kit/SearchFilter.tsx';
import { TextLink } from '../kit/TextLink.tsx';
import classes from './SearchPage.module.css';

type Hit = Reply<typeof Search>['hits'][number];

const LOOKS = {
  account: { icon: IconUser, place: '/accounts' },
  invoice: { icon: IconFileInvoice, place: '/invoices' },
  credit_note: { icon: IconReceiptRefund, place: '/credit-notes' },
  plan: { icon: IconBox, place: '/plans' },
  nas: { icon: IconRouter, place: '/nas' },
  address: { icon: IconUserSearch, place: '/address-uses' },
  voucher: { icon: IconTicket, place: '/voucher' },
} as const;

const HitRow = ({ hit }: { readonly hit: Hit }) => {
  const { icon: Icon, place } = LOOKS[hit.kind];
  const target =
    hit.kind === 'nas'
      ? { to: place, search: { q: hit.title } }
      : hit.kind === 'address'
        ? { to: place, search: { address: hit.id } }
        : { to: `${place}/${hit.id}` };
  return (
    <li className={classes.hit}>
      <Icon size={19} stroke={1.6} aria-hidden />
      <div>
        <TextLink {...target} fw={560} size="sm" c="inherit">
          {hit.title}
        </TextLink>
        <Text size="xs" c="dimmed">
          {hit.detail}
        </Text>
      </div>
      <Text size="xs" c="dimmed" ml="auto" style={{ whiteSpace: 'nowrap' }}>
        by {hit.by}
      </Text>
    </li>
  );
};

const Hits = ({ q }: { readonly q: string }) => (
  <Loaded of={useGet<typeof Search>('/search', { q }, { keep: true })}>
    {({ hits }) =>
      hits.length === 0 ? (
        <NothingHere title="Nothing found">
          Look for a part of a name, or a number, phone, e-mail, username, MAC or IP.
        </NothingHere>
      ) : (
        <Stack component="ul" gap={0} className={classes.hits}>
          {hits.map((hit) => (
            <HitRow key={`${hit.kind}${hit.id}${hit.by}`} hit={hit} />
          ))}
        </Stack>
      )
    }
  </Loaded>
);

/** Everything that is found by some words, on a page one can bookmark. */
export const SearchPage = () => {
  const { search, set } = useListSearch();
  return (
    <>
      <PageHeader title="Search" />
      <Panel>
        <SearchFilter label="Name, number, phone, username, MAC or IP" value={search.q} onChange={(q) => set({ q })} />
        {search.q ? (
          <Hits q={search.q} />
        ) : (
          <NothingHere title="What are you looking for?">
            An account, an invoice, a plan or a NAS is found by what you know of it.
          </NothingHere>
        )}
      </Panel>
    </>
  );
};
