import { TextInput, type TextInputProps } from '@mantine/core';
import { useMe } from '../../api/me.ts';
import { Note } from '../../kit/Note.tsx';

interface OutOfAreaProps extends TextInputProps {
  /** Why the plan that is chosen is not sold at the address. */
  readonly why: string | undefined;
}

/** That a plan is not sold at an account's address; who may sells it all the same, and says why. */
export const OutOfArea = ({ why, ...rest }: OutOfAreaProps) => {
  const { may } = useMe();
  if (why === undefined) return null;
  return (
    <>
      <Note tone="warn" title="Not sold at this address">
        It is {why}.
      </Note>
      {may('subscriptions.out-of-area') && (
        <TextInput label="Why it is sold all the same" maxLength={200} autoComplete="off" {...rest} />
      )}
    </>
  );
};
