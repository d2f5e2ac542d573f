import type { CreateRealm, ListHomePools, ListRealms, UpdateRealm } from '@isp/server/contract/aaa';
import { Checkbox, Select, TextInput } from '@mantine/core';
import type { FormValidateInput, UseFormReturnType } from '@mantine/form';
import type { Row } from '../api/contract.ts';
import { useList } from '../api/query.ts';
import { useCommandForm } from '../kit/command-form.ts';
import { FormDrawer } from '../kit/FormDrawer.tsx';
import { notifyDone } from '../kit/notify.ts';

type RealmRow = Row<typeof ListRealms>;

type Values = {
  name: string;
  pool_id: string;
  strip: boolean;
  accounting: 'forward' | 'keep' | 'both';
  may_tunnel: boolean;
};

const OURS = 'ours';
const EMPTY: Values = { name: '', pool_id: OURS, strip: false, accounting: 'both', may_tunnel: false };

const toInput = ({ name, pool_id, ...others }: Values) => ({
  name: name.trim(),
  pool_id: pool_id === OURS ? null : pool_id,
  ...others,
});

const problems: FormValidateInput<Values> = { name: (name) => (name.trim() ? null : 'write a realm') };

const ACCOUNTING = [
  { value: 'both', label: 'forwarded, and kept by us' },
  { value: 'forward', label: 'forwarded only' },
  { value: 'keep', label: 'kept by us only' },
];

const ForeignFields = ({ form }: { readonly form: UseFormReturnType<Values> }) => (
  <>
    <Select
      label="Accounting"
      description="What is forwarded is stored first and delivered as soon as a home server takes it"
      data={ACCOUNTING}
      allowDeselect={false}
      {...form.getInputProps('accounting')}
    />
    <Checkbox
      label="Take the realm off the username"
      description="Except where the proof is made over the name: EAP and MS-CHAPv2"
      {...form.getInputProps('strip', { type: 'checkbox' })}
    />
    <Checkbox
      label="It may say where sessions are tunnelled to"
      description="L2TP wholesale: Tunnel attributes of the home server reach the NAS"
      {...form.getInputProps('may_tunnel', { type: 'checkbox' })}
    />
  </>
);

const RealmFields = ({ form }: { readonly form: UseFormReturnType<Values> }) => {
  const pools = useList<typeof ListHomePools>('/home-pools', { limit: 500 });
  return (
    <>
      <TextInput
        label="Realm"
        required
        maxLength={253}
        classNames={{ input: 'mono' }}
        placeholder="example.net"
        description="What follows the @; *.example.net for all below it; * for every realm that is not known"
        {...form.getInputProps('name')}
      />
      <Select
        label="Goes to"
        data={[
          { value: OURS, label: 'us: its users are ours' },
          ...pools.rows.map(({ id, name }) => ({ value: id, label: name })),
        ]}
        allowDeselect={false}
        description={
          pools.rows.length === 0 ? 'To send it elsewhere, add home servers and a pool of them first' : undefined
        }
        {...form.getInputProps('pool_id')}
      />
      {form.values.pool_id !== OURS && <ForeignFields form={form} />}
    </>
  );
};

/** Adds a realm. */
export const RealmAdd = ({ onClose }: { readonly onClose: () => void }) => {
  const { form, frame } = useCommandForm<typeof CreateRealm, Values>({
    verb: 'POST',
    path: '/realms',
    initial: EMPTY,
    toInput,
    validate: problems,
    onDone: ({ name }) => {
      notifyDone(`${name} is added. It holds from the next packet.`);
      onClose();
    },
  });
  return (
    <FormDrawer title="Add a realm" onClose={onClose} {...frame} submit="Add realm">
      <RealmFields form={form} />
    </FormDrawer>
  );
};

interface RealmEditProps {
  readonly realm: RealmRow;
  readonly onClose: () => void;
}

/** Changes a realm. */
export const RealmEdit = ({ realm, onClose }: RealmEditProps) => {
  const { name, pool_id, strip, accounting, may_tunnel } = realm;
  const { form, frame } = useCommandForm<typeof UpdateRealm, Values>({
    verb: 'PATCH',
    path: '/realms/:id',
    initial: { name, pool_id: pool_id ?? OURS, strip, accounting, may_tunnel },
    toInput: (values) => ({ id: realm.id, ...toInput(values) }),
    validate: problems,
    onDone: () => {
      notifyDone('Saved. It holds from the next packet.');
      onClose();
    },
  });
  return (
    <FormDrawer title={`Edit ${name}`} onClose={onClose} {...frame} submit="Save">
      <RealmFields form={form} />
    </FormDrawer>
  );
};
