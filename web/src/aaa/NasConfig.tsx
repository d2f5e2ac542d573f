import type { GetNasConfig, GetNasConfigSecret, ListVendors } from '@isp/server/contract/aaa';
import { Autocomplete, Button, Group, Select, Stack, Text } from '@mantine/core';
import { useDebouncedValue } from '@mantine/hooks';
import { IconEye } from '@tabler/icons-react';
import { useState } from 'react';
import type { Reply } from '../api/contract.ts';
import { useMe } from '../api/me.ts';
import { useGet } from '../api/query.ts';
import { CodeBlock } from '../kit/CodeBlock.tsx';
import { ConfirmButton } from '../kit/ConfirmButton.tsx';
import { Loaded } from '../kit/Loaded.tsx';
import { Note } from '../kit/Note.tsx';
import { Panel } from '../kit/Panel.tsx';

interface NasConfigProps {
  readonly nas: { readonly id: string; readonly name: string; readonly vendor: string };
}

const Parts = ({ parts }: Pick<Reply<typeof GetNasConfig>, 'parts'>) => (
  <Stack gap="md">
    {parts.map(({ title, note, text }) => (
      <div key={title}>
        <Text fw={560} size="sm" mb={4}>
          {title}
        </Text>
        {note && (
          <Text size="xs" c="dimmed" mb={4}>
            {note}
          </Text>
        )}
        <CodeBlock label={title} text={text} />
      </div>
    ))}
  </Stack>
);

const WAIT_MS = 400;
const LOCAL = 'isp.nas-config.server';

/** The address one gave last for this server, remembered in this browser. */
const useServer = () => {
  const [server, setServer] = useState(() => localStorage.getItem(LOCAL) ?? '');
  const [settled] = useDebouncedValue(server.trim(), WAIT_MS);
  const set = (next: string) => {
    setServer(next);
    localStorage.setItem(LOCAL, next);
  };
  return { server, settled: settled === '' ? undefined : settled, set };
};

interface SecretSwitchProps {
  readonly nas: { readonly name: string };
  readonly isShown: boolean;
  readonly onChange: (isShown: boolean) => void;
}

const SecretSwitch = ({ nas, isShown, onChange }: SecretSwitchProps) =>
  isShown ? (
    <Button size="xs" variant="default" onClick={() => onChange(false)}>
      Hide the secret
    </Button>
  ) : (
    <ConfirmButton
      size="xs"
      leftSection={<IconEye size={15} />}
      question={`Show the secret of ${nas.name}?`}
      consequence="Who has it can pass for this NAS. That you looked is written down."
      confirm="Show it"
      isSending={false}
      onConfirm={() => onChange(true)}
    >
      Show the secret
    </ConfirmButton>
  );

interface LinesProps {
  readonly config: Reply<typeof GetNasConfig>;
  /** The address of this server was typed. */
  readonly isGiven: boolean;
}

const Lines = ({ config, isGiven }: LinesProps) => (
  <>
    {config.servers.length === 0 && !isGiven && (
      <Note tone="warn">
        No RADIUS process was heard of. Write the address that the NAS reaches this server at; {config.server} stands
        for it.
      </Note>
    )}
    <Parts parts={config.parts} />
  </>
);

/** The lines to paste into a NAS, for its make; with its secret only when that is asked for. */
export const NasConfig = ({ nas }: NasConfigProps) => {
  const { may } = useMe();
  const { server, settled, set } = useServer();
  const [make, setMake] = useState(nas.vendor);
  const [isShown, setShown] = useState(false);
  const vendors = useGet<typeof ListVendors>('/nas/vendors', {});
  const asked = { id: nas.id, make, server: settled };
  const plain = useGet<typeof GetNasConfig>('/nas/:id/config', asked, { enabled: !isShown, keep: true });
  const secret = useGet<typeof GetNasConfigSecret>('/nas/:id/config/secret', asked, {
    enabled: isShown,
    once: true,
    keep: true,
  });
  const shown = isShown ? secret : plain;
  return (
    <Panel
      title="To paste into it"
      actions={may('aaa.read-secret') && <SecretSwitch nas={nas} isShown={isShown} onChange={setShown} />}
    >
      <Stack gap="md">
        <Group gap="sm" align="flex-end">
          <Select
            label="Make"
            size="xs"
            data={(vendors.data?.items ?? []).map(({ id, title }) => ({ value: id, label: title }))}
            value={make}
            allowDeselect={false}
            onChange={(next) => setMake(next ?? nas.vendor)}
          />
          <Autocomplete
            label="It reaches this server at"
            size="xs"
            classNames={{ input: 'mono' }}
            placeholder={shown.data?.server}
            data={[...(shown.data?.servers ?? [])]}
            value={server}
            onChange={set}
          />
        </Group>
        <Loaded of={shown}>{(config) => <Lines config={config} isGiven={settled !== undefined} />}</Loaded>
      </Stack>
    </Panel>
  );
};
