import { Button, Modal, Stack } from '@mantine/core';
import { IconKey } from '@tabler/icons-react';
import type { ReactNode } from 'react';
import { CopyText } from './CopyText.tsx';
import { KeyValues } from './KeyValues.tsx';
import { Note } from './Note.tsx';

interface SecretOnceProps {
  readonly title: string;
  /** What is to be copied, the secret among it. */
  readonly items: readonly (readonly [label: string, text: string])[];
  /** What to do with it. */
  readonly children: ReactNode;
  readonly onClose: () => void;
}

/** A secret that is shown this once, with a button that copies it; it goes only when one says so. */
export const SecretOnce = ({ title, items, children, onClose }: SecretOnceProps) => (
  <Modal opened onClose={onClose} title={title} closeOnClickOutside={false} closeOnEscape={false}>
    <Stack gap="md">
      <KeyValues
        items={items.map(([label, text]) => [
          label,
          <CopyText key={label} text={text} label={label.toLocaleLowerCase()} />,
        ])}
      />
      <Note tone="warn" icon={<IconKey size={18} />}>
        It is shown this once. Copy it now. {children}
      </Note>
      <Button onClick={onClose}>I have copied it</Button>
    </Stack>
  </Modal>
);
