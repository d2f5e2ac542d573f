import { useEffect, useRef } from 'react';
import type { Problem } from '../api/problem.ts';
import { Note } from './Note.tsx';
import { ProblemText } from './ProblemText.tsx';

interface FormProblemProps {
  readonly problem: Problem | undefined;
  /** The fields of the form, which show their own messages. */
  readonly fields: readonly string[];
}

/** Why a form was refused, with the messages that belong to none of its fields; comes into view when it changes. */
export const FormProblem = ({ problem, fields }: FormProblemProps) => {
  const place = useRef<HTMLDivElement>(null);
  useEffect(() => {
    if (problem) place.current?.scrollIntoView({ block: 'nearest' });
  }, [problem]);
  if (!problem) return null;
  const messages = Object.entries(problem.fields);
  const others = messages.filter(([field]) => !fields.includes(field.split('.')[0] ?? ''));
  const isAllPlaced = messages.length > 0 && others.length === 0;
  return (
    <div ref={place}>
      <Note tone="bad" isAlert>
        {isAllPlaced ? 'Not saved yet: the marked fields need another look.' : <ProblemText problem={problem} />}
        {others.length > 0 && (
          <ul style={{ margin: '6px 0 0', paddingLeft: 18 }}>
            {others.map(([field, message]) => (
              <li key={field}>
                {field === '' ? '' : `${field.replaceAll('_', ' ')}: `}
                {message}
              </li>
            ))}
          </ul>
        )}
      </Note>
    </div>
  );
};
