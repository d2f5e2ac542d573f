import type { GetSession } from '@isp/server/contract/aaa';
import { Grid, Stack } from '@mantine/core';
import { CoaTable } from '../aaa/CoaTable.tsx';
import { DisconnectButton } from '../aaa/DisconnectButton.tsx';
import { SessionFacts, SessionFigures } from '../aaa/SessionFacts.tsx';
import type { Reply } from '../api/contract.ts';
import { useLiveRefresh } from '../api/live-refresh.ts';
import { useGet } from '../api/query.ts';
import { AccountLink } from '../kit/AccountLink.tsx';
import { Loaded } from '../kit/Loaded.tsx';
import { NothingHere } from '../kit/NothingHere.tsx';
import { PageHeader } from '../kit/PageHeader.tsx';
import { Panel } from '../kit/Panel.tsx';
import { StateBadge } from '../kit/StateBadge.tsx';
import { TrafficChart } from '../kit/TrafficChart.tsx';
import { useId } from '../kit/use-id.ts';
import { concerns } from './account/concerns.ts';

type Shown = Reply<typeof GetSession>;

const LOOK_AGAIN_MS = 20_000;

const SessionBody = ({ session, quarters, coa }: Shown) => (
  <>
    <PageHeader
      title={session.username}
      back={{ to: '/online', label: 'Online now' }}
      aside={<StateBadge state={session.stopped_at ? 'ended' : 'online'} />}
      subtitle={`on ${session.nas_name}`}
      actions={!session.stopped_at && <DisconnectButton session={session} />}
    />
    <Stack gap="md">
      <SessionFigures session={session} />
      <Grid gap="md">
        <Grid.Col span={{ base: 12, lg: 5 }}>
          <SessionFacts
            session={session}
            account={session.account_id ? <AccountLink id={session.account_id} /> : 'of a user nobody knows'}
          />
        </Grid.Col>
        <Grid.Col span={{ base: 12, lg: 7 }}>
          <Stack gap="md">
            <Panel title="Use by quarter of an hour">
              {quarters.length === 0 ? (
                <NothingHere title="Nothing was counted yet">Use is counted when the NAS sends an interim.</NothingHere>
              ) : (
                <TrafficChart points={quarters} step="hour" />
              )}
            </Panel>
            <Panel title="Sent to the NAS">
              <CoaTable packets={coa} />
            </Panel>
          </Stack>
        </Grid.Col>
      </Grid>
    </Stack>
  </>
);

/** One session: whose, where, how much, and every packet its NAS was sent. */
export const SessionPage = () => {
  const id = useId();
  const session = useGet<typeof GetSession>('/sessions/:id', { id }, { every: LOOK_AGAIN_MS });
  const account_id = session.data?.session.account_id ?? '';
  useLiveRefresh(['aaa.sessions'], ['/sessions/:id'], (news) => concerns(news, account_id));
  return <Loaded of={session}>{(shown) => <SessionBody {...shown} />}</Loaded>;
};
