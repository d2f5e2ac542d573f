import type { CreateNas, GetNas, UpdateNas } from '@isp/server/contract/aaa';
import type { FormValidateInput } from '@mantine/form';
import { useState } from 'react';
import type { Reply } from '../api/contract.ts';
import { useCommandForm } from '../kit/command-form.ts';
import { FormDrawer } from '../kit/FormDrawer.tsx';
import { notifyDone } from '../kit/notify.ts';
import { NasFields, type NasValues } from './NasFields.tsx';
import { RadsecIssue } from './RadsecIssue.tsx';

type Nas = Reply<typeof GetNas>;

const EMPTY: NasValues = {
  name: '',
  address: '',
  vendor: 'generic',
  tags: [],
  secret: '',
  coa_port: '',
  message_authenticator: 'required',
  radsec_identity: '',
  mac_auth: false,
  identify_by: 'name',
  device_log_in: 'off',
  by_identifier: 'off',
  new_at_most: 250,
  range_id: '',
  range_name: '',
  identifier: '',
  drops_secret: false,
};

const problems: FormValidateInput<NasValues> = {
  name: (name) => (name.trim() ? null : 'write a name'),
  address: (address, { range_id }) => (address.trim() || range_id ? null : 'write the address it sends from'),
  identifier: (identifier, { range_id }) => (identifier || !range_id ? null : 'write what it calls itself'),
};

const placeOf = (
  address: string,
  { by_identifier, new_at_most }: Pick<NasValues, 'by_identifier' | 'new_at_most'>,
) => ({
  address: address.trim(),
  by_identifier,
  ...(by_identifier === 'register' ? { new_at_most: Number(new_at_most) } : {}),
});

const shared = ({ name, address, vendor, tags, secret, coa_port, ...others }: NasValues) => ({
  name: name.trim(),
  ...(others.range_id ? {} : placeOf(address, others)),
  vendor,
  tags,
  message_authenticator: others.message_authenticator,
  radsec_identity: others.radsec_identity.trim() || null,
  mac_auth: others.mac_auth,
  identify_by: others.identify_by,
  device_log_in: others.device_log_in,
  ...(secret ? { secret } : {}),
  ...(String(coa_port) === '' ? {} : { coa_port: Number(coa_port) }),
});

interface NasAddProps {
  /** What is known of it already. */
  readonly known?: Partial<NasValues> | undefined;
  readonly onClose: () => void;
  readonly onAdded: (nas: Reply<typeof CreateNas>) => void;
}

/** Adds a NAS. */
export const NasAdd = ({ known, onClose, onAdded }: NasAddProps) => {
  const { form, frame } = useCommandForm<typeof CreateNas, NasValues>({
    verb: 'POST',
    path: '/nas',
    initial: { ...EMPTY, ...known },
    toInput: (values) => ({
      ...shared(values),
      ...(values.range_id ? { range_id: values.range_id, identifier: values.identifier } : {}),
    }),
    validate: problems,
    onDone: onAdded,
  });
  return (
    <FormDrawer title="Add a NAS" onClose={onClose} {...frame} submit="Add NAS">
      <NasFields
        form={form}
        secretHint={
          known?.range_id
            ? 'Left empty, it has the secret of its range'
            : 'Left empty, a strong one is made and shown once'
        }
      />
    </FormDrawer>
  );
};

interface NasEditProps {
  readonly nas: Nas;
  readonly onClose: () => void;
}

/** Changes a NAS; what is new holds for its next packet. */
export const NasEdit = ({ nas, onClose }: NasEditProps) => {
  const [identity, setIdentity] = useState(nas.radsec_identity ?? '');
  const { form, frame } = useCommandForm<typeof UpdateNas, NasValues>({
    verb: 'PATCH',
    path: '/nas/:id',
    initial: {
      name: nas.name,
      address: nas.address,
      vendor: nas.vendor,
      tags: [...nas.tags],
      secret: '',
      coa_port: nas.coa_port,
      message_authenticator: nas.message_authenticator,
      radsec_identity: nas.radsec_identity ?? '',
      mac_auth: nas.mac_auth,
      identify_by: nas.identify_by,
      device_log_in: nas.device_log_in,
      by_identifier: nas.by_identifier,
      new_at_most: nas.new_at_most,
      range_id: nas.range_id ?? '',
      range_name: nas.range_name ?? '',
      identifier: nas.identifier ?? '',
      drops_secret: false,
    },
    toInput: (values) => ({ id: nas.id, ...shared(values), ...(values.drops_secret ? { secret: null } : {}) }),
    validate: problems,
    onDone: () => {
      notifyDone('Saved. It holds from its next packet.');
      onClose();
    },
  });
  return (
    <FormDrawer title={`Edit ${nas.name}`} onClose={onClose} {...frame} submit="Save">
      <NasFields
        form={form}
        isKnown
        hasOwnSecret={nas.range_id !== null && nas.has_own_secret}
        secretHint="Left empty, the secret stays as it is"
      />
      <RadsecIssue
        nas={nas}
        identity={identity}
        isChanging={form.values.radsec_identity.trim() !== identity}
        onIssued={(issued) => {
          setIdentity(issued);
          form.setFieldValue('radsec_identity', issued);
        }}
      />
    </FormDrawer>
  );
};
