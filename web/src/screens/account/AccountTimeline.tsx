import type { ListTimeline } from '@isp/server/contract/views';
import { Button, Group, Skeleton, Stack, Text, Timeline } from '@mantine/core';
import {
  IconAddressBook,
  IconAlarm,
  IconArrowsExchange,
  IconFileInvoice,
  IconKey,
  IconLogin2,
  IconMapPin,
  IconNote,
  IconPlugConnected,
  IconReceiptRefund,
  IconShieldHalf,
  IconWallet,
  IconWifi,
} from '@tabler/icons-react';
import type { Row } from '../../api/contract.ts';
import { useList } from '../../api/query.ts';
import { ChoiceFilter } from '../../kit/ChoiceFilter.tsx';
import { ErrorNote } from '../../kit/ErrorNote.tsx';
import { oneOf, useListSearch } from '../../kit/list-search.ts';
import { Money } from '../../kit/Money.tsx';
import { NothingHere } from '../../kit/NothingHere.tsx';
import { Panel } from '../../kit/Panel.tsx';
import { TextLink } from '../../kit/TextLink.tsx';
import { TimelineEntry } from '../../kit/TimelineEntry.tsx';
import classes from './AccountTimeline.module.css';

type Item = Row<typeof ListTimeline>;

const KINDS = {
  invoice: { label: 'Invoices', icon: IconFileInvoice },
  credit: { label: 'Credit notes', icon: IconReceiptRefund },
  payment: { label: 'Payments', icon: IconWallet },
  dunning: { label: 'Dunning', icon: IconAlarm },
  subscription: { label: 'Subscriptions', icon: IconPlugConnected },
  access: { label: 'Access', icon: IconShieldHalf },
  session: { label: 'Sessions', icon: IconWifi },
  login: { label: 'Log-ins', icon: IconLogin2 },
  coa: { label: 'Sent to the network', icon: IconArrowsExchange },
  credential: { label: 'Credentials', icon: IconKey },
  address: { label: 'Addresses', icon: IconMapPin },
  account: { label: 'Particulars', icon: IconAddressBook },
  note: { label: 'Notes', icon: IconNote },
} as const;

const kindNames = Object.keys(KINDS) as (keyof typeof KINDS)[];
const choices = kindNames.map((value) => ({ value, label: KINDS[value].label }));

const placeOf = (item: Item): string | undefined => {
  if (item.ref?.kind === 'invoice') return `/invoices/${item.ref.id}`;
  if (item.ref?.kind === 'credit_note') return `/credit-notes/${item.ref.id}`;
  return item.ref?.kind === 'session' ? `/sessions/${item.ref.id}` : undefined;
};

const Title = ({ item }: { readonly item: Item }) => {
  const to = placeOf(item);
  return to ? (
    <TextLink to={to} inherit>
      {item.title}
    </TextLink>
  ) : (
    <span>{item.title}</span>
  );
};

const KindIcon = ({ kind }: { readonly kind: Item['kind'] }) => {
  const Icon = KINDS[kind].icon;
  return <Icon size={13} aria-hidden />;
};

interface AccountTimelineProps {
  readonly accountId: string;
  /** Only so many, and none of the sessions that come and go every day. */
  readonly recent?: number;
}

const PAGE = 50;

/** Coming online and going is no news; a refused log-in is. */
const isNews = ({ kind, title }: Item): boolean => kind !== 'session' && !(kind === 'login' && title === 'Logged in');

const Detail = ({ item }: { readonly item: Item }) => (
  <span style={{ whiteSpace: 'pre-line', overflowWrap: 'anywhere' }}>
    {item.amount_minor !== null && item.currency && (
      <>
        <Money minor={item.amount_minor} currency={item.currency} />
        {item.detail && ' · '}
      </>
    )}
    {item.detail}
  </span>
);

/** The account's story, newest first. */
export const AccountTimeline = ({ accountId, recent }: AccountTimelineProps) => {
  const { search, set } = useListSearch();
  const filtered = recent === undefined;
  const kind = filtered ? oneOf(search.kind, kindNames) : undefined;
  const list = useList<typeof ListTimeline>('/accounts/:account_id/timeline', {
    account_id: accountId,
    limit: PAGE,
    kind,
  });
  const rows = filtered ? list.rows : list.rows.filter(isNews).slice(0, recent);
  const filter = filtered && (
    <ChoiceFilter label="All kinds" value={kind} choices={choices} onChange={(next) => set({ kind: next })} />
  );
  return (
    <Panel title={filtered ? 'Timeline' : 'What happened last'} actions={filter}>
      {list.error !== null && <ErrorNote error={list.error} retry={list.retry} />}
      {list.isLoading && <Skeleton h={240} />}
      {!list.isLoading && !list.error && rows.length === 0 && (
        <NothingHere title={filtered ? 'Nothing has happened yet' : 'Nothing but sessions lately'} />
      )}
      <Stack gap="md">
        <Timeline
          bulletSize={24}
          lineWidth={1}
          color="gray"
          classNames={{ item: classes.item ?? '', itemTitle: classes.title ?? '' }}
          aria-label="Timeline"
        >
          {rows.map((item) => (
            <TimelineEntry
              key={item.id}
              icon={<KindIcon kind={item.kind} />}
              title={<Title item={item} />}
              at={item.at}
              detail={<Detail item={item} />}
              by={item.actor}
            />
          ))}
        </Timeline>
        {list.hasMore && filtered && (
          <Group justify="center">
            <Button variant="default" size="xs" loading={list.isLoadingMore} onClick={list.loadMore}>
              Load older
            </Button>
          </Group>
        )}
        {!filtered && list.rows.length > rows.length && (
          <Text size="sm">
            <TextLink to="." search={{ tab: 'timeline' }} inherit>
              The whole story
            </TextLink>
          </Text>
        )}
      </Stack>
    </Panel>
  );
};
