import { notifications } from '@mantine/notifications';
import { createElement } from 'react';
import type { Problem } from '../api/problem.ts';
import { ProblemText } from './ProblemText.tsx';

const STAY_MS = 12_000;

/** Says that something was done. */
export const notifyDone = (message: string): void => {
  notifications.show({ message, color: 'petrol' });
};

/** Says what was refused and what to do. */
export const notifyProblem = (problem: Problem): void => {
  notifications.show({
    title: 'That did not work',
    message: createElement(ProblemText, { problem }),
    color: 'red',
    autoClose: STAY_MS,
  });
};
