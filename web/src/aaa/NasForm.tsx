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
};

const problems: FormValidateInput<NasValues> = {
  name: (name) => (name.trim() ? null : 'write a name'),
  address: (address) => (address.trim() ? null : 'write the address it sends from'),
};

const shared = ({ name, address, vendor, tags, secret, coa_port, ...others }: NasValues) => ({
  name: name.trim(),
  address: address.trim(),
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
    toInput: shared,
    validate: problems,
    onDone: onAdded,
  });
  return (
    <FormDrawer title="Add a NAS" onClose={onClose} {...frame} submit="Add NAS">
      <NasFields form={form} secretHint="Left empty, a strong one is made and shown once" />
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
    },
    toInput: (values) => ({ id: nas.id, ...shared(values) }),
    validate: problems,
    onDone: () => {
      notifyDone('Saved. It holds from its next packet.');
      onClose();
    },
  });
  return (
    <FormDrawer title={`Edit ${nas.name}`} onClose={onClose} {...frame} submit="Save">
      <NasFields form={form} secretHint="Left empty, the secret stays as it is" />
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
