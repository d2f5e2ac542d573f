import { accountName } from './account-names.ts';
import { addressOf, type Fields, send } from './client.ts';
import { withAccountNames } from './csv-names.ts';

/** Saves a list, all its pages, as a CSV file; accounts known by id get their names. */
export const downloadCsv = async (path: string, input: Fields, name: string): Promise<void> => {
  const response = await send({ verb: 'GET', url: addressOf(path, { ...input, format: 'csv' }), accept: 'text/csv' });
  const url = URL.createObjectURL(
    new Blob([await withAccountNames(await response.text(), accountName)], { type: 'text/csv' }),
  );
  const link = document.createElement('a');
  link.href = url;
  link.download = `${name}.csv`;
  link.click();
  URL.revokeObjectURL(url);
};
