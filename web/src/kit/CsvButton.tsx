import { ActionIcon, Tooltip } from '@mantine/core';
import { IconDownload } from '@tabler/icons-react';
import { useState } from 'react';
import type { Fields } from '../api/client.ts';
import { downloadCsv } from '../api/download.ts';
import { asProblem } from '../api/problem.ts';
import { notifyProblem } from './notify.ts';

interface CsvButtonProps {
  readonly path: string;
  readonly input: Fields;
  /** The file's name. */
  readonly name: string;
}

/** Saves a list, all its pages, as CSV. */
export const CsvButton = ({ path, input, name }: CsvButtonProps) => {
  const [isSaving, setSaving] = useState(false);
  const save = () => {
    setSaving(true);
    downloadCsv(path, input, name)
      .catch((error: unknown) => notifyProblem(asProblem(error)))
      .finally(() => setSaving(false));
  };
  return (
    <Tooltip label="Save all as CSV">
      <ActionIcon aria-label="Save all as CSV" loading={isSaving} onClick={save}>
        <IconDownload size={17} />
      </ActionIcon>
    </Tooltip>
  );
};
