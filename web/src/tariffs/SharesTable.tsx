import { Table, Text } from '@mantine/core';
import { Money } from '../kit/Money.tsx';

interface Part {
  readonly plan_id: string;
  readonly label: string;
  readonly quantity: number;
  readonly optional: boolean;
  readonly list_minor: number;
  readonly price_minor: number;
}

interface SharesTableProps {
  readonly currency: string;
  readonly price_minor: number;
  readonly parts: readonly Part[];
}

/** The parts of a bundle, what each costs by itself and in it; those that may be left out add to the price. */
export const SharesTable = ({ currency, price_minor, parts }: SharesTableProps) => {
  const listed = parts
    .filter(({ optional }) => !optional)
    .reduce((sum, part) => sum + part.list_minor * part.quantity, 0);
  return (
    <Table.ScrollContainer minWidth={320}>
      <Table fz="sm" aria-label="How the price is divided">
        <Table.Thead>
          <Table.Tr>
            <Table.Th>Part</Table.Th>
            <Table.Th ta="right">By itself</Table.Th>
            <Table.Th ta="right">In the bundle</Table.Th>
          </Table.Tr>
        </Table.Thead>
        <Table.Tbody>
          {parts.map((part) => (
            <Table.Tr key={part.plan_id}>
              <Table.Td>
                {part.quantity > 1 ? `${part.quantity} × ${part.label}` : part.label}
                {part.optional && (
                  <Text size="xs" c="dimmed">
                    to choose, added to the price
                  </Text>
                )}
              </Table.Td>
              <Table.Td ta="right">
                <Money minor={part.list_minor * part.quantity} currency={currency} />
              </Table.Td>
              <Table.Td ta="right">
                {part.optional && '+ '}
                <Money minor={part.price_minor * part.quantity} currency={currency} />
              </Table.Td>
            </Table.Tr>
          ))}
          <Table.Tr fw={600}>
            <Table.Td>Together</Table.Td>
            <Table.Td ta="right">
              <Money minor={listed} currency={currency} />
            </Table.Td>
            <Table.Td ta="right">
              <Money minor={price_minor} currency={currency} />
            </Table.Td>
          </Table.Tr>
        </Table.Tbody>
      </Table>
    </Table.ScrollContainer>
  );
};
