import { Button, Group, NumberInput, SegmentedControl, TextInput } from '@mantine/core';
import { useForm } from '@mantine/form';
import { useEffect } from 'react';
import { useListSearch } from '../kit/list-search.ts';
import { momentOf, OWN_ZONE, writtenMoment } from './moment.ts';

type Asked = { address: string; at: string; zone: 'own' | 'utc'; port: number | string };

const ZONES = [
  { value: 'own', label: OWN_ZONE },
  { value: 'utc', label: 'UTC' },
];

/** The form, filled with what the page's address asks. */
const useAddressForm = () => {
  const { search, set } = useListSearch();
  const asked = (): Asked => ({
    address: search.address ?? '',
    at: search.at ? writtenMoment(search.at, search.zone === 'utc') : '',
    zone: search.zone === 'utc' ? 'utc' : 'own',
    port: search.port ?? '',
  });
  const form = useForm<Asked>({
    initialValues: asked(),
    validate: {
      address: (text) =>
        /^[0-9a-f.:]+(\/\d{1,3})?$/i.test(text.trim()) ? null : 'write an address, such as 203.0.113.7',
      at: (text, { zone }) => (text === '' || momentOf(text, zone === 'utc') ? null : 'write a day and a time'),
    },
  });
  // A link may lead here while the page is open.
  // biome-ignore lint/correctness/useExhaustiveDependencies: the form is filled anew when the question is another one, not when it is typed into
  useEffect(() => form.setValues(asked()), [search.address, search.at, search.port, search.zone]);
  const ask = ({ address, at, zone, port }: Asked) =>
    set({
      address: address.trim(),
      at: momentOf(at, zone === 'utc'),
      zone: zone === 'utc' ? 'utc' : undefined,
      port: port === '' ? undefined : `${port}`,
    });
  return { form, ask };
};

/** An address, a moment and a port; what is asked stands in the page's address, so a link or a bookmark asks again. */
export const AddressForm = () => {
  const { form, ask } = useAddressForm();
  return (
    <form onSubmit={form.onSubmit(ask)} noValidate>
      <Group align="flex-end" gap="sm">
        <TextInput
          label="Address or prefix"
          placeholder="203.0.113.7 or 2001:db8::7"
          required
          maxLength={50}
          w={{ base: '100%', xs: 260 }}
          classNames={{ input: 'mono' }}
          autoComplete="off"
          spellCheck={false}
          {...form.getInputProps('address')}
        />
        <TextInput
          label="When"
          type="datetime-local"
          step={1}
          w={{ base: '100%', xs: 250 }}
          {...form.getInputProps('at')}
        />
        {OWN_ZONE !== 'UTC' && (
          <SegmentedControl aria-label="The zone of the time" data={ZONES} {...form.getInputProps('zone')} />
        )}
        <NumberInput
          label="Port"
          placeholder="any"
          min={0}
          max={65_535}
          allowDecimal={false}
          hideControls
          w={{ base: '100%', xs: 110 }}
          {...form.getInputProps('port')}
        />
        <Button type="submit">Who had it?</Button>
      </Group>
    </form>
  );
};
