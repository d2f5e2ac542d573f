import type { TakeBackPriceChange } from '@isp/server/contract/flows';
import type { GetPriceChange, ListPriceChanged } from '@isp/server/contract/views';
import { Progress, Stack, Text } from '@mantine/core';
import { useCommand } from '../api/command.ts';
import type { Row } from '../api/contract.ts';
import { useLiveRefresh } from '../api/live-refresh.ts';
import { useMe } from '../api/me.ts';
import { useGet, useList } from '../api/query.ts';
import { ConfirmButton } from '../kit/ConfirmButton.tsx';
import { DataTable } from '../kit/DataTable.tsx';
import { Day } from '../kit/Day.tsx';
import { Figure, Figures } from '../kit/Figures.tsx';
import { countText, dayText, instantText, moneyText } from '../kit/format.ts';
import { Instant } from '../kit/Instant.tsx';
import { Loaded } from '../kit/Loaded.tsx';
import { Money } from '../kit/Money.tsx';
import { Note } from '../kit/Note.tsx';
import { NothingHere } from '../kit/NothingHere.tsx';
import { notifyDone, notifyProblem } from '../kit/notify.ts';
import { PageHeader } from '../kit/PageHeader.tsx';
import { Panel } from '../kit/Panel.tsx';
import { StateBadge } from '../kit/StateBadge.tsx';
import { TextLink } from '../kit/TextLink.tsx';
import type { TableColumn } from '../kit/table-column.ts';
import { useId } from '../kit/use-id.ts';
import { cycleText } from './plan-sentence.ts';
import { changeText, forText, type PriceChange, stateOf } from './price-change-words.ts';

type Changed = Row<typeof ListPriceChanged>;
interface ChangeProps {
  readonly change: PriceChange;
}

const LOOK_AGAIN_MS = 2000;
const PERCENT = 100;

const TakeBack = ({ change }: ChangeProps) => {
  const { may } = useMe();
  const back = useCommand<typeof TakeBackPriceChange>('POST', '/price-changes/:id/take-back', {
    onDone: () => notifyDone('The price change is being taken back.'),
    onProblem: notifyProblem,
  });
  if (!may('tariffs.write') || change.taken_back_at !== null || change.waiting === 0) return null;
  return (
    <ConfirmButton
      isSending={back.isSending}
      question="Take this price change back?"
      consequence={`${countText(change.waiting)} subscriptions that do not have it yet keep the terms they have.${
        change.begun > 0
          ? ` ${countText(change.begun)} have it already and keep it.`
          : ` Version ${change.plan_version} is then sold to nobody.`
      }`}
      confirm="Take it back"
      danger
      onConfirm={() => back.send({ id: change.id })}
    >
      Take back
    </ConfirmButton>
  );
};

const Working = ({ change }: ChangeProps) => {
  const { planned, due } = change;
  const share = due === 0 ? 0 : Math.min(PERCENT, Math.round((planned / due) * PERCENT));
  return (
    <Panel>
      <Stack gap="xs">
        <Progress value={share} size="lg" animated aria-label={`${share} % planned`} />
        <Text size="sm" role="status">
          Planned for {countText(planned)} of about {countText(due)} subscriptions.
        </Text>
      </Stack>
    </Panel>
  );
};

const Numbers = ({ change }: ChangeProps) => {
  const { before_month_minor: before, after_month_minor: after, currency } = change;
  return (
    <Figures>
      <Figure label="Planned for" value={countText(change.planned)} note={forText(change)} />
      <Figure label="Have it" value={countText(change.begun)} />
      <Figure label="To get it" value={countText(change.waiting)} />
      <Figure
        label="A month, before and after"
        value={changeText(before, after, currency)}
        note={`${moneyText(before, currency)} to ${moneyText(after, currency)}`}
      />
    </Figures>
  );
};

const COLUMNS: readonly TableColumn<Changed>[] = [
  {
    id: 'account',
    header: 'Account',
    cell: (row) => (
      <>
        {row.account_name}
        <Text size="xs" c="dimmed">
          {row.account_number}
        </Text>
      </>
    ),
  },
  { id: 'from', header: 'From', cell: (row) => <Day day={row.from_on} /> },
  {
    id: 'before',
    header: 'Before',
    align: 'right',
    cell: (row) => <Money minor={row.before_minor} currency={row.currency} />,
  },
  {
    id: 'after',
    header: 'After',
    align: 'right',
    cell: (row) => <Money minor={row.after_minor} currency={row.currency} />,
  },
  {
    id: 'difference',
    header: 'Difference',
    align: 'right',
    phone: 'aside',
    cell: (row) => <Money minor={row.difference_minor} currency={row.currency} />,
  },
];

const Who = ({ change }: ChangeProps) => (
  <Panel title="Who gets it" padded={false}>
    <DataTable
      name="price-changed"
      isMain
      list={useList<typeof ListPriceChanged>('/price-changes/:price_change_id/subscriptions', {
        price_change_id: change.id,
      })}
      columns={COLUMNS}
      rowKey={(row) => row.id}
      rowLink={(row) => ({ to: `/subscriptions/${row.id}` })}
      empty={
        <NothingHere title="Nobody">
          {change.taken_back_at === null ? 'No running subscription is hit by it.' : 'It was taken back in time.'}
        </NothingHere>
      }
    />
  </Panel>
);

const ChangeBody = ({ change }: ChangeProps) => {
  const { may } = useMe();
  const { badge, text } = stateOf(change.state);
  const isWorking = change.state === 'planning' || change.state === 'taking-back';
  return (
    <>
      <PageHeader
        title={`${change.plan_name} from ${dayText(change.effective_on)}`}
        back={{ to: `/plans/${change.plan_id}`, label: change.plan_name }}
        aside={<StateBadge state={badge}>{text}</StateBadge>}
        subtitle={
          <>
            Version {change.plan_version} at {moneyText(change.price_minor, change.currency)}{' '}
            {cycleText(change.cycle_unit, change.cycle_count)}, by {change.published_by},{' '}
            <Instant at={change.published_at} />
          </>
        }
        actions={<TakeBack change={change} />}
      />
      <Stack gap="md">
        {change.taken_back_at !== null && (
          <Note tone="warn" title="Taken back">
            By {change.taken_back_by ?? '–'} on {instantText(change.taken_back_at)}.
          </Note>
        )}
        {isWorking && <Working change={change} />}
        {change.planned > 0 && !isWorking && <Numbers change={change} />}
        <Text size="sm">
          Each gets it at the beginning of a period of its own. Whoever comes to the old terms until then gets it too.{' '}
          <TextLink to={`/plans/${change.plan_id}`} inherit>
            The terms
          </TextLink>
        </Text>
        {may('subscriptions.read') && <Who change={change} />}
      </Stack>
    </>
  );
};

/** One price change: how far it is, who gets it when, and the way to take it back. */
export const PriceChangePage = () => {
  const id = useId();
  const change = useGet<typeof GetPriceChange>('/price-changes/:id', { id }, { every: LOOK_AGAIN_MS });
  useLiveRefresh(
    ['subscriptions.price_changes'],
    ['/price-changes/:id', '/price-changes/:price_change_id/subscriptions'],
  );
  return <Loaded of={change}>{(found) => <ChangeBody change={found} />}</Loaded>;
};
