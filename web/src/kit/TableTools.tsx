import { ActionIcon, Checkbox, Popover, Stack, Text, Tooltip } from '@mantine/core';
import { IconColumns3 } from '@tabler/icons-react';
import type { ComponentProps } from 'react';
import { CsvButton } from './CsvButton.tsx';
import type { TableColumn } from './table-column.ts';

interface ColumnChoiceProps<R> {
  readonly columns: readonly TableColumn<R>[];
  readonly visibility: Readonly<Record<string, boolean>>;
  readonly onChange: (visibility: Record<string, boolean>) => void;
}

const ColumnChoice = <R,>({ columns, visibility, onChange }: ColumnChoiceProps<R>) => (
  <Popover position="bottom-end" shadow="md" withArrow>
    <Popover.Target>
      <Tooltip label="Choose columns">
        <ActionIcon aria-label="Choose columns">
          <IconColumns3 size={17} />
        </ActionIcon>
      </Tooltip>
    </Popover.Target>
    <Popover.Dropdown>
      <Text size="xs" c="dimmed" mb={6}>
        Columns
      </Text>
      <Stack gap={6}>
        {columns.slice(1).map((c) => (
          <Checkbox
            key={c.id}
            size="xs"
            label={c.header}
            checked={visibility[c.id] ?? false}
            onChange={(event) => onChange({ ...visibility, [c.id]: event.currentTarget.checked })}
          />
        ))}
      </Stack>
    </Popover.Dropdown>
  </Popover>
);

type TableToolsProps<R> = ColumnChoiceProps<R> & ComponentProps<typeof CsvButton>;

/** What one can do with any table: choose its columns, save it. */
export const TableTools = <R,>({ path, input, name, ...choice }: TableToolsProps<R>) => (
  <>
    <ColumnChoice {...choice} />
    <CsvButton path={path} input={input} name={name} />
  </>
);
