import type { AddNote, ListNotes } from '@isp/server/contract/crm';
import { Box, Button, Group, Skeleton, Stack, Text, Textarea } from '@mantine/core';
import { useMe } from '../api/me.ts';
import { useList } from '../api/query.ts';
import { useCommandForm } from '../kit/command-form.ts';
import { ErrorNote } from '../kit/ErrorNote.tsx';
import { FormProblem } from '../kit/FormProblem.tsx';
import { Instant } from '../kit/Instant.tsx';
import { Panel } from '../kit/Panel.tsx';

const NoteForm = ({ accountId }: { readonly accountId: string }) => {
  const { form, submit, isSending, problem } = useCommandForm<typeof AddNote, { body: string }>({
    verb: 'POST',
    path: '/accounts/:account_id/notes',
    initial: { body: '' },
    toInput: ({ body }) => ({ account_id: accountId, body }),
    onDone: () => form.reset(),
  });
  return (
    <form onSubmit={submit} noValidate>
      <FormProblem problem={problem} fields={['body']} />
      <Textarea
        aria-label="New note"
        placeholder="What others should know"
        autosize
        minRows={2}
        maxRows={12}
        maxLength={5000}
        {...form.getInputProps('body')}
      />
      {form.values.body.trim() !== '' && (
        <Group justify="flex-end" mt="xs">
          <Button type="submit" size="xs" loading={isSending}>
            Add note
          </Button>
        </Group>
      )}
    </form>
  );
};

/** The notes on an account, and a box to write one. */
export const NotesPanel = ({ accountId }: { readonly accountId: string }) => {
  const { may } = useMe();
  const list = useList<typeof ListNotes>(
    '/accounts/:account_id/notes',
    { account_id: accountId },
    { enabled: may('crm.notes') },
  );
  if (!may('crm.notes')) return null;
  return (
    <Panel title="Notes">
      <Stack gap="sm">
        <NoteForm accountId={accountId} />
        {list.error !== null && <ErrorNote error={list.error} retry={list.retry} />}
        {list.isLoading && <Skeleton h={48} />}
        {list.rows.map((note) => (
          <Box key={note.id}>
            <Text size="sm" style={{ whiteSpace: 'pre-line', overflowWrap: 'anywhere' }}>
              {note.body}
            </Text>
            <Text size="xs" c="dimmed">
              {note.author}, <Instant at={note.created_at} />
            </Text>
          </Box>
        ))}
        {list.hasMore && (
          <Button variant="default" size="xs" loading={list.isLoadingMore} onClick={list.loadMore}>
            Older notes
          </Button>
        )}
      </Stack>
    </Panel>
  );
};
