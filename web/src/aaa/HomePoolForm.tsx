import type { CreateHomePool, ListHomePools, ListHomeServers, UpdateHomePool } from '@isp/server/contract/aaa';
import { MultiSelect, NumberInput, Select, TextInput } from '@mantine/core';
import type { FormValidateInput, UseFormReturnType } from '@mantine/form';
import type { Row } from '../api/contract.ts';
import { useList } from '../api/query.ts';
import { useCommandForm } from '../kit/command-form.ts';
import { FormDrawer } from '../kit/FormDrawer.tsx';
import { notifyDone } from '../kit/notify.ts';

type PoolRow = Row<typeof ListHomePools>;

type Values = {
  name: string;
  mode: 'fail-over' | 'load-balance';
  when_dead: 'silence' | 'reject';
  members: string[];
  weights: Record<string, number>;
};

const EMPTY: Values = { name: '', mode: 'fail-over', when_dead: 'silence', members: [], weights: {} };

const MODES = [
  { value: 'fail-over', label: 'fail-over: the first that is there' },
  { value: 'load-balance', label: 'load-balance: by lot, one session always the same' },
];
const WHEN_DEAD = [
  { value: 'silence', label: 'no answer: it tries its next RADIUS server' },
  { value: 'reject', label: 'a rejection' },
];

const toInput = ({ name, mode, when_dead, members, weights }: Values) => ({
  name: name.trim(),
  mode,
  when_dead,
  members: members.map((server_id) => ({ server_id, weight: weights[server_id] ?? 1 })),
});

const problems: FormValidateInput<Values> = {
  name: (name) => (name.trim() ? null : 'write a name'),
  members: (members) => (members.length > 0 ? null : 'choose a home server'),
};

const PoolFields = ({ form }: { readonly form: UseFormReturnType<Values> }) => {
  const servers = useList<typeof ListHomeServers>('/home-servers', { limit: 500 });
  const nameOf = (id: string) => servers.rows.find((row) => row.id === id)?.name ?? id;
  const { members, mode } = form.values;
  return (
    <>
      <TextInput label="Name" required maxLength={120} placeholder="Partner" {...form.getInputProps('name')} />
      <MultiSelect
        label="Home servers"
        required
        searchable
        data={servers.rows.map(({ id, name }) => ({ value: id, label: name }))}
        description={
          servers.rows.length === 0
            ? 'Add home servers first'
            : mode === 'fail-over' && 'In the order in which they are asked'
        }
        {...form.getInputProps('members')}
      />
      <Select label="Mode" data={MODES} allowDeselect={false} {...form.getInputProps('mode')} />
      {mode === 'load-balance' &&
        members.map((id) => (
          <NumberInput
            key={id}
            label={`Weight of ${nameOf(id)}`}
            min={1}
            max={100}
            value={form.values.weights[id] ?? 1}
            onChange={(weight) => form.setFieldValue(`weights.${id}`, Number(weight) || 1)}
          />
        ))}
      <Select
        label="When nobody answers, the NAS gets"
        data={WHEN_DEAD}
        allowDeselect={false}
        {...form.getInputProps('when_dead')}
      />
    </>
  );
};

/** Adds a pool. */
export const HomePoolAdd = ({ onClose }: { readonly onClose: () => void }) => {
  const { form, frame } = useCommandForm<typeof CreateHomePool, Values>({
    verb: 'POST',
    path: '/home-pools',
    initial: EMPTY,
    toInput,
    validate: problems,
    onDone: ({ name }) => {
      notifyDone(`${name} is added.`);
      onClose();
    },
  });
  return (
    <FormDrawer title="Add a pool" onClose={onClose} {...frame} submit="Add pool">
      <PoolFields form={form} />
    </FormDrawer>
  );
};

interface HomePoolEditProps {
  readonly pool: PoolRow;
  readonly onClose: () => void;
}

/** Changes a pool. */
export const HomePoolEdit = ({ pool, onClose }: HomePoolEditProps) => {
  const { name, mode, when_dead } = pool;
  const { form, frame } = useCommandForm<typeof UpdateHomePool, Values>({
    verb: 'PATCH',
    path: '/home-pools/:id',
    initial: {
      ...{ name, mode, when_dead },
      members: pool.members.map(({ server_id }) => server_id),
      weights: Object.fromEntries(pool.members.map(({ server_id, weight }) => [server_id, weight])),
    },
    toInput: (values) => ({ id: pool.id, ...toInput(values) }),
    validate: problems,
    onDone: () => {
      notifyDone('Saved. It holds from the next packet.');
      onClose();
    },
  });
  return (
    <FormDrawer title={`Edit ${name}`} onClose={onClose} {...frame} submit="Save">
      <PoolFields form={form} />
    </FormDrawer>
  );
};
