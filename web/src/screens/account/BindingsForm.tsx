import type { BindCredential, ListNas } from '@isp/server/contract/aaa';
import { SegmentedControl, Select, Stack, Text, TextInput } from '@mantine/core';
import type { UseFormReturnType } from '@mantine/form';
import { useList } from '../../api/query.ts';
import { useCommandForm } from '../../kit/command-form.ts';
import { FormDrawer } from '../../kit/FormDrawer.tsx';
import { notifyDone } from '../../kit/notify.ts';
import { type BindingKind, type LogIn, logInName, macText } from './credential-words.ts';

type Mode = 'any' | 'learn' | 'value';
type Values = Readonly<Record<BindingKind, string>> & {
  readonly [K in BindingKind as `${K}_mode`]: Mode;
} & { readonly port_nas_id: string | null };

const MODES = [
  { value: 'any', label: 'Any' },
  { value: 'learn', label: 'Learn the first' },
  { value: 'value', label: 'Only this' },
];

interface Asked {
  readonly kind: BindingKind;
  readonly label: string;
  readonly says: string;
  readonly placeholder: string;
}

const ASKED: readonly Asked[] = [
  { kind: 'mac', label: 'Station (MAC)', says: 'Calling-Station-Id', placeholder: 'AA:BB:CC:DD:EE:FF' },
  {
    kind: 'port',
    label: 'Port',
    says: 'Agent-Circuit-Id when it is said, else NAS-Port-Id',
    placeholder: 'eth 0/1/2:100',
  },
  {
    kind: 'vlan',
    label: 'VLAN',
    says: 'from Egress-VLANID, Tunnel-Private-Group-Id or the port’s name',
    placeholder: '100, or 100.200',
  },
];

const modeOf = (logIn: LogIn, kind: BindingKind): Mode => {
  if (logIn.learn.includes(kind)) return 'learn';
  return logIn[kind] === null ? 'any' : 'value';
};

const initialOf = (logIn: LogIn): Values => ({
  mac_mode: modeOf(logIn, 'mac'),
  port_mode: modeOf(logIn, 'port'),
  vlan_mode: modeOf(logIn, 'vlan'),
  mac: logIn.mac === null ? '' : macText(logIn.mac),
  port: logIn.port ?? '',
  vlan: logIn.vlan ?? '',
  port_nas_id: logIn.port_nas_id,
});

const wanted = (values: Values, kind: BindingKind): string | null => {
  const mode = values[`${kind}_mode`];
  if (mode === 'any') return null;
  return mode === 'learn' ? 'learn' : values[kind].trim();
};

const Binding = ({ form, kind, label, says, placeholder }: Asked & { readonly form: UseFormReturnType<Values> }) => (
  <Stack gap={6}>
    <Text size="sm" fw={500}>
      {label}
    </Text>
    <SegmentedControl aria-label={label} data={MODES} {...form.getInputProps(`${kind}_mode`)} />
    {form.values[`${kind}_mode`] === 'value' && (
      <TextInput
        aria-label={`${label}: only this`}
        description={says}
        placeholder={placeholder}
        classNames={{ input: 'mono' }}
        maxLength={508}
        {...form.getInputProps(kind)}
      />
    )}
  </Stack>
);

const PortNas = ({ form }: { readonly form: UseFormReturnType<Values> }) => {
  const nas = useList<typeof ListNas>('/nas', { limit: 500, fields: 'id,name' });
  return (
    <Select
      label="At NAS"
      required
      searchable
      data={nas.rows.map(({ id, name }) => ({ value: id, label: name }))}
      {...form.getInputProps('port_nas_id')}
    />
  );
};

const needed = (kind: BindingKind) => (text: string, values: Values) =>
  values[`${kind}_mode`] !== 'value' || text.trim() ? null : 'write it, or choose another';

/** Binds a log-in to a station, a port or a VLAN: to any, to the first that comes, or to this one. */
export const BindingsForm = ({ logIn, onClose }: { readonly logIn: LogIn; readonly onClose: () => void }) => {
  const { form, frame } = useCommandForm<typeof BindCredential, Values>({
    verb: 'PATCH',
    path: '/accounts/:account_id/credentials/:id',
    initial: initialOf(logIn),
    toInput: (values) => ({
      account_id: logIn.account_id,
      id: logIn.id,
      mac: wanted(values, 'mac'),
      port: wanted(values, 'port'),
      vlan: wanted(values, 'vlan'),
      ...(values.port_mode === 'value' && values.port_nas_id ? { port_nas_id: values.port_nas_id } : {}),
    }),
    validate: {
      mac: needed('mac'),
      port: needed('port'),
      vlan: needed('vlan'),
      port_nas_id: (id, { port_mode }) => (port_mode !== 'value' || id ? null : 'choose the NAS the port is at'),
    },
    onDone: () => {
      notifyDone('Saved. It holds from the next log-in on.');
      onClose();
    },
  });
  return (
    <FormDrawer title={`Bind ${logInName(logIn)}`} onClose={onClose} {...frame} submit="Save">
      {ASKED.map((asked) => (
        <Binding key={asked.kind} form={form} {...asked} />
      ))}
      {form.values.port_mode === 'value' && <PortNas form={form} />}
      <Text size="sm" c="dimmed">
        “Learn the first”: the next log-in that is let on pins what it comes with. It holds from the next log-in on; a
        live session stays.
      </Text>
    </FormDrawer>
  );
};
