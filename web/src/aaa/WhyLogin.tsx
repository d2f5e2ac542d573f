import type { ListNas, TryLogIn } from '@isp/server/contract/aaa';
import { Button, Group, SegmentedControl, Select, Stack, Textarea, TextInput } from '@mantine/core';
import type { UseFormReturnType } from '@mantine/form';
import { useForm } from '@mantine/form';
import { useCommand } from '../api/command.ts';
import type { Reply } from '../api/contract.ts';
import { useList } from '../api/query.ts';
import { FormProblem } from '../kit/FormProblem.tsx';
import { KeyValues } from '../kit/KeyValues.tsx';
import { useListSearch } from '../kit/list-search.ts';
import { NothingHere } from '../kit/NothingHere.tsx';
import { Panel } from '../kit/Panel.tsx';
import { StateBadge } from '../kit/StateBadge.tsx';
import classes from './WhyLogin.module.css';

type Tried = Reply<typeof TryLogIn>;

type Asked = {
  by: 'name' | 'packet';
  nas_id: string | null;
  username: string;
  password: string;
  method: 'pap' | 'chap';
  calling_station_id: string;
  service_type: string | null;
  nas_port_id: string;
  circuit_id: string;
  remote_id: string;
  packet: string;
};

const METHODS = [
  { value: 'pap', label: 'PAP' },
  { value: 'chap', label: 'CHAP' },
];

const SERVICES = [
  { value: '1', label: 'Login' },
  { value: '2', label: 'Framed' },
  { value: '6', label: 'Administrative' },
  { value: '7', label: 'NAS-Prompt' },
  { value: '10', label: 'Call-Check' },
];

/** Where it comes from, for those who are found by it or bound to it. */
const PlaceFields = ({ form }: { readonly form: UseFormReturnType<Asked> }) => {
  const octets = { classNames: { input: 'mono' }, maxLength: 162 };
  return (
    <>
      <Select
        label="Service-Type"
        placeholder="none"
        clearable
        data={SERVICES}
        {...form.getInputProps('service_type')}
      />
      <TextInput label="NAS-Port-Id" {...octets} {...form.getInputProps('nas_port_id')} />
      <TextInput label="Circuit (Agent-Circuit-Id)" {...octets} {...form.getInputProps('circuit_id')} />
      <TextInput label="Remote end (Agent-Remote-Id)" {...octets} {...form.getInputProps('remote_id')} />
    </>
  );
};

const NameFields = ({ form }: { readonly form: UseFormReturnType<Asked> }) => (
  <>
    <TextInput
      label="Username"
      required
      maxLength={253}
      classNames={{ input: 'mono' }}
      {...form.getInputProps('username')}
    />
    <TextInput
      label="Password"
      description="Left empty: as if it were right"
      autoComplete="off"
      maxLength={128}
      {...form.getInputProps('password')}
    />
    <Select label="How it is proven" data={METHODS} allowDeselect={false} {...form.getInputProps('method')} />
    <TextInput
      label="Station (MAC)"
      placeholder="02-00-00-00-00-01"
      classNames={{ input: 'mono' }}
      maxLength={60}
      {...form.getInputProps('calling_station_id')}
    />
    <PlaceFields form={form} />
  </>
);

const PacketField = ({ form }: { readonly form: UseFormReturnType<Asked> }) => (
  <Textarea
    label="Access-Request"
    description="Hexadecimal digits, as a capture shows them, from the first octet of RADIUS on"
    required
    autosize
    minRows={6}
    maxRows={14}
    classNames={{ input: 'mono' }}
    spellCheck={false}
    {...form.getInputProps('packet')}
  />
);

const toInput = ({ by, nas_id, username, password, method, calling_station_id, packet, ...place }: Asked) => {
  const { service_type, nas_port_id, circuit_id, remote_id } = place;
  const nas = nas_id ?? '';
  if (by === 'packet') return { nas_id: nas, packet: packet.replaceAll(/\s|:/g, '') };
  return {
    nas_id: nas,
    username,
    method,
    ...(password ? { password } : {}),
    ...(calling_station_id ? { calling_station_id } : {}),
    ...(service_type ? { service_type: Number(service_type) } : {}),
    ...(nas_port_id ? { nas_port_id } : {}),
    ...(circuit_id ? { circuit_id } : {}),
    ...(remote_id ? { remote_id } : {}),
  };
};

