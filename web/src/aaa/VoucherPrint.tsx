import { Button, Checkbox, Group, Modal, NumberInput, Select, SimpleGrid, Stack, Text } from '@mantine/core';
import { useState } from 'react';
import { downloadFile } from '../api/download.ts';
import { asProblem } from '../api/problem.ts';
import { notifyProblem } from '../kit/notify.ts';
import { LAYOUTS, type VoucherBatch } from './voucher-words.ts';

interface VoucherPrintProps {
  readonly batch: VoucherBatch;
  readonly onClose: () => void;
}

/** What is to be printed, and how. */
const usePrint = (batch: VoucherBatch, onDone: () => void) => {
  const [layout, setLayout] = useState<string>(LAYOUTS[0].value);
  const [from, setFrom] = useState<number | string>(1);
  const [to, setTo] = useState<number | string>(batch.size);
  const [isUnusedOnly, setUnusedOnly] = useState(true);
  const [isSaving, setSaving] = useState(false);
  const numbers = { from_number: from || 1, to_number: to || batch.size };
  const save = () => {
    setSaving(true);
    const input = { id: batch.id, layout, ...numbers, unused_only: isUnusedOnly };
    downloadFile('/voucher-batches/:id/print', input, `vouchers ${batch.name}.pdf`)
      .then(onDone)
      .catch((error: unknown) => notifyProblem(asProblem(error)))
      .finally(() => setSaving(false));
  };
  return { layout, setLayout, from, setFrom, to, setTo, isUnusedOnly, setUnusedOnly, isSaving, save };
};

/** Chooses how a batch is printed, and saves the PDF. */
export const VoucherPrint = ({ batch, onClose }: VoucherPrintProps) => {
  const { layout, setLayout, from, setFrom, to, setTo, isUnusedOnly, setUnusedOnly, isSaving, save } = usePrint(
    batch,
    onClose,
  );
  return (
    <Modal opened onClose={onClose} title={`Print ${batch.name}`}>
      <Stack gap="sm">
        <Select
          label="Paper"
          data={[...LAYOUTS]}
          allowDeselect={false}
          value={layout}
          onChange={(next) => setLayout(next ?? LAYOUTS[0].value)}
        />
        <SimpleGrid cols={2} spacing="sm">
          <NumberInput
            label="From number"
            min={1}
            max={batch.size}
            allowDecimal={false}
            value={from}
            onChange={setFrom}
          />
          <NumberInput label="To number" min={1} max={batch.size} allowDecimal={false} value={to} onChange={setTo} />
        </SimpleGrid>
        <Checkbox
          label="Only those nobody has used"
          description="What is over is never printed"
          checked={isUnusedOnly}
          onChange={(event) => setUnusedOnly(event.currentTarget.checked)}
        />
        <Text size="xs" c="dimmed">
          Print it at its real size, without fitting it to the page. That you printed the codes is written down.
        </Text>
        <Group justify="flex-end">
          <Button variant="default" onClick={onClose}>
            Cancel
          </Button>
          <Button loading={isSaving} onClick={save}>
            Save the PDF
          </Button>
        </Group>
      </Stack>
    </Modal>
  );
};
