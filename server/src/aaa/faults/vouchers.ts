import { defineFault } from '@isp/values';

export const VoucherBatchNotFound = defineFault(
  'aaa.voucher-batch-not-found',
  404,
  (p: { id: string }) => `There is no batch of vouchers ${p.id}.`,
  'List the batches and use one of their ids.',
);
export const VoucherBatchNameTaken = defineFault(
  'aaa.voucher-batch-name-taken',
  409,
  (p: { name: string }) => `This account has a batch of vouchers named ${p.name} already.`,
  'Choose another name; if you asked twice by mistake, the first batch is there.',
);
export const VoucherNotFound = defineFault(
  'aaa.voucher-not-found',
  404,
  (p: { id: string }) => `There is no voucher ${p.id}.`,
  'Search for its code, or list the vouchers of its batch.',
);
export const CodesTooShort = defineFault(
  'aaa.codes-too-short',
  422,
  (p: { size: number; shortest: number }) =>
    `${p.size} vouchers with so short codes could be guessed: one guess would hit one of them more often than once in ten million. They need ${p.shortest} drawn characters.`,
  'Draw more characters (code_length), use letters and digits, add a PIN, or make fewer vouchers at once.',
);
export const VoucherEndless = defineFault(
  'aaa.voucher-endless',
  422,
  () => 'Such a voucher would never be used up and never expire.',
  'Say for how long online (time_s), for how much (octets), or for how long from the first log-in on (valid_s) it is good.',
);
export const VoucherSpeedHalf = defineFault(
  'aaa.voucher-speed-half',
  422,
  () => 'A speed needs both directions.',
  'Give rate_down_kbps and rate_up_kbps, or neither.',
);
export const UseByPast = defineFault(
  'aaa.use-by-past',
  422,
  (p: { use_by_on: string }) => `${p.use_by_on} is over: no voucher could be used any more.`,
  'Give today or a later day.',
);
export const VoucherBatchCancelled = defineFault(
  'aaa.voucher-batch-cancelled',
  409,
  (p: { name: string }) => `The batch ${p.name} was cancelled.`,
  'Make a new batch: what was cancelled stays so.',
);
export const VoucherOver = defineFault(
  'aaa.voucher-over',
  409,
  (p: { state: string }) => `This voucher is over: ${p.state}.`,
  'Nothing needs to be done: nobody is let on by it.',
);
export const VoucherBatchNeeded = defineFault(
  'aaa.voucher-batch-needed',
  409,
  (p: { name: string; days: number }) => `Of the batch ${p.name} not every voucher is over for ${p.days} days.`,
  'Cancel what is not to be used any more, and wait: the log and the use of its vouchers are still looked up by it.',
);
export const VoucherTextUnprintable = defineFault(
  'aaa.voucher-text-unprintable',
  422,
  (p: { text: string; characters: string }) => `“${p.text}” has characters that cannot be printed: ${p.characters}.`,
  'Write it in another script, or without signs such as emoji.',
);
export const NothingToPrint = defineFault(
  'aaa.nothing-to-print',
  409,
  (p: { name: string }) => `No voucher of the batch ${p.name} that could still be handed out has one of these numbers.`,
  'Choose other numbers, or print those in use, too.',
);