const Steps = ({ tried }: { readonly tried: Tried }) => (
  <ol className={classes.steps}>
    {tried.steps.map((step) => (
      <li key={step.check} data-decides={step.verdict === 'decides' || undefined}>
        <div className={classes.question}>{step.question}</div>
        <div>{step.saw}</div>
        {step.verdict === 'decides' && <div className={classes.verdict}>Decided here: {tried.reason}</div>}
      </li>
    ))}
  </ol>
);

const Answer = ({ answer, outcome }: Pick<Tried, 'answer' | 'outcome'>) =>
  answer === null ? (
    outcome === 'proxied' ? (
      <NothingHere title="A home server decides">
        It is not asked now. What it says goes to the NAS as far as a home server may say it.
      </NothingHere>
    ) : (
      <NothingHere title="Silence">The NAS would get no answer at all.</NothingHere>
    )
  ) : (
    <KeyValues
      items={answer.attributes.map(({ name, value }, i) => [
        // A name may come more than once, and each is a row of its own.
        answer.attributes.findIndex((one) => one.name === name) === i ? name : `${name} (${i + 1})`,
        <span key={name} className="mono" style={{ overflowWrap: 'anywhere' }}>
          {String(value)}
        </span>,
      ])}
    />
  );

const Outcome = ({ tried }: { readonly tried: Tried }) => (
  <Stack gap="md">
    <Panel
      title="What it comes to"
      actions={<StateBadge state={tried.outcome}>{tried.outcome === 'discard' ? 'no answer' : undefined}</StateBadge>}
    >
      <Steps tried={tried} />
    </Panel>
    <Panel title={tried.answer === null ? 'What the NAS gets' : `What the NAS gets: ${tried.answer.name}`}>
      <Answer answer={tried.answer} outcome={tried.outcome} />
    </Panel>
  </Stack>
);

/** What is asked, begun with what the page's address says: a row of the log leads here. */
const useWhyForm = () => {
  const { search } = useListSearch();
  return useForm<Asked>({
    initialValues: {
      by: 'name',
      nas_id: search.nas_id ?? null,
      username: search.username ?? '',
      password: '',
      method: 'pap',
      calling_station_id: search.station ?? '',
      service_type: null,
      nas_port_id: '',
      circuit_id: '',
      remote_id: '',
      packet: '',
    },
    validate: {
      nas_id: (id) => (id ? null : 'choose the NAS it comes from'),
      username: (name, { by }) => (by === 'packet' || name ? null : 'write a username'),
      packet: (packet, { by }) =>
        by === 'name' || /^([0-9a-f]{2})+$/i.test(packet.replaceAll(/\s|:|^0x/g, ''))
          ? null
          : 'write hexadecimal digits',
    },
  });
};

/** Answers “why?” for a log-in: the questions RADIUS asks, in order, what each saw, and what the NAS would get. */
export const WhyLogin = () => {
  const nas = useList<typeof ListNas>('/nas', { limit: 500, fields: 'id,name' });
  const ask = useCommand<typeof TryLogIn>('POST', '/logins/try');
  const form = useWhyForm();
  return (
    <div className={classes.halves}>
      <Panel title="Why would a log-in be answered so?">
        <form onSubmit={form.onSubmit((values) => ask.send(toInput(values)))} noValidate>
          <Stack gap="sm">
            <FormProblem problem={ask.problem} fields={[]} />
            <SegmentedControl
              aria-label="What is asked about"
              data={[
                { value: 'name', label: 'A username' },
                { value: 'packet', label: 'A captured packet' },
              ]}
              {...form.getInputProps('by')}
            />
            <Select
              label="NAS"
              required
              searchable
              data={nas.rows.map(({ id, name }) => ({ value: id, label: name }))}
              {...form.getInputProps('nas_id')}
            />
            {form.values.by === 'name' ? <NameFields form={form} /> : <PacketField form={form} />}
            <Group justify="flex-end">
              <Button type="submit" loading={ask.isSending}>
                Ask
              </Button>
            </Group>
          </Stack>
        </form>
      </Panel>
      {ask.reply ? (
        <Outcome tried={ask.reply} />
      ) : (
        <NothingHere title="Nobody is let on">
          The same checks as for a real packet, on the rows as they are now. Nothing is logged, and no password is
          shown.
        </NothingHere>
      )}
    </div>
  );
};
