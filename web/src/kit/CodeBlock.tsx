import { Button, CopyButton } from '@mantine/core';
import { IconCheck, IconCopy } from '@tabler/icons-react';
import classes from './CodeBlock.module.css';

interface CodeBlockProps {
  readonly text: string;
  /** What it is, for the button's name: “RADIUS and CoA”. */
  readonly label: string;
}

/** Lines to paste elsewhere, as they are, with a button that copies them. */
export const CodeBlock = ({ text, label }: CodeBlockProps) => (
  <div className={classes.block}>
    {/* biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls must be reached by the keyboard */}
    <section className={classes.text} tabIndex={0} aria-label={label}>
      <pre>{text}</pre>
    </section>
    <CopyButton value={text}>
      {({ copied, copy }) => (
        <Button
          className={classes.copy}
          size="compact-xs"
          variant="default"
          leftSection={copied ? <IconCheck size={14} /> : <IconCopy size={14} />}
          onClick={copy}
          aria-label={`Copy: ${label}`}
        >
          {copied ? 'Copied' : 'Copy'}
        </Button>
      )}
    </CopyButton>
  </div>
);
