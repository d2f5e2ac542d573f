import type {
  GetEapCertificate,
  MakeEapCertificate,
  RemoveEapCertificate,
  SetEapCertificate,
} from '@isp/server/contract/aaa';
import { Anchor, Box, Button, FileButton, Group, Text, Textarea, TextInput } from '@mantine/core';
import type { UseFormReturnType } from '@mantine/form';
import { useState } from 'react';
import { useCommand } from '../api/command.ts';
import type { Reply } from '../api/contract.ts';
import { useMe } from '../api/me.ts';
import { useGet } from '../api/query.ts';
import { ConfirmButton } from '../kit/ConfirmButton.tsx';
import { useCommandForm } from '../kit/command-form.ts';
import { FormDrawer } from '../kit/FormDrawer.tsx';
import { Instant } from '../kit/Instant.tsx';
import { KeyValues } from '../kit/KeyValues.tsx';
import { Loaded } from '../kit/Loaded.tsx';
import { Note } from '../kit/Note.tsx';
import { NothingHere } from '../kit/NothingHere.tsx';
import { useNow } from '../kit/Now.tsx';
import { notifyDone, notifyProblem } from '../kit/notify.ts';
import { Panel } from '../kit/Panel.tsx';
import { CERTIFICATE_WORDS, type Purpose } from './certificate-words.ts';

/** Sixty days: ours are made again by then. */
const SOON_MS = 60 * 86_400_000;

/** EAP and RadSec say the same of theirs on the wire. */
type Certificate = NonNullable<Reply<typeof GetEapCertificate>['certificate']>;

type Files = { chain_pem: string; key_pem: string; client_ca_pem: string; client_crl_pem: string };

const EMPTY: Files = { chain_pem: '', key_pem: '', client_ca_pem: '', client_crl_pem: '' };

interface PemFieldProps {
  readonly form: UseFormReturnType<Files>;
  readonly name: keyof Files;
  readonly label: string;
  readonly description: string;
  readonly required?: boolean;
}

const PemField = ({ form, name, label, description, required = false }: PemFieldProps) => {
  const take = async (file: File | null) => {
    if (file) form.setFieldValue(name, await file.text());
  };
  return (
    <div>
      <Textarea
        label={label}
        description={description}
        required={required}
        minRows={3}
        maxRows={6}
        autosize
        classNames={{ input: 'mono' }}
        spellCheck={false}
        placeholder="-----BEGIN …"
        {...form.getInputProps(name)}
      />
      <Group justify="flex-end" mt={4}>
        <FileButton accept=".pem,.crt,.cer,.key,.crl" onChange={(file) => void take(file)}>
          {(props) => (
            <Button {...props} variant="subtle" size="compact-xs">
              From a file
            </Button>
          )}
        </FileButton>
      </Group>
    </div>
  );
};

interface FormProps {
  readonly purpose: Purpose;
  readonly onClose: () => void;
}

const CertificateForm = ({ purpose, onClose }: FormProps) => {
  const words = CERTIFICATE_WORDS[purpose];
  const { form, frame } = useCommandForm<typeof SetEapCertificate, Files>({
    verb: 'PUT',
    path: `/${purpose}/certificate`,
    initial: EMPTY,
    toInput: ({ chain_pem, key_pem, client_ca_pem, client_crl_pem }) => ({
      chain_pem,
      key_pem,
      client_ca_pem: client_ca_pem || null,
      client_crl_pem: client_crl_pem || null,
    }),
    validate: {
      chain_pem: (text) => (text.trim() ? null : 'paste the certificate'),
      key_pem: (text) => (text.trim() ? null : 'paste its private key'),
      client_ca_pem: (text) => (text.trim() || !words.needsClients ? null : 'paste the authority of the NASes'),
    },
    onDone: () => {
      notifyDone(words.kept);
      onClose();
    },
  });
  return (
    <FormDrawer title={words.form} onClose={onClose} {...frame} submit="Keep">
      {words.replaced && <Note tone="info">{words.replaced}</Note>}
      <PemField
        form={form}
        name="chain_pem"
        label="Certificate"
        description="PEM: ours first, then those up to its authority"
        required
      />
      <PemField
        form={form}
        name="key_pem"
        label="Private key"
        description="PEM, without a passphrase; it is never shown again"
        required
      />
      <PemField
        form={form}
        name="client_ca_pem"
        label="Authority of clients"
        description={words.clients}
        required={words.needsClients}
      />
      <PemField
        form={form}
        name="client_crl_pem"
        label="Revoked by it"
        description="Its revocation list, if it has one"
      />
    </FormDrawer>
  );
};

