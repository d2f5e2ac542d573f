import { addressOf, type Fields, send } from './client.ts';

/** Saves a list, all its pages, as a CSV file. */
export const downloadCsv = async (path: string, input: Fields, name: string): Promise<void> => {
  const response = await send({ verb: 'GET', url: addressOf(path, { ...input, format: 'csv' }), accept: 'text/csv' });
  const url = URL.createObjectURL(await response.blob());
  const link = document.createElement('a');
  link.href = url;
  link.download = `${name}.csv`;
  link.click();
  URL.revokeObjectURL(url);
};
