import type { CreatePool, UpdatePool } from '@isp/server/contract/network';
import { TextInput } from '@mantine/core';
import { useCommandForm } from '../kit/command-form.ts';
import { FormDrawer } from '../kit/FormDrawer.tsx';
import { countText } from '../kit/format.ts';
import { notifyDone } from '../kit/notify.ts';

type AddValues = { code: string; name: string; range: string };

const RANGE = /^\d{1,3}(\.\d{1,3}){3}\/(\d{1,2})$/;
const LEAST_BITS = 8;
const MOST_BITS = 30;
/** Network, gateway and broadcast are never given out. */
const KEPT = 3;

const rangeText = (range: string): string => {
  const bits = Number(RANGE.exec(range.trim())?.[2] ?? Number.NaN);
  return bits >= LEAST_BITS && bits <= MOST_BITS
    ? `${countText(2 ** (32 - bits) - KEPT)} addresses to give out; the first is the gateway’s`
    : 'The network and its length, such as 100.64.0.0/22';
};

interface PoolAddProps {
  readonly onClose: () => void;
}

/** Adds a pool of addresses. */
export const PoolAdd = ({ onClose }: PoolAddProps) => {
  const { form, frame } = useCommandForm<typeof CreatePool, AddValues>({
    verb: 'POST',
    path: '/pools',
    initial: { code: '', name: '', range: '' },
    toInput: (values) => ({ ...values, range: values.range.trim() }),
    validate: {
      name: (name) => (name.trim() ? null : 'write a name'),
      code: (code) => (code.trim() ? null : 'write a code'),
      range: (range) => (RANGE.test(range.trim()) ? null : 'write a range such as 100.64.0.0/22'),
    },
    onDone: (pool) => {
      notifyDone(`${pool.name} is added.`);
      onClose();
    },
  });
  return (
    <FormDrawer title="Add a pool" onClose={onClose} {...frame} submit="Add pool">
      <TextInput label="Name" required maxLength={120} placeholder="North, CGNAT" {...form.getInputProps('name')} />
      <TextInput
        label="Code"
        required
        maxLength={40}
        description="Pools are used up in the order of their codes"
        placeholder="north-1"
        {...form.getInputProps('code')}
      />
      <TextInput
        label="Range"
        required
        classNames={{ input: 'mono' }}
        placeholder="100.64.0.0/22"
        description={rangeText(form.values.range)}
        {...form.getInputProps('range')}
      />
    </FormDrawer>
  );
};

type RenameValues = { name: string };

interface PoolRenameProps extends PoolAddProps {
  readonly pool: { readonly id: string; readonly name: string };
}

/** Gives a pool another name. */
export const PoolRename = ({ pool, onClose }: PoolRenameProps) => {
  const { form, frame } = useCommandForm<typeof UpdatePool, RenameValues>({
    verb: 'PATCH',
    path: '/pools/:id',
    initial: { name: pool.name },
    toInput: ({ name }) => ({ id: pool.id, name }),
    validate: { name: (name) => (name.trim() ? null : 'write a name') },
    onDone: (reply) => {
      notifyDone(`It is called ${reply.name} now.`);
      onClose();
    },
  });
  return (
    <FormDrawer title={`Rename ${pool.name}`} onClose={onClose} {...frame} submit="Rename">
      <TextInput label="Name" required maxLength={120} data-autofocus {...form.getInputProps('name')} />
    </FormDrawer>
  );
};
