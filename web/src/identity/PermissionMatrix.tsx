import { Checkbox, Fieldset, Group, Stack, Text } from '@mantine/core';
import classes from './PermissionMatrix.module.css';
import { PERMISSIONS, permits, type RoomPermissions, toggled } from './permission-words.ts';

interface PermissionMatrixProps {
  readonly held: readonly string[];
  /** Absent: only to look at. */
  readonly onChange?: (held: string[]) => void;
  /** What the one who gives may give. */
  readonly mayGive?: (permission: string) => boolean;
}

const RoomRow = ({ room, held, onChange, mayGive }: PermissionMatrixProps & { readonly room: RoomPermissions }) => {
  const all = `${room.room}.*`;
  const toggle = (permission: string) => onChange?.(toggled(held, permission));
  const isLocked = (permission: string) => !onChange || !(mayGive?.(permission) ?? true);
  const hasAll = permits(held, all);
  return (
    <div className={classes.room}>
      <Checkbox
        size="xs"
        fw={560}
        label={room.label}
        aria-label={`Everything in ${room.label}`}
        checked={hasAll}
        indeterminate={!hasAll && room.items.some(({ permission }) => permits(held, permission))}
        disabled={isLocked(all) || held.includes('*')}
        onChange={() => toggle(all)}
      />
      <Stack gap={5}>
        {room.items.map(({ permission, label }) => (
          <Checkbox
            key={permission}
            size="xs"
            label={
              <Group gap={6} component="span">
                {label}
                <Text span size="xs" c="dimmed" className="mono">
                  {permission}
                </Text>
              </Group>
            }
            checked={permits(held, permission)}
            disabled={isLocked(permission) || hasAll}
            onChange={() => toggle(permission)}
          />
        ))}
      </Stack>
    </div>
  );
};

/** What a role permits, room by room; a whole room at once, or one thing of it. */
export const PermissionMatrix = (props: PermissionMatrixProps) => (
  <Fieldset variant="unstyled" legend="What it permits">
    {PERMISSIONS.map((room) => (
      <RoomRow key={room.room} room={room} {...props} />
    ))}
  </Fieldset>
);
