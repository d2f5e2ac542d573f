import { PasswordInput, Switch, Textarea } from '@mantine/core';
import type { UseFormReturnType } from '@mantine/form';
import type { PasswordValues } from './password-values.ts';

const WRITINGS = '$2b$… (bcrypt), $argon2id$…, {SSHA}…, {SSHA256}…, {SSHA512}…, or {NT} and 32 hexadecimal digits';

interface PasswordFieldsProps<V extends PasswordValues> {
  readonly form: UseFormReturnType<V>;
  readonly label: string;
  /** What happens when nothing is written. */
  readonly description: string;
}

/** A log-in's password, or its hash as another system kept it: then nobody has to be asked for a new one. */
export const PasswordFields = <V extends PasswordValues>({ form, label, description }: PasswordFieldsProps<V>) => (
  <>
    {form.values.by_hash ? (
      <Textarea
        label="Password hash"
        description={`${WRITINGS}. ${description}.`}
        autosize
        minRows={2}
        maxRows={4}
        maxLength={300}
        spellCheck={false}
        autoComplete="off"
        classNames={{ input: 'mono' }}
        {...form.getInputProps('password_hash')}
      />
    ) : (
      <PasswordInput
        label={label}
        description={description}
        autoComplete="new-password"
        maxLength={128}
        {...form.getInputProps('password')}
      />
    )}
    <Switch
      label="Only its hash is known, from another system"
      {...form.getInputProps('by_hash', { type: 'checkbox' })}
    />
  </>
);
