import { accountName } from './account-names.ts';
import { addressOf, type Fields, send } from './client.ts';
import { withAccountNames } from './csv-names.ts';

const save = (name: string, content: Blob): void => {
  const url = URL.createObjectURL(content);
  const link = document.createElement('a');
  link.href = url;
  link.download = name;
  link.click();
  URL.revokeObjectURL(url);
};

/** Saves a text as a file. */
export const saveText = (name: string, text: string): void => save(name, new Blob([text], { type: 'text/csv' }));

/** Saves a file that a route gives. */
export const downloadFile = async (path: string, input: Fields, name: string): Promise<void> => {
  const response = await send({ verb: 'GET', url: addressOf(path, input), accept: '*/*' });
  save(name, await response.blob());
};

/** Saves a list, all its pages, as a CSV file; accounts known by id get their names. */
export const downloadCsv = async (path: string, input: Fields, name: string): Promise<void> => {
  const response = await send({ verb: 'GET', url: addressOf(path, { ...input, format: 'csv' }), accept: 'text/csv' });
  saveText(`${name}.csv`, await withAccountNames(await response.text(), accountName));
};
