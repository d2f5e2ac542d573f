import { Skeleton, Stack, VisuallyHidden } from '@mantine/core';

/** Rows that are still to come. */
export const RowsWaiting = () => (
  <Stack gap="xs" p="sm" aria-busy="true">
    <VisuallyHidden role="status">Loading</VisuallyHidden>
    {[88, 96, 80, 92, 85, 90].map((width) => (
      <Skeleton key={width} h={22} w={`${width}%`} />
    ))}
  </Stack>
);