const MakeForm = ({ purpose, onClose }: FormProps) => {
  const words = CERTIFICATE_WORDS[purpose];
  const { form, frame } = useCommandForm<typeof MakeEapCertificate, { name: string }>({
    verb: 'POST',
    path: `/${purpose}/certificate`,
    initial: { name: '' },
    toInput: ({ name }) => ({ name }),
    validate: { name: (name) => (name.trim() ? null : 'write a name') },
    onDone: () => {
      notifyDone(words.made);
      onClose();
    },
  });
  return (
    <FormDrawer title="Make a certificate" onClose={onClose} {...frame} submit="Make">
      <TextInput
        label="Name of this server"
        description={words.expects}
        placeholder="radius.example.net"
        required
        data-autofocus
        {...form.getInputProps('name')}
      />
      <Text size="sm" c="dimmed">
        {words.authority}
      </Text>
    </FormDrawer>
  );
};

/** The authority as a file for devices or NASes. */
const AuthorityFile = ({ pem, purpose }: { readonly pem: string; readonly purpose: Purpose }) => (
  <Anchor
    href={`data:application/x-x509-ca-cert;charset=utf-8,${encodeURIComponent(pem)}`}
    download={CERTIFICATE_WORDS[purpose].file}
    inherit
  >
    {CERTIFICATE_WORDS[purpose].download}
  </Anchor>
);

/** Ours is made again by itself; one that was given to us is not, and its end is shown in time. */
const Ends = ({ certificate }: { readonly certificate: Certificate }) => {
  const now = useNow();
  const isOurs = certificate.authority_pem !== null;
  const soon = !isOurs && Date.parse(certificate.valid_to) - now() < SOON_MS;
  return (
    <Text span inherit c={soon ? 'red' : undefined}>
      <Instant at={certificate.valid_to} as="full" />
      {isOurs && ', made again 60 days before'}
      {soon && ': replace it, or devices will refuse it'}
    </Text>
  );
};

const Facts = ({ certificate, purpose }: { readonly certificate: Certificate; readonly purpose: Purpose }) => (
  <KeyValues
    items={[
      ['Names', certificate.names.join(', ') || certificate.subject],
      ['Issued by', certificate.issuer],
      ['Valid until', <Ends key="until" certificate={certificate} />],
      [
        'SHA-256',
        <span key="print" className="mono" style={{ overflowWrap: 'anywhere' }}>
          {certificate.fingerprint}
        </span>,
      ],
      ...(certificate.authority_pem === null
        ? []
        : [
            ['Authority', <AuthorityFile key="authority" pem={certificate.authority_pem} purpose={purpose} />] as const,
          ]),
      ['Clients’ authority', certificate.client_ca ?? CERTIFICATE_WORDS[purpose].noClients],
      ['Revocation list', certificate.revocation_list ? 'kept' : 'none'],
    ]}
  />
);

interface ActionsProps {
  readonly purpose: Purpose;
  readonly certificate: Certificate | null;
  readonly onEdit: () => void;
  readonly onMake: () => void;
}

const Actions = ({ purpose, certificate, onEdit, onMake }: ActionsProps) => {
  const words = CERTIFICATE_WORDS[purpose];
  const forget = useCommand<typeof RemoveEapCertificate>('DELETE', `/${purpose}/certificate`, {
    onDone: () => notifyDone(words.forgotten),
    onProblem: notifyProblem,
  });
  return (
    <>
      <Button variant="default" size="compact-sm" onClick={onMake}>
        {certificate ? 'Make a new one' : 'Make a certificate'}
      </Button>
      <Button variant="default" size="compact-sm" onClick={onEdit}>
        {certificate ? 'Replace' : 'Keep one you have'}
      </Button>
      {certificate && (
        <ConfirmButton
          variant="subtle"
          color="gray"
          size="compact-sm"
          danger
          question="Forget the certificate?"
          consequence={words.forget}
          isSending={forget.isSending}
          onConfirm={() => forget.send({})}
        >
          Forget
        </ConfirmButton>
      )}
    </>
  );
};

/** The certificate by which EAP over TLS, or RadSec, shows who we are: what it says, and how to replace it. */
export const CertificatePanel = ({ purpose }: { readonly purpose: Purpose }) => {
  const { may } = useMe();
  const [opened, open] = useState<'keep' | 'make'>();
  const kept = useGet<typeof GetEapCertificate>(`/${purpose}/certificate`, {});
  const actions = may('aaa.write') && kept.data && (
    <Actions
      purpose={purpose}
      certificate={kept.data.certificate}
      onEdit={() => open('keep')}
      onMake={() => open('make')}
    />
  );
  return (
    <Box mt="md">
      <Panel title={CERTIFICATE_WORDS[purpose].title} actions={actions}>
        <Loaded of={kept}>
          {({ certificate }) =>
            certificate ? (
              <Facts certificate={certificate} purpose={purpose} />
            ) : (
              <NothingHere title="None is kept">{CERTIFICATE_WORDS[purpose].none}</NothingHere>
            )
          }
        </Loaded>
      </Panel>
      {opened === 'keep' && <CertificateForm purpose={purpose} onClose={() => open(undefined)} />}
      {opened === 'make' && <MakeForm purpose={purpose} onClose={() => open(undefined)} />}
    </Box>
  );
};
