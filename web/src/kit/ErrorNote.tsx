import { Box, Button } from '@mantine/core';
import { asProblem } from '../api/problem.ts';
import { Note } from './Note.tsx';
import { ProblemText } from './ProblemText.tsx';

interface ErrorNoteProps {
  readonly error: unknown;
  readonly retry?: () => void;
}

/** Stands where something could not be shown: what is wrong, what to do, and a button to try again. */
export const ErrorNote = ({ error, retry }: ErrorNoteProps) => {
  const problem = asProblem(error);
  const isMissing = problem.status === 404;
  return (
    <Box p="sm">
      <Note tone={isMissing ? 'idle' : 'bad'} title={isMissing ? 'Not found' : 'This could not be shown'} isAlert>
        <ProblemText problem={problem} />
        {retry && !isMissing && (
          <Button variant="default" size="xs" mt="sm" onClick={retry}>
            Try again
          </Button>
        )}
      </Note>
    </Box>
  );
};
