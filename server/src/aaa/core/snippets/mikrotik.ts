import { routerOs } from './quote.ts';
import type { SnippetsOf } from './snippet.ts';

const WALLED = `/ip firewall filter
add chain=forward src-address-list=walled dst-address-list=walled-allowed action=accept comment="walled garden"
add chain=forward src-address-list=walled protocol=udp dst-port=53 action=accept comment="walled garden: DNS"
add chain=forward src-address-list=walled protocol=tcp dst-port=53 action=accept comment="walled garden: DNS"
add chain=forward src-address-list=walled action=reject reject-with=icmp-admin-prohibited comment="walled garden"`;

/** RouterOS 7 (help.mikrotik.com: RADIUS, PPP AAA, HotSpot, DHCP; 7.15 and later for require-message-auth). */
export const mikrotik: SnippetsOf = ({ server, auth_port, acct_port, coa_port, secret, address }) => {
  const source = address === undefined ? '' : ` src-address=${address}`;
  const radius = `address=${server} secret=${routerOs(secret)} authentication-port=${auth_port} accounting-port=${acct_port} timeout=3s${source}`;
  return [
    {
      title: 'RADIUS and CoA',
      note: 'From RouterOS 7.15 on; on an older one leave require-message-auth out.',
      text: `/radius add service=ppp,hotspot,dhcp,ipsec ${radius} require-message-auth=yes-for-request-resp comment="ISP platform"
/radius incoming set accept=yes port=${coa_port}`,
    },
    {
      title: 'PPPoE and other PPP',
      note: null,
      text: '/ppp aaa set use-radius=yes accounting=yes interim-update=10m',
    },
    {
      title: 'Hotspot',
      note: 'For each hotspot server profile; all of them here.',
      text: '/ip hotspot profile set [find] use-radius=yes radius-accounting=yes radius-interim-update=10m',
    },
    {
      title: 'IPoE: DHCP with RADIUS',
      note: 'For each DHCP server; all of them here.',
      text: '/ip dhcp-server set [find] use-radius=accounting',
    },
    {
      title: 'Walled garden',
      note: 'Put them above rules that let traffic out, and what a walled customer may reach (the portal, the payment page) on walled-allowed.',
      text: `/ip firewall address-list add list=walled-allowed address=${server}
${WALLED}`,
    },
  ];
};
