import type {
  CancelVoucher,
  ForgetVoucherDevice,
  ListLogins,
  ListSessions,
  ShowVoucherCode,
} from '@isp/server/contract/aaa';
import type { ShowVoucher } from '@isp/server/contract/flows';
import { Button, Grid, Group, Stack } from '@mantine/core';
import { IconEye } from '@tabler/icons-react';
import { useState } from 'react';
import { useCommand } from '../api/command.ts';
import type { Reply, Row } from '../api/contract.ts';
import { useMe } from '../api/me.ts';
import { useGet, useList } from '../api/query.ts';
import { AccountLink } from '../kit/AccountLink.tsx';
import { ConfirmButton } from '../kit/ConfirmButton.tsx';
import { CopyText } from '../kit/CopyText.tsx';
import { DataTable } from '../kit/DataTable.tsx';
import { Day } from '../kit/Day.tsx';
import { Figure, Figures } from '../kit/Figures.tsx';
import { bytesText, durationText } from '../kit/format.ts';
import { Instant } from '../kit/Instant.tsx';
import { KeyValues } from '../kit/KeyValues.tsx';
import { Loaded } from '../kit/Loaded.tsx';
import { NothingHere } from '../kit/NothingHere.tsx';
import { notifyDone, notifyProblem } from '../kit/notify.ts';
import { PageHeader } from '../kit/PageHeader.tsx';
import { Panel } from '../kit/Panel.tsx';
import { StateBadge } from '../kit/StateBadge.tsx';
import type { TableColumn } from '../kit/table-column.ts';
import { useId } from '../kit/use-id.ts';
import { giftWords, validityText } from './voucher-words.ts';

type Shown = Reply<typeof ShowVoucher>;

const LOOK_AGAIN_MS = 15_000;

const sessionColumns: readonly TableColumn<Row<typeof ListSessions>>[] = [
  { id: 'started', header: 'Started', cell: (row) => <Instant at={row.started_at} as="full" /> },
  {
    id: 'state',
    header: 'State',
    phone: 'aside',
    cell: (row) => <StateBadge state={row.stopped_at ? 'ended' : 'online'} />,
  },
  { id: 'length', header: 'Length', align: 'right', cell: (row) => durationText(row.session_s) },
  { id: 'volume', header: 'Volume', align: 'right', cell: (row) => bytesText(row.input_octets + row.output_octets) },
  { id: 'station', header: 'Device', cell: (row) => <span className="mono">{row.calling_station_id ?? '–'}</span> },
  { id: 'nas', header: 'NAS', cell: (row) => row.nas_name },
];

const loginColumns: readonly TableColumn<Row<typeof ListLogins>>[] = [
  { id: 'at', header: 'When', cell: (row) => <Instant at={row.at} as="full" /> },
  { id: 'outcome', header: 'Answer', phone: 'aside', cell: (row) => <StateBadge state={row.outcome} /> },
  { id: 'reason', header: 'Reason', cell: (row) => row.reason },
  { id: 'station', header: 'Device', cell: (row) => <span className="mono">{row.calling_station_id ?? '–'}</span> },
  { id: 'nas', header: 'NAS', cell: (row) => row.nas_name ?? '–' },
];

const Code = ({ voucher }: { readonly voucher: Shown }) => {
  const { may } = useMe();
  const [isShown, setShown] = useState(false);
  const code = useGet<typeof ShowVoucherCode>(
    '/vouchers/:id/code',
    { id: voucher.id },
    { enabled: isShown, once: true },
  );
  if (code.data)
    return (
      <Group gap="md">
        <CopyText text={code.data.code} label="code" />
        {code.data.pin && <CopyText text={`PIN ${code.data.pin}`} label="PIN" />}
      </Group>
    );
  return (
    <Group gap="xs">
      <span className="mono">{voucher.code}</span>
      {may('vouchers.codes') && (
        <Button
          size="compact-xs"
          variant="subtle"
          leftSection={<IconEye size={14} />}
          loading={code.isFetching}
          onClick={() => setShown(true)}
        >
          Show
        </Button>
      )}
    </Group>
  );
};

const CancelButton = ({ voucher }: { readonly voucher: Shown }) => {
  const cancel = useCommand<typeof CancelVoucher>('POST', '/vouchers/:id/cancel', {
    onDone: () => notifyDone(`Voucher ${voucher.number} is cancelled.`),
    onProblem: notifyProblem,
  });
  return (
    <ConfirmButton
      danger
      question={`Cancel voucher ${voucher.number}?`}
      consequence="It will let nobody on any more; who is online by it is disconnected. This cannot be taken back."
      confirm="Cancel voucher"
      isSending={cancel.isSending}
      onConfirm={() => cancel.send({ id: voucher.id })}
    >
      Cancel voucher
    </ConfirmButton>
  );
};

