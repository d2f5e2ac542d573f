import { Checkbox, Text } from '@mantine/core';
import { DisconnectButton } from '../aaa/DisconnectButton.tsx';
import { Bytes } from '../kit/Bytes.tsx';
import { durationText, instantText, rateText } from '../kit/format.ts';
import { useNow } from '../kit/Now.tsx';
import { Rate } from '../kit/Rate.tsx';
import { StateBadge } from '../kit/StateBadge.tsx';
import { TextLink } from '../kit/TextLink.tsx';
import type { VirtualColumn } from '../kit/VirtualTable.tsx';
import type { SeenRow } from './use-online.ts';

interface RowProps {
  readonly row: SeenRow;
}

const Mono = ({ text }: { readonly text: string | null }) => (text ? <span className="mono">{text}</span> : <>–</>);

export const Whose = ({ row }: RowProps) =>
  row.account_id ? (
    <TextLink to={`/accounts/${row.account_id}`} inherit>
      {row.account_name ?? row.account_number ?? 'account'}
    </TextLink>
  ) : (
    <>nobody’s</>
  );

/** What its NAS was told, with a sign when that is not what it deserves. */
export const Told = ({ row }: RowProps) => (
  <>
    <StateBadge
      state={row.has_ended ? 'ended' : (row.told_mode ?? 'info')}
      {...(row.as_told ? {} : { tone: 'warn' as const })}
    >
      {row.has_ended
        ? 'ended'
        : !row.as_told
          ? 'not as deserved'
          : row.told_mode === null
            ? 'not known'
            : row.told_mode === 'gone'
              ? 'let go'
              : undefined}
    </StateBadge>
    <Text component="div" size="xs" c="dimmed">
      {row.told_mode === null ? '' : <Rate down_kbps={row.told_rate_down_kbps} up_kbps={row.told_rate_up_kbps} />}
    </Text>
  </>
);

const speed = (kbps: number | null): string => (kbps === null ? '–' : rateText(kbps));

/** Its speed between the last two records. */
export const SeenRate = ({ row }: RowProps) =>
  row.seen_rate_down_kbps === null ? (
    <>–</>
  ) : (
    <span title="Between its last two records">
      ↓ {speed(row.seen_rate_down_kbps)}
      <Text component="div" size="xs" c="dimmed">
        ↑ {speed(row.seen_rate_up_kbps)}
      </Text>
    </span>
  );

const SECOND_MS = 1000;

/** For how long it is online; since when, on hover. */
const Since = ({ row }: RowProps) => {
  const now = useNow();
  const seconds = Math.max(0, (now() - Date.parse(row.started_at)) / SECOND_MS);
  return <span title={instantText(row.started_at)}>{durationText(seconds)}</span>;
};

const Addresses = ({ row }: RowProps) => (
  <>
    <Mono text={row.framed_ip ?? row.framed_ipv6_prefix} />
    <Text component="div" size="xs" c="dimmed">
      <Mono
        text={(row.framed_ip ? row.framed_ipv6_prefix : null) ?? row.delegated_ipv6_prefix ?? row.calling_station_id}
      />
    </Text>
  </>
);

const Octets = ({ row }: RowProps) => (
  <>
    ↓ <Bytes octets={row.output_octets} />
    <Text component="div" size="xs" c="dimmed">
      ↑ <Bytes octets={row.input_octets} />
    </Text>
  </>
);

/** Which rows are chosen, and how one chooses. */
export interface Choice {
  readonly chosen: ReadonlySet<string>;
  readonly toggle: (id: string) => void;
}

/** The columns of who is online; with boxes to choose rows by for those who may end sessions. */
export const onlineColumns = (choice: Choice | undefined): readonly VirtualColumn<SeenRow>[] => [
  ...(choice
    ? [
        {
          id: 'choose',
          header: '',
          width: 36,
          cell: (row: SeenRow) => (
            <Checkbox
              size="xs"
              aria-label={`Choose ${row.username}`}
              checked={choice.chosen.has(row.id)}
              onChange={() => choice.toggle(row.id)}
            />
          ),
        },
      ]
    : []),
  {
    id: 'username',
    header: 'Username',
    sort: 'username',
    width: 110,
    cell: (row) => <Mono text={row.username} />,
  },
  { id: 'account', header: 'Account', width: 126, cell: (row) => <Whose row={row} /> },
  { id: 'told', header: 'Was told', width: 168, cell: (row) => <Told row={row} /> },
  { id: 'address', header: 'Addresses', width: 144, cell: (row) => <Addresses row={row} /> },
  {
    id: 'nas',
    header: 'NAS',
    width: 86,
    cell: (row) => (
      <TextLink to={`/nas/${row.nas_id}`} inherit>
        {row.nas_name}
      </TextLink>
    ),
  },
  {
    id: 'since',
    header: 'Online for',
    sort: 'started_at',
    width: 84,
    cell: (row) => <Since row={row} />,
  },
  { id: 'octets', header: 'Used', sort: 'octets', align: 'right', width: 90, cell: (row) => <Octets row={row} /> },
  { id: 'rate', header: 'Now', sort: 'rate', align: 'right', width: 116, cell: (row) => <SeenRate row={row} /> },
  {
    id: 'actions',
    header: '',
    align: 'right',
    width: 52,
    cell: (row) => (row.has_ended ? null : <DisconnectButton session={row} isSmall />),
  },
];
