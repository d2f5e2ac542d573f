import type { CreateMeter } from '@isp/server/contract/metering';
import { NumberInput, Select, SimpleGrid, Text, TextInput } from '@mantine/core';
import { useCommandForm } from '../kit/command-form.ts';
import { FormDrawer } from '../kit/FormDrawer.tsx';
import { notifyDone } from '../kit/notify.ts';
import { AGGREGATIONS, type Meter } from './meter-words.ts';

type Values = {
  code: string;
  name: string;
  unit_code: string;
  unit_size: number | string;
  aggregation: Meter['aggregation'];
};

interface MeterNewProps {
  readonly onClose: () => void;
  readonly onMade: (meter: Meter) => void;
}

const useMeterForm = (onMade: MeterNewProps['onMade']) =>
  useCommandForm<typeof CreateMeter, Values>({
    verb: 'POST',
    path: '/meters',
    initial: { code: '', name: '', unit_code: '', unit_size: 1, aggregation: 'sum' },
    toInput: ({ code, name, unit_code, unit_size, aggregation }) => ({
      code: code.trim(),
      name: name.trim(),
      unit_code: unit_code.trim(),
      unit_size: Number(unit_size) || 1,
      aggregation,
    }),
    validate: {
      code: (code) => (code.trim() ? null : 'write the code that records name it by'),
      name: (name) => (name.trim() ? null : 'write what it is called; the invoice says it'),
      unit_code: (unit) => (unit.trim() ? null : 'write what it is sold by, such as min'),
    },
    onDone: (meter) => {
      notifyDone(`${meter.name} can be charged by plans.`);
      onMade(meter);
    },
  });

/** Makes a meter: its code and name, the unit it is sold by, what of the records is billed. */
export const MeterNew = ({ onClose, onMade }: MeterNewProps) => {
  const { form, frame } = useMeterForm(onMade);
  return (
    <FormDrawer title="New meter" onClose={onClose} {...frame} submit="Make meter">
      <Text size="sm">What it counts never changes: records and invoices are of it.</Text>
      <TextInput
        label="Name"
        description="The invoice says it"
        placeholder="Calls"
        required
        maxLength={120}
        {...form.getInputProps('name')}
      />
      <TextInput
        label="Code"
        description="How records and plans call it"
        placeholder="voice"
        required
        maxLength={40}
        autoComplete="off"
        {...form.getInputProps('code')}
      />
      <SimpleGrid cols={2} spacing="sm">
        <TextInput
          label="Unit"
          description="What it is sold by"
          placeholder="min"
          required
          maxLength={12}
          autoComplete="off"
          {...form.getInputProps('unit_code')}
        />
        <NumberInput
          label="Made of"
          description="60 of seconds, 100 of cents"
          min={1}
          allowDecimal={false}
          hideControls
          thousandSeparator=" "
          {...form.getInputProps('unit_size')}
        />
      </SimpleGrid>
      <Select
        label="What of a period’s records is billed"
        allowDeselect={false}
        data={Object.entries(AGGREGATIONS).map(([value, label]) => ({ value, label }))}
        {...form.getInputProps('aggregation')}
      />
    </FormDrawer>
  );
};
