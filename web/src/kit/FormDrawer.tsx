import { Button, Group, Stack } from '@mantine/core';
import type { FormEvent, ReactNode } from 'react';
import type { Problem } from '../api/problem.ts';
import classes from './FormDrawer.module.css';
import { FormProblem } from './FormProblem.tsx';
import { SideDrawer } from './SideDrawer.tsx';

interface FormDrawerProps {
  readonly title: string;
  readonly onClose: () => void;
  readonly onSubmit: (event: FormEvent<HTMLFormElement>) => void;
  readonly isSending: boolean;
  readonly problem: Problem | undefined;
  readonly fields: readonly string[];
  /** What the button says it does: “Record payment”. */
  readonly submit: string;
  readonly children: ReactNode;
}

/** A form beside the page it belongs to. Mount it only while it is opened, so that it starts fresh. */
export const FormDrawer = (props: FormDrawerProps) => (
  <SideDrawer title={props.title} onClose={props.onClose}>
    <form onSubmit={props.onSubmit} noValidate>
      <Stack gap="sm">
        <FormProblem problem={props.problem} fields={props.fields} />
        {props.children}
        <Group justify="flex-end" className={classes.foot}>
          <Button variant="default" onClick={props.onClose}>
            Cancel
          </Button>
          <Button type="submit" loading={props.isSending}>
            {props.submit}
          </Button>
        </Group>
      </Stack>
    </form>
  </SideDrawer>
);