const Device = ({ voucher }: { readonly voucher: Shown }) => {
  const { may } = useMe();
  const forget = useCommand<typeof ForgetVoucherDevice>('POST', '/vouchers/:id/forget-device', {
    onDone: () => notifyDone('The next device that comes is let in.'),
    onProblem: notifyProblem,
  });
  if (!voucher.binds_device) return 'any';
  if (voucher.mac === null) return 'the first that comes';
  return (
    <Group gap="xs">
      <span className="mono">{voucher.mac.match(/../g)?.join(':')}</span>
      {may('vouchers.write') && (
        <Button
          size="compact-xs"
          variant="subtle"
          loading={forget.isSending}
          onClick={() => forget.send({ id: voucher.id })}
        >
          Let another in
        </Button>
      )}
    </Group>
  );
};

const End = ({ voucher }: { readonly voucher: Shown }) => {
  const at = voucher.ended_at ?? voucher.expires_at;
  return at === null ? '–' : <Instant at={at} />;
};

const Use = ({ voucher }: { readonly voucher: Shown }) => (
  <Figures>
    <Figure
      label="Time online"
      value={durationText(voucher.used_s)}
      note={voucher.time_s === null ? 'without limit' : `of ${durationText(voucher.time_s)}`}
    />
    <Figure
      label="Volume"
      value={bytesText(voucher.used_octets)}
      note={voucher.octets === null ? 'without limit' : `of ${bytesText(voucher.octets)}`}
    />
    <Figure label="Online now" value={String(voucher.online)} />
    <Figure
      label={voucher.ended_at ? 'Over since' : 'Expires'}
      value={<End voucher={voucher} />}
      note={voucher.valid_s === null ? 'without limit' : `${validityText(voucher.valid_s)} from first log-in`}
    />
  </Figures>
);

const Facts = ({ voucher }: { readonly voucher: Shown }) => (
  <Panel title="The voucher">
    <KeyValues
      items={[
        ['Code', <Code key="code" voucher={voucher} />],
        ['Gives', giftWords(voucher).join(' · ')],
        ['First log-in', voucher.first_used_at && <Instant key="first" at={voucher.first_used_at} as="full" />],
        ...(voucher.first_used_at === null
          ? [
              [
                'To be used by',
                voucher.use_by_on === null ? 'any day' : <Day key="by" day={voucher.use_by_on} />,
              ] as const,
            ]
          : []),
        [
          voucher.ended_at ? 'Over since' : 'Expires',
          (voucher.ended_at ?? voucher.expires_at) && (
            <Instant key="over" at={voucher.ended_at ?? voucher.expires_at ?? ''} as="full" />
          ),
        ],
        ['At the next log-in', voucher.reason === 'active' ? 'let on' : voucher.reason],
        ['Device', <Device key="device" voucher={voucher} />],
        ['Whose', <AccountLink key="account" id={voucher.account_id} />],
      ]}
    />
  </Panel>
);

const History = ({ id }: { readonly id: string }) => {
  const { may } = useMe();
  const every = { every: LOOK_AGAIN_MS, enabled: may('aaa.read') };
  const sessions = useList<typeof ListSessions>('/sessions', { subscription_id: id, limit: 20 }, every);
  const logins = useList<typeof ListLogins>('/logins', { subscription_id: id, limit: 20 }, every);
  if (!may('aaa.read')) return null;
  return (
    <Stack gap="md">
      <Panel title="Sessions" padded={false}>
        <DataTable
          name="voucher-sessions"
          list={sessions}
          columns={sessionColumns}
          rowKey={(row) => row.id}
          rowLink={(row) => ({ to: `/sessions/${row.id}` })}
          empty={<NothingHere title="Never online">Sessions appear when somebody logs in by it.</NothingHere>}
        />
      </Panel>
      <Panel title="Log-ins" padded={false}>
        <DataTable
          name="voucher-logins"
          list={logins}
          columns={loginColumns}
          rowKey={(row) => row.id}
          empty={
            <NothingHere title="No log-in yet">A mistyped code is under Log-ins, as a name nobody has.</NothingHere>
          }
        />
      </Panel>
    </Stack>
  );
};

const VoucherBody = ({ voucher }: { readonly voucher: Shown }) => {
  const { may } = useMe();
  const isLive = voucher.state === 'unused' || voucher.state === 'in-use';
  return (
    <>
      <PageHeader
        title={`Voucher ${voucher.number}`}
        back={{ to: `/vouchers/${voucher.batch_id}`, label: voucher.batch_name }}
        aside={<StateBadge state={voucher.state} />}
        actions={isLive && may('vouchers.write') && <CancelButton voucher={voucher} />}
      />
      <Stack gap="md">
        <Use voucher={voucher} />
        <Grid gap="md">
          <Grid.Col span={{ base: 12, lg: 5 }}>
            <Facts voucher={voucher} />
          </Grid.Col>
          <Grid.Col span={{ base: 12, lg: 7 }}>
            <History id={voucher.id} />
          </Grid.Col>
        </Grid>
      </Stack>
    </>
  );
};

/** One voucher: what was used of it, its sessions and log-ins. */
export const VoucherPage = () => {
  const voucher = useGet<typeof ShowVoucher>('/vouchers/:id', { id: useId() }, { every: LOOK_AGAIN_MS });
  return <Loaded of={voucher}>{(shown) => <VoucherBody voucher={shown} />}</Loaded>;
};
