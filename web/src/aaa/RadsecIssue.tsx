import type { GetNas, GetRadsecCertificate, IssueRadsecCertificate } from '@isp/server/contract/aaa';
import { Anchor, Button, Group, Modal, Stack, Text } from '@mantine/core';
import { IconKey } from '@tabler/icons-react';
import { useCommand } from '../api/command.ts';
import type { Reply } from '../api/contract.ts';
import { useGet } from '../api/query.ts';
import { ConfirmButton } from '../kit/ConfirmButton.tsx';
import { Instant } from '../kit/Instant.tsx';
import { KeyValues } from '../kit/KeyValues.tsx';
import { Note } from '../kit/Note.tsx';
import { notifyProblem } from '../kit/notify.ts';

type Nas = Reply<typeof GetNas>;
type Issued = Reply<typeof IssueRadsecCertificate>;

const fileName = (nas: Nas, rest: string): string => `${nas.name.replaceAll(/[^\w.-]+/g, '-')}-${rest}.pem`;

interface PemFileProps {
  readonly name: string;
  readonly pem: string;
  readonly children: string;
}

const PemFile = ({ name, pem, children }: PemFileProps) => (
  <Anchor href={`data:application/x-pem-file;charset=utf-8,${encodeURIComponent(pem)}`} download={name}>
    {children}
  </Anchor>
);

interface IssuedOnceProps {
  readonly nas: Nas;
  readonly issued: Issued;
  readonly onClose: () => void;
}

const IssuedOnce = ({ nas, issued, onClose }: IssuedOnceProps) => {
  const all = `${issued.certificate_pem}${issued.key_pem}${issued.authority_pem}`;
  return (
    <Modal
      opened
      onClose={onClose}
      title={`A certificate for ${nas.name}`}
      closeOnClickOutside={false}
      closeOnEscape={false}
    >
      <Stack gap="md">
        <KeyValues
          items={[
            [
              'Known by',
              <span key="by" className="mono" style={{ overflowWrap: 'anywhere' }}>
                {issued.radsec_identity}
              </span>,
            ],
            ['Valid until', <Instant key="until" at={issued.ends_at} as="full" />],
          ]}
        />
        <Group gap="md">
          <PemFile name={fileName(nas, 'radsec')} pem={all}>
            All in one file
          </PemFile>
          <PemFile name={fileName(nas, 'certificate')} pem={issued.certificate_pem}>
            Certificate
          </PemFile>
          <PemFile name={fileName(nas, 'key')} pem={issued.key_pem}>
            Private key
          </PemFile>
          <PemFile name="radsec-authority.pem" pem={issued.authority_pem}>
            Authority
          </PemFile>
        </Group>
        <Note tone="warn" icon={<IconKey size={18} />}>
          The key is shown this once. Download it now and put it into the NAS, with the authority to believe us by and
          the secret “radsec”.
        </Note>
        <Button onClick={onClose}>I have downloaded it</Button>
      </Stack>
    </Modal>
  );
};

const consequenceFor = (radsec_identity: string): string => {
  if (radsec_identity === '') return 'From then on it may come over TLS, by this certificate alone.';
  return radsec_identity.includes(':')
    ? 'The certificate it has now is refused at once and its connections are closed, until the new one is on it.'
    : `The new one says ${radsec_identity}. The one it has now stays good beside it.`;
};

interface RadsecIssueProps {
  readonly nas: Nas;
  /** By which certificate it is known as saved; empty when by none. */
  readonly identity: string;
  /** True while another identity is typed and not saved. */
  readonly isChanging: boolean;
  readonly onIssued: (radsec_identity: string) => void;
}

/** Issues a certificate by which a NAS comes over TLS, and gives it to download this once. */
export const RadsecIssue = ({ nas, identity, isChanging, onIssued }: RadsecIssueProps) => {
  const kept = useGet<typeof GetRadsecCertificate>('/radsec/certificate', {});
  const issue = useCommand<typeof IssueRadsecCertificate>('POST', '/nas/:id/radsec-certificate', {
    onDone: ({ radsec_identity }) => onIssued(radsec_identity),
    onProblem: notifyProblem,
  });
  if (!kept.data) return null;
  if (kept.data.certificate?.authority_pem == null)
    return (
      <Text size="sm" c="dimmed">
        {kept.data.certificate
          ? 'Its certificate is issued by the authority that was given with the certificate of RadSec.'
          : 'To come over TLS there has to be a certificate of RadSec first: make one below the list.'}
      </Text>
    );
  return (
    <>
      <ConfirmButton
        variant="default"
        question={`Issue a certificate for ${nas.name}?`}
        consequence={consequenceFor(identity)}
        confirm="Issue"
        disabled={isChanging}
        isSending={issue.isSending}
        onConfirm={() => issue.send({ id: nas.id })}
      >
        {isChanging ? 'Save first, then issue a RadSec certificate' : 'Issue a RadSec certificate'}
      </ConfirmButton>
      {issue.reply && <IssuedOnce nas={nas} issued={issue.reply} onClose={issue.reset} />}
    </>
  );
};
