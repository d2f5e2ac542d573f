import type { CreatePool } from '@isp/server/contract/aaa';
import { NumberInput, SegmentedControl, Select, TextInput } from '@mantine/core';
import type { UseFormReturnType } from '@mantine/form';
import { useNavigate } from '@tanstack/react-router';
import type { Input } from '../api/contract.ts';
import { useCommandForm } from '../kit/command-form.ts';
import { FormDrawer } from '../kit/FormDrawer.tsx';
import { notifyDone } from '../kit/notify.ts';
import { KIND_CHOICES, WHEN_FULL } from './pool-words.ts';
import { RangeFields, rangeInput, rangeProblem } from './RangeFields.tsx';

type Values = {
  code: string;
  name: string;
  kind: 'ipv4' | 'ipv6-prefix' | 'ipv6-delegated';
  kept_by: 'us' | 'nas';
  nas_pool: string;
  keep_offline_h: number | string;
  when_full: 'reject' | 'nas-chooses';
  range: string;
  length: number | string;
  whole: boolean;
};

const HOUR = 3600;

const KEEPERS = [
  { value: 'us', label: 'Kept here' },
  { value: 'nas', label: 'Kept by the NAS' },
];

const inputOf = (values: Values): Input<typeof CreatePool> => {
  const { code, name, kind } = values;
  if (values.kept_by === 'nas') return { code, name, kind, nas_pool: values.nas_pool.trim() };
  const keep_offline_s = Math.round(Number(values.keep_offline_h) * HOUR);
  const own = { code, name, kind, keep_offline_s, when_full: values.when_full };
  return values.range.trim() === '' ? own : { ...own, ...rangeInput(values) };
};

const OursFields = ({ form }: { readonly form: UseFormReturnType<Values> }) => (
  <>
    <RangeFields form={form} kind={form.values.kind} isNeeded={false} />
    <NumberInput
      label="An address stays for sure with who is offline up to"
      description="Longer, it may be taken back when the pool is full"
      min={1}
      max={8760}
      allowDecimal={false}
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
);

const NasField = ({ form }: { readonly form: UseFormReturnType<Values> }) => (
  <TextInput
    label="Its name on the NAS"
    required
    maxLength={120}
    classNames={{ input: 'mono' }}
    placeholder="pppoe-pool"
    {...form.getInputProps('nas_pool')}
  />
);

interface PoolAddProps {
  readonly onClose: () => void;
}

/** Adds a pool: of ours, with its first range, or by the name of one that the NAS keeps. */
export const PoolAdd = ({ onClose }: PoolAddProps) => {
  const navigate = useNavigate();
  const { form, frame } = useCommandForm<typeof CreatePool, Values>({
    verb: 'POST',
    path: '/pools',
    initial: {
      ...{ code: '', name: '', kind: 'ipv4', kept_by: 'us', nas_pool: '' },
      ...{ keep_offline_h: 24, when_full: 'reject', range: '', length: '', whole: false },
    },
    toInput: inputOf,
    validate: {
      name: (name) => (name.trim() ? null : 'write a name'),
      code: (code) => (code.trim() ? null : 'write a code'),
      nas_pool: (name, values) => (values.kept_by === 'us' || name.trim() ? null : 'write the pool’s name on the NAS'),
      keep_offline_h: (hours) => (Number(hours) >= 1 ? null : 'write an hour or more'),
      range: (range, values) =>
        values.kept_by === 'nas' || range.trim() === '' ? null : rangeProblem(range, values.kind),
    },
    onDone: (pool) => {
      notifyDone(`${pool.name} is added. Plans name it from their next terms on.`);
      onClose();
      void navigate({ to: `/pools/${pool.id}` });
    },
  });
  return (
    <FormDrawer title="Add a pool" onClose={onClose} {...frame} submit="Add pool">
      <TextInput label="Name" required maxLength={120} placeholder="North, CGNAT" {...form.getInputProps('name')} />
      <TextInput
        label="Code"
        required
        maxLength={40}
        description="How plans call it; it stays"
        placeholder="north"
        {...form.getInputProps('code')}
      />
      <Select label="It gives" data={KIND_CHOICES} allowDeselect={false} {...form.getInputProps('kind')} />
      <SegmentedControl aria-label="Who keeps it" data={KEEPERS} {...form.getInputProps('kept_by')} />
      {form.values.kept_by === 'us' ? <OursFields form={form} /> : <NasField form={form} />}
    </FormDrawer>
  );
};
