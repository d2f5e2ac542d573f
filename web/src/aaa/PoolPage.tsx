import type { GetPool } from '@isp/server/contract/aaa';
import { Button, Stack } from '@mantine/core';
import { useState } from 'react';
import type { Reply } from '../api/contract.ts';
import { useMe } from '../api/me.ts';
import { useGet } from '../api/query.ts';
import { CopyText } from '../kit/CopyText.tsx';
import { Figure, Figures } from '../kit/Figures.tsx';
import { countText, durationText } from '../kit/format.ts';
import { Loaded } from '../kit/Loaded.tsx';
import { Note } from '../kit/Note.tsx';
import { PageHeader } from '../kit/PageHeader.tsx';
import { useId } from '../kit/use-id.ts';
import { PoolAssignments } from './PoolAssignments.tsx';
import { PoolEdit } from './PoolEdit.tsx';
import { PoolRanges } from './PoolRanges.tsx';
import { ALMOST_FULL, POOL_KINDS, usedPercent } from './pool-words.ts';

/** A pool with its ranges. */
export type Pool = Reply<typeof GetPool>;

const OursBody = ({ pool }: { readonly pool: Pool }) => {
  const used = usedPercent(pool);
  const isTight = used >= ALMOST_FULL;
  return (
    <Stack gap="md">
      <Figures>
        <Figure
          label="Free"
          value={countText(Math.max(0, pool.size - pool.assigned))}
          note={`${(100 - used).toFixed(1)} %`}
          {...(isTight ? { tone: 'warn' } : {})}
        />
        <Figure label="Assigned" value={countText(pool.assigned)} note={`of ${countText(pool.size)}`} />
        <Figure
          label="Stays with who is offline"
          value={durationText(pool.keep_offline_s)}
          note="longer, it may be taken back when the pool is full"
        />
        <Figure
          label="Who finds none free"
          value={pool.when_full === 'reject' ? 'is rejected' : 'is let on'}
          note={pool.when_full === 'reject' ? 'the log-in’s reason says so' : 'the NAS chooses an address'}
        />
      </Figures>
      <PoolRanges pool={pool} />
      <PoolAssignments pool={pool} />
    </Stack>
  );
};

const PoolBody = ({ pool }: { readonly pool: Pool }) => {
  const { may } = useMe();
  const [isEditing, setEditing] = useState(false);
  return (
    <>
      <PageHeader
        title={pool.name}
        back={{ to: '/pools', label: 'Address pools' }}
        subtitle={
          <>
            {POOL_KINDS[pool.kind]} · <CopyText text={pool.code} label="code" />
          </>
        }
        actions={may('aaa.write') && <Button onClick={() => setEditing(true)}>Change</Button>}
      />
      {pool.nas_pool === null ? (
        <OursBody pool={pool} />
      ) : (
        <Note tone="info" title="Kept by the NAS">
          Whoever’s plan names this pool gets an address of the NAS’s own pool{' '}
          <span className="mono">{pool.nas_pool}</span>. Who has which is under “Online now” and “Who had it”.
        </Note>
      )}
      {isEditing && <PoolEdit pool={pool} onClose={() => setEditing(false)} />}
    </>
  );
};

/** One pool: how full it is, its ranges, and who has what of it. */
export const PoolPage = () => {
  const pool = useGet<typeof GetPool>('/pools/:id', { id: useId() });
  return <Loaded of={pool}>{(found) => <PoolBody pool={found} />}</Loaded>;
};
