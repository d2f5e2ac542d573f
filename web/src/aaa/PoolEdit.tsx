import type { UpdatePool } from '@isp/server/contract/aaa';
import { NumberInput, Select, TextInput } from '@mantine/core';
import { useCommandForm } from '../kit/command-form.ts';
import { FormDrawer } from '../kit/FormDrawer.tsx';
import { notifyDone } from '../kit/notify.ts';
import type { Pool } from './PoolPage.tsx';
import { WHEN_FULL } from './pool-words.ts';

type Values = { name: string; nas_pool: string; keep_offline_h: number | string; when_full: Pool['when_full'] };

const HOUR = 3600;

interface PoolEditProps {
  readonly pool: Pool;
  readonly onClose: () => void;
}

/** Changes a pool's name and rules. */
export const PoolEdit = ({ pool, onClose }: PoolEditProps) => {
  const isOurs = pool.nas_pool === null;
  const { form, frame } = useCommandForm<typeof UpdatePool, Values>({
    verb: 'PATCH',
    path: '/pools/:id',
    initial: {
      name: pool.name,
      nas_pool: pool.nas_pool ?? '',
      keep_offline_h: pool.keep_offline_s / HOUR,
      when_full: pool.when_full,
    },
    toInput: ({ name, nas_pool, keep_offline_h, when_full }) => ({
      id: pool.id,
      name,
      ...(isOurs ? { keep_offline_s: Math.round(Number(keep_offline_h) * HOUR), when_full } : { nas_pool }),
    }),
    validate: {
      name: (name) => (name.trim() ? null : 'write a name'),
      nas_pool: (name) => (isOurs || name.trim() ? null : 'write the pool’s name on the NAS'),
      keep_offline_h: (hours) => (Number(hours) > 0 ? null : 'write how many hours'),
    },
    onDone: (changed) => {
      notifyDone(`${changed.name} is changed.`);
      onClose();
    },
  });
  return (
    <FormDrawer title={`Change ${pool.name}`} onClose={onClose} {...frame} submit="Change">
      <TextInput label="Name" required maxLength={120} data-autofocus {...form.getInputProps('name')} />
      {isOurs ? (
        <>
          <NumberInput
            label="An address stays for sure with who is offline up to"
            description="Longer, it may be taken back when the pool is full"
            min={0.2}
            max={8760}
            decimalScale={1}
            suffix=" hours"
            {...form.getInputProps('keep_offline_h')}
          />
          <Select
            label="Who finds none free"
            data={[...WHEN_FULL]}
            allowDeselect={false}
            {...form.getInputProps('when_full')}
          />
        </>
      ) : (
        <TextInput
          label="Its name on the NAS"
          required
          maxLength={120}
          classNames={{ input: 'mono' }}
          {...form.getInputProps('nas_pool')}
        />
      )}
    </FormDrawer>
  );
};
