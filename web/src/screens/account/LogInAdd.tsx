import type { AddCredential, ListNas } from '@isp/server/contract/aaa';
import { SegmentedControl, Select, TextInput } from '@mantine/core';
import type { UseFormReturnType } from '@mantine/form';
import { useList } from '../../api/query.ts';
import { useCommandForm } from '../../kit/command-form.ts';
import { FormDrawer } from '../../kit/FormDrawer.tsx';
import { Note } from '../../kit/Note.tsx';
import { notifyDone } from '../../kit/notify.ts';
import { logInName } from './credential-words.ts';

type Values = {
  kind: 'mac' | 'line';
  mac: string;
  line_nas_id: string | null;
  circuit_id: string;
  remote_id: string;
};

const KINDS = [
  { value: 'mac', label: 'MAC address' },
  { value: 'line', label: 'Line (option 82)' },
];

const MacFields = ({ form }: { readonly form: UseFormReturnType<Values> }) => (
  <>
    <TextInput
      label="MAC address"
      required
      placeholder="AA:BB:CC:DD:EE:FF"
      classNames={{ input: 'mono' }}
      maxLength={40}
      {...form.getInputProps('mac')}
    />
    <Note tone="warn">
      A MAC is no secret: whoever sends it is let on. It counts only at NASes that are set to let on by MAC.
    </Note>
  </>
);

const LineFields = ({ form }: { readonly form: UseFormReturnType<Values> }) => {
  const nas = useList<typeof ListNas>('/nas', { limit: 500, fields: 'id,name' });
  const id = { classNames: { input: 'mono' }, maxLength: 162 };
  return (
    <>
      <Select
        label="At NAS"
        placeholder="any"
        clearable
        searchable
        data={nas.rows.map(({ id: value, name }) => ({ value, label: name }))}
        {...form.getInputProps('line_nas_id')}
      />
      <TextInput
        label="Circuit"
        description="Agent-Circuit-Id as the NAS sends it; octets that are no text as 0x and hexadecimal digits"
        placeholder="eth 0/1/2:100"
        {...id}
        {...form.getInputProps('circuit_id')}
      />
      <TextInput label="Remote end" description="Agent-Remote-Id" {...id} {...form.getInputProps('remote_id')} />
      <Note tone="info">It counts only at NASes that find their subscribers by line.</Note>
    </>
  );
};

const toInput = ({ kind, mac, line_nas_id, circuit_id, remote_id }: Values) =>
  kind === 'mac'
    ? { kind, mac: mac.trim() }
    : {
        kind,
        ...(line_nas_id ? { line_nas_id } : {}),
        ...(circuit_id.trim() ? { circuit_id: circuit_id.trim() } : {}),
        ...(remote_id.trim() ? { remote_id: remote_id.trim() } : {}),
      };

interface LogInAddProps {
  readonly accountId: string;
  readonly subscriptionId: string;
  readonly onClose: () => void;
}

/** Gives a subscription a log-in without a password: a MAC address, or the line it comes by. */
export const LogInAdd = ({ accountId, subscriptionId, onClose }: LogInAddProps) => {
  const { form, frame } = useCommandForm<typeof AddCredential, Values>({
    verb: 'POST',
    path: '/accounts/:account_id/subscriptions/:subscription_id/credentials',
    initial: { kind: 'mac', mac: '', line_nas_id: null, circuit_id: '', remote_id: '' },
    toInput: (values) => ({ account_id: accountId, subscription_id: subscriptionId, ...toInput(values) }),
    validate: {
      mac: (mac, { kind }) => (kind === 'line' || mac.trim() ? null : 'write the MAC address'),
      circuit_id: (circuit, { kind, remote_id }) =>
        kind === 'mac' || circuit.trim() || remote_id.trim() ? null : 'write the circuit, or the remote end',
    },
    onDone: (made) => {
      notifyDone(`${logInName(made)} is a log-in now.`);
      onClose();
    },
  });
  return (
    <FormDrawer title="Add a log-in" onClose={onClose} {...frame} submit="Add log-in">
      <SegmentedControl aria-label="What somebody is known by" data={KINDS} {...form.getInputProps('kind')} />
      {form.values.kind === 'mac' ? <MacFields form={form} /> : <LineFields form={form} />}
    </FormDrawer>
  );
};
