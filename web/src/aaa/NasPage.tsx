import type { GetNas, GetNasHealth, ListVendors, RemoveNas, UpdateNas } from '@isp/server/contract/aaa';
import { Button, Grid, Group, Stack } from '@mantine/core';
import { useState } from 'react';
import { useCommand } from '../api/command.ts';
import type { Reply } from '../api/contract.ts';
import { useMe } from '../api/me.ts';
import { useGet } from '../api/query.ts';
import { ButtonLink } from '../kit/ButtonLink.tsx';
import { ConfirmButton } from '../kit/ConfirmButton.tsx';
import { Loaded } from '../kit/Loaded.tsx';
import { useNow } from '../kit/Now.tsx';
import { notifyDone, notifyProblem } from '../kit/notify.ts';
import { PageHeader } from '../kit/PageHeader.tsx';
import { useId } from '../kit/use-id.ts';
import { NasAsk } from './NasAsk.tsx';
import { NasCapability } from './NasCapability.tsx';
import { NasCondition } from './NasCondition.tsx';
import { NasConfig } from './NasConfig.tsx';
import { NasAdd, NasEdit } from './NasForm.tsx';
import { NasDay, NasFigures, NasOddities } from './NasHealth.tsx';
import { NasRange } from './NasRange.tsx';
import { NasSecret } from './NasSecret.tsx';
import { NasTags } from './NasTags.tsx';

type Nas = Reply<typeof GetNas>;
type Health = Reply<typeof GetNasHealth>;

const LOOK_AGAIN_MS = 10_000;

const NasSwitch = ({ nas }: { readonly nas: Nas }) => {
  const disable = useCommand<typeof RemoveNas>('DELETE', '/nas/:id', {
    onDone: () => notifyDone(`${nas.name} is disabled.`),
    onProblem: notifyProblem,
  });
  const enable = useCommand<typeof UpdateNas>('PATCH', '/nas/:id', {
    onDone: () => notifyDone(`${nas.name} is answered again.`),
    onProblem: notifyProblem,
  });
  return nas.state === 'active' ? (
    <ConfirmButton
      danger
      question={`Disable ${nas.name}?`}
      consequence="Its packets are discarded from then on: nobody behind it can log in, and its accounting is not taken. Its sessions and records stay."
      isSending={disable.isSending}
      onConfirm={() => disable.send({ id: nas.id })}
    >
      Disable
    </ConfirmButton>
  ) : (
    <Button loading={enable.isSending} onClick={() => enable.send({ id: nas.id, state: 'active' })}>
      Enable
    </Button>
  );
};

const NasAddTo = ({ range, onClose }: { readonly range: Nas; readonly onClose: () => void }) => (
  <NasAdd
    known={{ vendor: range.vendor, range_id: range.id, range_name: range.name, address: range.address }}
    onClose={onClose}
    onAdded={(nas) => {
      notifyDone(`${nas.name} is added.`);
      onClose();
    }}
  />
);

const NasHead = ({ nas, health }: { readonly nas: Nas; readonly health: Health }) => {
  const { may } = useMe();
  const [isEditing, setEditing] = useState(false);
  const [isAdding, setAdding] = useState(false);
  const vendors = useGet<typeof ListVendors>('/nas/vendors', {});
  const make = vendors.data?.items.find(({ id }) => id === nas.vendor)?.title ?? nas.vendor;
  return (
    <>
      <PageHeader
        title={nas.name}
        back={{ to: '/nas', label: 'NAS' }}
        aside={<NasCondition nas={health} />}
        subtitle={
          <Group gap={6}>
            <span>
              {make}, <span className="mono">{nas.address}</span>, CoA port {nas.coa_port}
              {nas.identifier !== null && `, calls itself ${nas.identifier} in ${nas.range_name}`}
            </span>
            <NasTags tags={nas.tags} />
          </Group>
        }
        actions={
          <>
            <ButtonLink to="/logins" search={{ nas_id: nas.id }} variant="default">
              Log-ins
            </ButtonLink>
            {may('aaa.write') && (
              <>
                {nas.by_identifier !== 'off' && (
                  <Button variant="default" onClick={() => setAdding(true)}>
                    Add one of its NASes
                  </Button>
                )}
                <Button variant="default" onClick={() => setEditing(true)}>
                  Edit
                </Button>
                <NasSwitch nas={nas} />
              </>
            )}
          </>
        }
      />
      {isAdding && <NasAddTo range={nas} onClose={() => setAdding(false)} />}
      {isEditing && <NasEdit nas={nas} onClose={() => setEditing(false)} />}
    </>
  );
};

const NasBody = ({ nas, health }: { readonly nas: Nas; readonly health: Health }) => {
  const now = useNow();
  return (
    <>
      <NasHead nas={nas} health={health} />
      <Stack gap="md">
        <NasFigures id={nas.id} health={health} now={now()} />
        <Grid gap="md">
          <Grid.Col span={{ base: 12, lg: 7 }}>
            <Stack gap="md">
              {nas.range_id === null && <NasRange range={nas} />}
              <NasDay health={health} now={now()} />
              <NasConfig nas={nas} />
            </Stack>
          </Grid.Col>
          <Grid.Col span={{ base: 12, lg: 5 }}>
            <Stack gap="md">
              <NasAsk nas={nas} asked={health.asked} />
              <NasSecret nas={nas} change={health.secret_change} />
              <NasCapability nas={nas} capability={health.capability} />
              <NasOddities health={health} />
            </Stack>
          </Grid.Col>
        </Grid>
      </Stack>
    </>
  );
};

/** One NAS: how it is, its secret, what it can do, and what to paste into it. */
export const NasPage = () => {
  const id = useId();
  const nas = useGet<typeof GetNas>('/nas/:id', { id });
  const health = useGet<typeof GetNasHealth>('/nas/:id/health', { id }, { every: LOOK_AGAIN_MS });
  return (
    <Loaded of={nas}>{(shown) => <Loaded of={health}>{(now) => <NasBody nas={shown} health={now} />}</Loaded>}</Loaded>
  );
};
