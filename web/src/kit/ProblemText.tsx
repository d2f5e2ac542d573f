import { Text } from '@mantine/core';
import type { Problem } from '../api/problem.ts';

/** What was refused and what to do about it. */
export const ProblemText = ({ problem }: { readonly problem: Problem }) => (
  <>
    <Text size="sm">{problem.message}</Text>
    <Text size="sm" c="dimmed" mt={2}>
      {problem.remedy}
    </Text>
    {problem.status >= 500 && problem.requestId !== '' && (
      <Text size="xs" c="dimmed" mt={4} className="mono">
        {problem.requestId}
      </Text>
    )}
  </>
);
