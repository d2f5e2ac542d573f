import { Select, Text } from '@mantine/core';
import { permissionText } from './permission-words.ts';
import { useRoles } from './use-roles.ts';

interface RoleSelectProps {
  readonly value?: string;
}

/** A choice of role that says what it permits. */
export const RoleSelect = ({ value, ...rest }: RoleSelectProps) => {
  const { choices, byCode } = useRoles();
  const chosen = byCode(value ?? null);
  return (
    <div>
      <Select label="Role" required data={choices} allowDeselect={false} value={value ?? null} {...rest} />
      {chosen && (
        <Text size="xs" c="dimmed" mt={6}>
          {chosen.permissions.map(permissionText).join('; ')}.
        </Text>
      )}
    </div>
  );
};
