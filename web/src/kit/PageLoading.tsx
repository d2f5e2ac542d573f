import { Skeleton, Stack, VisuallyHidden } from '@mantine/core';

/** The shape of a page while it comes. */
export const PageLoading = () => (
  <Stack aria-busy="true">
    <VisuallyHidden role="status">Loading</VisuallyHidden>
    <Skeleton h={28} w={220} />
    <Skeleton h={120} />
    <Skeleton h={240} />
  </Stack>
);
