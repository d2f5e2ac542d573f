import { Checkbox, NumberInput, Select, Textarea, TextInput } from '@mantine/core';
import type { FormValidateInput, UseFormReturnType } from '@mantine/form';

/** What one types about a home server. */
export type HomeServerValues = {
  name: string;
  address: string;
  transport: 'udp' | 'radsec';
  auth_port: number | string;
  acct_port: number | string;
  secret: string;
  tls_name: string;
  authority_pem: string;
  chain_pem: string;
  key_pem: string;
  response_window_ms: number;
  dead_after_s: number;
  probe: 'status-server' | 'log-in' | 'none';
  probe_every_s: number;
  probe_username: string;
  probe_password: string;
  revive_after_s: number;
  message_authenticator: 'required' | 'auto';
  may_send_coa: boolean;
};

export const EMPTY: HomeServerValues = {
  name: '',
  address: '',
  transport: 'udp',
  auth_port: '',
  acct_port: '',
  secret: '',
  tls_name: '',
  authority_pem: '',
  chain_pem: '',
  key_pem: '',
  response_window_ms: 2000,
  dead_after_s: 20,
  probe: 'status-server',
  probe_every_s: 10,
  probe_username: '',
  probe_password: '',
  revive_after_s: 120,
  message_authenticator: 'required',
  may_send_coa: false,
};

export const homeServerProblems: FormValidateInput<HomeServerValues> = {
  name: (name) => (name.trim() ? null : 'write a name'),
  address: (address) => (address.trim() ? null : 'write its address'),
};

/** What stays out of a command when it is empty. */
const OPTIONAL = [
  ...(['auth_port', 'acct_port', 'secret', 'tls_name', 'authority_pem', 'chain_pem', 'key_pem'] as const),
  ...(['probe_username', 'probe_password'] as const),
];

/** The form's values as a command takes them. */
export const homeServerInput = (values: HomeServerValues) => {
  const optional = OPTIONAL.map((name) => [name, values[name]] as const).filter(([, value]) => String(value) !== '');
  const { transport, response_window_ms, dead_after_s, probe, probe_every_s, revive_after_s } = values;
  return {
    name: values.name.trim(),
    address: values.address.trim(),
    ...{ transport, response_window_ms, dead_after_s, probe, probe_every_s, revive_after_s },
    message_authenticator: values.message_authenticator,
    may_send_coa: values.may_send_coa,
    ...(Object.fromEntries(optional) as Partial<Record<'secret' | 'tls_name', string>> &
      Partial<Record<'auth_port', number>>),
  };
};

const TRANSPORTS = [
  { value: 'udp', label: 'UDP' },
  { value: 'radsec', label: 'RadSec (TLS)' },
];
const PROBES = [
  { value: 'status-server', label: 'by Status-Server' },
  { value: 'log-in', label: 'by a log-in' },
  { value: 'none', label: 'not at all: after a time it is tried' },
];
const AUTHENTICATORS = [
  { value: 'required', label: 'required of its answers' },
  { value: 'auto', label: 'required once it has sent one' },
];

interface FieldProps {
  readonly form: UseFormReturnType<HomeServerValues>;
}

const Pem = ({
  form,
  name,
  label,
  description,
}: FieldProps &
  Record<'label' | 'description', string> & { readonly name: 'authority_pem' | 'chain_pem' | 'key_pem' }) => (
  <Textarea
    label={label}
    description={description}
    minRows={2}
    maxRows={6}
    autosize
    classNames={{ input: 'mono' }}
    spellCheck={false}
    placeholder="-----BEGIN …"
    {...form.getInputProps(name)}
  />
);

const TlsFields = ({ form }: FieldProps) => (
  <>
    <NumberInput label="Port" placeholder="2083" min={1} max={65_535} {...form.getInputProps('auth_port')} />
    <TextInput
      label="Name in its certificate"
      classNames={{ input: 'mono' }}
      placeholder="radius.example.net"
      {...form.getInputProps('tls_name')}
    />
    <Pem
      form={form}
      name="authority_pem"
      label="Authority"
      description="Whom its certificate is believed by, and nobody else"
    />
    <Pem
      form={form}
      name="chain_pem"
      label="Our certificate"
      description="What we show there, as it was issued to us"
    />
    <Pem form={form} name="key_pem" label="Private key" description="Of our certificate; it is never shown again" />
  </>
);

const UdpFields = ({ form, secretHint }: FieldProps & { readonly secretHint: string }) => (
  <>
    <NumberInput
      label="Port for log-ins"
      placeholder="1812"
      min={1}
      max={65_535}
      {...form.getInputProps('auth_port')}
    />
    <NumberInput
      label="Port for accounting"
      placeholder="1813"
      min={1}
      max={65_535}
      {...form.getInputProps('acct_port')}
    />
    <TextInput
      label="Shared secret"
      classNames={{ input: 'mono' }}
      autoComplete="off"
      spellCheck={false}
      maxLength={200}
      description={secretHint}
      {...form.getInputProps('secret')}
    />
    <Select
      label="Message-Authenticator"
      description="Older servers sign EAP only: choose the second for those"
      data={AUTHENTICATORS}
      allowDeselect={false}
      {...form.getInputProps('message_authenticator')}
    />
  </>
);

const ProbeFields = ({ form }: FieldProps) => (
  <>
    <Select
      label="When it does not answer, it is asked"
      data={PROBES}
      allowDeselect={false}
      {...form.getInputProps('probe')}
    />
    {form.values.probe === 'log-in' && (
      <>
        <TextInput label="Username of the probe" autoComplete="off" {...form.getInputProps('probe_username')} />
        <TextInput label="Password of the probe" autoComplete="off" {...form.getInputProps('probe_password')} />
      </>
    )}
    {form.values.probe === 'none' ? (
      <NumberInput
        label="Tried again after"
        suffix=" s"
        min={1}
        max={86_400}
        {...form.getInputProps('revive_after_s')}
      />
    ) : (
      <NumberInput label="Every" suffix=" s" min={6} max={600} {...form.getInputProps('probe_every_s')} />
    )}
  </>
);

/** The boxes of a home server, for adding and for editing one. */
export const HomeServerFields = ({ form, secretHint }: FieldProps & { readonly secretHint: string }) => (
  <>
    <TextInput label="Name" required maxLength={120} placeholder="partner-1" {...form.getInputProps('name')} />
    <TextInput label="Address" required placeholder="192.0.2.10" {...form.getInputProps('address')} />
    <Select label="Transport" data={TRANSPORTS} allowDeselect={false} {...form.getInputProps('transport')} />
    {form.values.transport === 'radsec' ? <TlsFields form={form} /> : <UdpFields form={form} secretHint={secretHint} />}
    <NumberInput
      label="Another is asked after"
      description="How long an answer may take"
      suffix=" ms"
      min={100}
      max={30_000}
      {...form.getInputProps('response_window_ms')}
    />
    <NumberInput
      label="Dead after"
      description="Without any answer"
      suffix=" s"
      min={1}
      max={600}
      {...form.getInputProps('dead_after_s')}
    />
    <ProbeFields form={form} />
    <Checkbox
      label="It may change and end sessions of its realms"
      description="CoA and Disconnect from its address are taken and go to the NAS that has the session"
      {...form.getInputProps('may_send_coa', { type: 'checkbox' })}
    />
  </>
);
