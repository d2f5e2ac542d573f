import type { ListLegalEntities } from '@isp/server/contract/billing';
import type { ShowAvailability } from '@isp/server/contract/flows';
import { Group, Select, Stack, Table, Text, TextInput } from '@mantine/core';
import { useDebouncedValue } from '@mantine/hooks';
import type { Reply } from '../api/contract.ts';
import { useMe } from '../api/me.ts';
import { useGet } from '../api/query.ts';
import { countries } from '../crm/places.ts';
import { Loaded } from '../kit/Loaded.tsx';
import { useListSearch } from '../kit/list-search.ts';
import { Money } from '../kit/Money.tsx';
import { NothingHere } from '../kit/NothingHere.tsx';
import { PageHeader } from '../kit/PageHeader.tsx';
import { Panel } from '../kit/Panel.tsx';
import { StateBadge } from '../kit/StateBadge.tsx';
import { TextLink } from '../kit/TextLink.tsx';
import { kindText } from '../tariffs/kind-words.ts';
import { cycleText, type Kind } from '../tariffs/plan-sentence.ts';

const TYPED_MS = 350;

type Item = Reply<typeof ShowAvailability>['items'][number];

const Row = ({ item }: { readonly item: Item }) => (
  <Table.Tr>
    <Table.Td>
      <TextLink to={`/plans/${item.plan_id}`} inherit>
        {item.name}
      </TextLink>
      <Text size="xs" c="dimmed">
        {kindText(item.kind as Kind)}
      </Text>
    </Table.Td>
    <Table.Td ta="right">
      <Money minor={item.price_minor} currency={item.currency} />{' '}
      <Text span size="xs" c="dimmed">
        {item.kind === 'one-time' ? 'once' : cycleText(item.cycle_unit, item.cycle_count)}
      </Text>
    </Table.Td>
    <Table.Td>
      <StateBadge state={item.available ? 'active' : 'ended'}>{item.available ? 'sold here' : 'not here'}</StateBadge>
      {item.why !== null && (
        <Text size="xs" c="dimmed">
          {item.why}
        </Text>
      )}
    </Table.Td>
  </Table.Tr>
);

const Found = ({ items }: { readonly items: readonly Item[] }) =>
  items.length === 0 ? (
    <NothingHere title="Nothing is on sale">Make a plan first.</NothingHere>
  ) : (
    <Table.ScrollContainer minWidth={320}>
      <Table fz="sm" aria-label="What is sold there">
        <Table.Thead>
          <Table.Tr>
            <Table.Th>Plan</Table.Th>
            <Table.Th ta="right">Price</Table.Th>
            <Table.Th>At this address</Table.Th>
          </Table.Tr>
        </Table.Thead>
        <Table.Tbody>
          {items.map((item) => (
            <Row key={item.plan_id} item={item} />
          ))}
        </Table.Tbody>
      </Table>
    </Table.ScrollContainer>
  );

/** What can be sold at an address: kept in the page's own, so it can be passed on. */
export const AvailabilityPage = () => {
  const { may } = useMe();
  const { search, set } = useListSearch();
  const entities = useGet<typeof ListLegalEntities>('/legal-entities', {}, { enabled: may('billing.read') });
  const country = search.country ?? entities.data?.items[0]?.country ?? '';
  const [asked] = useDebouncedValue({ country, postal_code: search.postal_code, city: search.city }, TYPED_MS);
  const found = useGet<typeof ShowAvailability>('/availability', asked, { enabled: asked.country !== '', keep: true });
  const typed = (name: 'postal_code' | 'city') => ({
    value: search[name] ?? '',
    autoComplete: 'off',
    onChange: ({ currentTarget }: { currentTarget: { value: string } }) =>
      set({ [name]: currentTarget.value || undefined }),
  });
  return (
    <>
      <PageHeader title="What is sold where" back={{ to: '/plans', label: 'Plans' }} />
      <Panel>
        <Stack gap="md">
          <Group align="flex-end" gap="sm" wrap="wrap">
            <Select
              label="Country"
              searchable
              allowDeselect={false}
              limit={60}
              data={countries}
              value={country || null}
              onChange={(value) => set({ country: value ?? undefined })}
            />
            <TextInput label="Postal code" {...typed('postal_code')} />
            <TextInput label="City" {...typed('city')} />
          </Group>
          {country === '' ? (
            <NothingHere title="Where?">Choose a country to see what is sold there.</NothingHere>
          ) : (
            <Loaded of={found}>{({ items }) => <Found items={items} />}</Loaded>
          )}
        </Stack>
      </Panel>
    </>
  );
};
