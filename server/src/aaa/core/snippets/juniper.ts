import { doubleQuoted } from './quote.ts';
import type { SnippetsOf } from './snippet.ts';

/** Junos MX (Broadband Subscriber Sessions User Guide: radius-server, access profile). */
export const juniper: SnippetsOf = ({ server, auth_port, acct_port, coa_port, secret, address }) => {
  const at = `set access profile ISP radius-server ${server}`;
  return [
    {
      title: 'Access profile',
      note: 'Speeds are firewall filters of the names up-50000k and down-50000k, one pair a speed, set up by you.',
      text: [
        `${at} port ${auth_port}`,
        `${at} accounting-port ${acct_port}`,
        `${at} dynamic-request-port ${coa_port}`,
        `${at} secret ${doubleQuoted(secret)}`,
        `${at} timeout 3`,
        `${at} retry 3`,
        ...(address === undefined ? [] : [`${at} source-address ${address}`]),
        'set access profile ISP authentication-order radius',
        `set access profile ISP radius authentication-server ${server}`,
        `set access profile ISP radius accounting-server ${server}`,
        'set access profile ISP accounting order radius',
        'set access profile ISP accounting update-interval 10',
        'set access profile ISP accounting statistics volume-time',
      ].join('\n'),
    },
    { title: 'Use it for all subscribers', note: null, text: 'set access-profile ISP' },
  ];
};
