import { defineFault } from '@isp/values';

export const UsageLineNotFound = defineFault(
  'views.usage-line-not-found',
  404,
  (p: { line_no: number }) => `This invoice has no usage line ${p.line_no}.`,
  'Open the invoice and use the number of one of its usage lines.',
);
