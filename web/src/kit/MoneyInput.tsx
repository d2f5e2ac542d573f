import { Text, TextInput, type TextInputProps } from '@mantine/core';

interface MoneyInputProps extends TextInputProps {
  readonly currency: string;
}

/** A box for an amount; its value is the text as typed, `minorOf` makes minor units of it. */
export const MoneyInput = ({ currency, ...rest }: MoneyInputProps) => (
  <TextInput
    inputMode="decimal"
    autoComplete="off"
    rightSection={
      <Text size="xs" c="dimmed">
        {currency}
      </Text>
    }
    rightSectionWidth={48}
    {...rest}
  />
);
