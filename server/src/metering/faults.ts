import { defineFault } from '@isp/values';

export const MeterNotFound = defineFault(
  'metering.meter-not-found',
  404,
  (p: { meter: string }) => `There is no meter ${p.meter}.`,
  'List the meters and use the code or id of one.',
);
export const MeterCodeTaken = defineFault(
  'metering.meter-code-taken',
  409,
  (p: { code: string }) => `There is a meter ${p.code} already.`,
  'Choose another code.',
);
export const MeterNotForThis = defineFault(
  'metering.meter-not-for-this',
  422,
  (p: { code: string; why: string }) => `Meter ${p.code} cannot be charged so: ${p.why}.`,
  'Use another meter, or another model of price.',
);
export const NumberTaken = defineFault(
  'metering.number-taken',
  409,
  (p: { number: string }) => `Another subscription has the number ${p.number}.`,
  'Take it from that one first, or give this one another.',
);
export const CdrFileUnreadable = defineFault(
  'metering.cdr-file-unreadable',
  422,
  (p: { why: string }) => `The file cannot be read: ${p.why}.`,
  'Send CSV with a header line, and say which of its columns is what.',
);
