import type { GetSandbox, TurnClock } from '@isp/server/contract/flows';
import { Button, Menu, Text } from '@mantine/core';
import { IconFlask, IconPlayerSkipForward } from '@tabler/icons-react';
import { useCommand } from '../api/command.ts';
import { useMe } from '../api/me.ts';
import { useGet } from '../api/query.ts';
import { countText, shortInstantText } from './format.ts';
import { useNow } from './Now.tsx';
import { notifyDone, notifyProblem } from './notify.ts';
import classes from './Shell.module.css';

const HOUR_MS = 3_600_000;
const DAY_MS = 24 * HOUR_MS;

const TURNS = [
  { label: 'An hour', ms: HOUR_MS },
  { label: 'A day', ms: DAY_MS },
  { label: 'A week', ms: 7 * DAY_MS },
  { label: '30 days', ms: 30 * DAY_MS },
] as const;

const TurnMenu = ({ isRunning }: { readonly isRunning: boolean }) => {
  const now = useNow();
  const turn = useCommand<typeof TurnClock>('POST', '/sandbox/clock', {
    onDone: ({ ran }) => notifyDone(`The clock is turned; ${countText(ran)} that fell due on the way ran.`),
    onProblem: notifyProblem,
  });
  const turnBy = (ms: number) => turn.send({ now: new Date(now() + ms).toISOString(), running: isRunning });
  return (
    <Menu position="bottom-end" shadow="md">
      <Menu.Target>
        <Button
          size="compact-xs"
          variant="default"
          ml="auto"
          loading={turn.isSending}
          leftSection={<IconPlayerSkipForward size={13} />}
        >
          Turn clock
        </Button>
      </Menu.Target>
      <Menu.Dropdown>
        <Menu.Label>Forward by</Menu.Label>
        {TURNS.map(({ label, ms }) => (
          <Menu.Item key={label} onClick={() => turnBy(ms)}>
            {label}
          </Menu.Item>
        ))}
      </Menu.Dropdown>
    </Menu>
  );
};

/** Says that this is a sandbox and what its clock shows, and turns it; nothing in a real installation. */
export const SandboxBanner = () => {
  const { data } = useGet<typeof GetSandbox>('/sandbox', {});
  const { may } = useMe();
  const now = useNow();
  if (!data?.sandbox) return null;
  return (
    <section className={classes.sandbox} aria-label="Sandbox">
      <IconFlask size={15} aria-hidden />
      <span>
        Sandbox
        <Text span inherit visibleFrom="xs">
          , its clock {data.running ? 'runs' : 'stands'} at
        </Text>{' '}
        <strong>{shortInstantText(new Date(now()).toISOString())}</strong>
      </span>
      {may('sandbox.turn') && <TurnMenu isRunning={data.running} />}
    </section>
  );
};
