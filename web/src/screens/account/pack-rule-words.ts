import type { GetPackRule } from '@isp/server/contract/subscriptions';
import type { Reply } from '../../api/contract.ts';

export type PackRule = NonNullable<Reply<typeof GetPackRule>['rule']>;

const timesText = (count: number): string => ['once', 'twice'][count - 1] ?? `${count} times`;

/** `Buys 5 GB more by itself when all is used, 3 times a billing period at most.` */
export const ruleSentence = ({ at_percent, at_most }: PackRule, packName: string): string => {
  const when = at_percent === 100 ? 'all is used' : `${at_percent} % are used`;
  return `Buys ${packName} by itself when ${when}, ${timesText(at_most)} a billing period at most.`;
};
