import { cannotCarry } from './quote.ts';
import type { SnippetsOf } from './snippet.ts';

/** IOS XE (Security Configuration Guide: RADIUS; Intelligent Services Gateway: CoA). "0" says that the key is in clear. */
export const cisco: SnippetsOf = ({ server, auth_port, acct_port, coa_port, secret }) => {
  const family = server.includes(':') ? 'ipv6' : 'ipv4';
  return [
    {
      title: 'RADIUS server',
      note: cannotCarry(secret, /[?]/, 'IOS XE'),
      text: `aaa new-model
radius server ISP
 address ${family} ${server} auth-port ${auth_port} acct-port ${acct_port}
 timeout 3
 retransmit 3
 key 0 ${secret}
aaa group server radius ISP-GROUP
 server name ISP
radius-server attribute 44 include-in-access-req default-vrf
radius-server attribute 31 send nas-port-detail mac-only
radius-server vsa send accounting
radius-server vsa send authentication`,
    },
    {
      title: 'CoA and Disconnect',
      note: null,
      text: `aaa server radius dynamic-author
 client ${server} server-key 0 ${secret}
 port ${coa_port}
 auth-type any`,
    },
    {
      title: 'Subscribers (PPPoE)',
      note: 'Speeds are policy maps of the names up-50000k and down-50000k, one pair a speed, set up by you.',
      text: `aaa authentication ppp ISP-AUTH group ISP-GROUP
aaa authorization network ISP-AUTH group ISP-GROUP
aaa accounting update newinfo periodic 10
aaa accounting network ISP-AUTH start-stop group ISP-GROUP
interface Virtual-Template1
 ppp authentication pap chap ms-chap-v2 ISP-AUTH
 ppp authorization ISP-AUTH
 ppp accounting ISP-AUTH`,
    },
  ];
};
