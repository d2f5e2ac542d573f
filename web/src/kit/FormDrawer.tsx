import { Button, Drawer, Group, Stack } from '@mantine/core';
import type { FormEvent, ReactNode } from 'react';
import type { Problem } from '../api/problem.ts';
import { FormProblem } from './FormProblem.tsx';

interface FormDrawerProps {
  readonly title: string;
  readonly opened: boolean;
  readonly onClose: () => void;
  readonly onSubmit: (event: FormEvent<HTMLFormElement>) => void;
  readonly isSending: boolean;
  readonly problem: Problem | undefined;
  readonly fields: readonly string[];
  /** What the button says it does: “Record payment”. */
  readonly submit: string;
  readonly children: ReactNode;
}

/** A form beside the page it belongs to. Mount its content only while it is opened, so that it starts fresh. */
export const FormDrawer = (props: FormDrawerProps) => (
  <Drawer
    opened={props.opened}
    onClose={props.onClose}
    title={props.title}
    styles={{ title: { fontWeight: 620, fontSize: 17 } }}
  >
    <form onSubmit={props.onSubmit} noValidate>
      <Stack gap="sm">
        <FormProblem problem={props.problem} fields={props.fields} />
        {props.children}
        <Group justify="flex-end" mt="sm">
          <Button variant="default" onClick={props.onClose}>
            Cancel
          </Button>
          <Button type="submit" loading={props.isSending}>
            {props.submit}
          </Button>
        </Group>
      </Stack>
    </form>
  </Drawer>
);
