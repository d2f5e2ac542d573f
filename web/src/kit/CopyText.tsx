import { ActionIcon, CopyButton, Tooltip } from '@mantine/core';
import { IconCheck, IconCopy } from '@tabler/icons-react';

interface CopyTextProps {
  readonly text: string;
  /** What it is, for the button's name: “Copy the password”. */
  readonly label: string;
}

/** A text with a button that copies it. */
export const CopyText = ({ text, label }: CopyTextProps) => (
  <span style={{ display: 'inline-flex', alignItems: 'center', gap: 2, maxWidth: '100%' }}>
    <span className="mono" style={{ overflowWrap: 'anywhere' }}>
      {text}
    </span>
    <CopyButton value={text}>
      {({ copied, copy }) => (
        <Tooltip label={copied ? 'Copied' : `Copy the ${label}`}>
          <ActionIcon size="sm" onClick={copy} aria-label={`Copy the ${label}`}>
            {copied ? <IconCheck size={14} /> : <IconCopy size={14} />}
          </ActionIcon>
        </Tooltip>
      )}
    </CopyButton>
  </span>
);
