import type { GetNasHealth } from '@isp/server/contract/aaa';
import { Stack } from '@mantine/core';
import type { Reply } from '../api/contract.ts';
import { CountBars, type CountBarsProps } from '../kit/CountBars.tsx';
import { Figure, Figures } from '../kit/Figures.tsx';
import { countText, durationText } from '../kit/format.ts';
import { Instant } from '../kit/Instant.tsx';
import { KeyValues } from '../kit/KeyValues.tsx';
import { NothingHere } from '../kit/NothingHere.tsx';
import { Panel } from '../kit/Panel.tsx';
import { StateBadge } from '../kit/StateBadge.tsx';
import { errorCauseText } from './radius-words.ts';

type Health = Reply<typeof GetNasHealth>;
interface HealthProps {
  readonly health: Health;
}

const Heard = ({ at }: { readonly at: string | null }) => (at === null ? <>never</> : <Instant at={at} />);

const SECOND_MS = 1000;

/** How long ago, in its largest unit: `26 min ago`. */
const agoText = (at: string | null, now: number): string => {
  if (at === null) return 'never';
  const [count, unit] = durationText(Math.max(1, (now - Date.parse(at)) / SECOND_MS)).split(' ');
  return `${count} ${unit} ago`;
};

/** What matters of a NAS at a glance. */
export const NasFigures = ({ id, health, now }: HealthProps & { readonly id: string; readonly now: number }) => (
  <Figures>
    <Figure label="Last log-in" value={agoText(health.auth_heard_at, now)} />
    <Figure label="Last accounting" value={agoText(health.acct_heard_at, now)} />
    <Figure label="Sessions online" to="/online" search={{ nas_id: id }} value={countText(health.sessions)} />
    <Figure
      label="Interim missing"
      value={countText(health.sessions_silent)}
      note="sessions not heard of for 15 minutes"
      {...(health.sessions_silent > 0 ? { tone: 'warn' as const } : {})}
    />
    <Figure label="Packets a minute" value={countText(health.packets_per_min)} />
    <Figure label="Rejected a minute" value={countText(health.rejects_per_min)} />
  </Figures>
);

const QUARTER_MS = 900_000;
const QUARTERS = 96;

/** The last day's quarters, those in which nothing came too. */
const filled = (health: Health, now: number, counts: (q: Health['quarters'][number]) => Record<string, number>) => {
  const byTime = new Map(health.quarters.map((q) => [Date.parse(q.at), q]));
  const last = Math.floor(now / QUARTER_MS) * QUARTER_MS;
  return Array.from({ length: QUARTERS }, (_, i): CountBarsProps['points'][number] => {
    const at = last - (QUARTERS - 1 - i) * QUARTER_MS;
    const quarter = byTime.get(at);
    return { at: new Date(at).toISOString(), counts: quarter ? counts(quarter) : {} };
  });
};

const LOG_INS = [
  { name: 'Accepted', tone: 'a' },
  { name: 'Walled', tone: 'c' },
  { name: 'Rejected', tone: 'b' },
] as const;

/** The last day of a NAS by quarter of an hour: log-ins and accounting. */
export const NasDay = ({ health, now }: HealthProps & { readonly now: number }) => (
  <Panel title="The last day, by quarter of an hour">
    {health.quarters.length === 0 ? (
      <NothingHere title="Nothing came from it">What comes is counted here.</NothingHere>
    ) : (
      <Stack gap="sm">
        <CountBars
          series={LOG_INS}
          points={filled(health, now, (q) => ({ Accepted: q.accepts, Walled: q.walled, Rejected: q.rejects }))}
        />
        <CountBars
          series={[{ name: 'Accounting records', tone: 'c' }]}
          height={130}
          points={filled(health, now, (q) => ({ 'Accounting records': q.accounting }))}
        />
      </Stack>
    )}
  </Panel>
);

const sum = (health: Health, of: 'repeated' | 'wrong_secret' | 'discards'): number =>
  health.quarters.reduce((n, quarter) => n + quarter[of], 0);

const LastCoa = ({ health }: HealthProps) =>
  health.coa_outcome === null || health.coa_at === null ? (
    <>none yet</>
  ) : (
    <>
      <StateBadge state={health.coa_outcome} /> <Instant at={health.coa_at} />
      {health.coa_error_cause !== null && `: ${errorCauseText(health.coa_error_cause)}`}
    </>
  );

/** What is odd about what came from a NAS, over the last day. */
export const NasOddities = ({ health }: HealthProps) => (
  <Panel title="Signs of trouble, last day">
    <KeyValues
      items={[
        ['Asked again', `${countText(sum(health, 'repeated'))} repeated requests`],
        ['Wrong secret', `${countText(sum(health, 'wrong_secret'))} requests`],
        ['Not answered', `${countText(sum(health, 'discards'))} in all`],
        ['Last CoA', <LastCoa key="coa" health={health} />],
        ['CoA answered', <Heard key="answered" at={health.coa_answered_at} />],
        [
          'Over TLS',
          health.radsec_connected ? (
            <StateBadge key="tls" state="online">
              connected
            </StateBadge>
          ) : (
            'not connected'
          ),
        ],
      ]}
    />
  </Panel>
);
