import type { Contract } from '@isp/values/wire';
import { type FormValidateInput, useForm } from '@mantine/form';
import type { Verb } from '../api/client.ts';
import { useCommand } from '../api/command.ts';
import type { Input, Reply } from '../api/contract.ts';
import type { Problem } from '../api/problem.ts';

type Values = Record<string, unknown>;

interface CommandFormOptions<C extends Contract, V extends Values> {
  readonly verb: Verb;
  readonly path: string;
  readonly initial: V;
  /** What the form's values say as the command's input; a field has the same name in both, so that refusals find it. */
  readonly toInput: (values: V) => Input<C>;
  readonly validate?: FormValidateInput<V>;
  readonly onDone: (reply: Reply<C>) => void;
}

/** A form that runs a command: what the server refuses is shown at its field; what belongs to no field above the form, by `FormProblem`. */
export const useCommandForm = <C extends Contract, V extends Values>(options: CommandFormOptions<C, V>) => {
  const form = useForm<V>({
    initialValues: options.initial,
    ...(options.validate ? { validate: options.validate } : {}),
  });
  const focusFirst = (errors: Readonly<Record<string, unknown>>) => {
    const nodes = Object.keys(errors).map((field) => form.getInputNode(field));
    nodes.find((node) => node !== null)?.focus();
  };
  const showProblem = (problem: Problem) => {
    form.setErrors(problem.fields);
    focusFirst(problem.fields);
  };
  const command = useCommand<C>(options.verb, options.path, { onDone: options.onDone, onProblem: showProblem });
  const submit = form.onSubmit((values) => command.send(options.toInput(values)), focusFirst);
  const { isSending, problem } = command;
  const frame = { onSubmit: submit, isSending, problem, fields: Object.keys(options.initial) };
  return { form, submit, isSending, problem, /** What a `FormDrawer` around the form wants to know. */ frame };
};
