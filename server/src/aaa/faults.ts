import { defineFault } from '@isp/values';

export const NasNotFound = defineFault(
  'aaa.nas-not-found',
  404,
  (p: { id: string }) => `There is no NAS ${p.id}.`,
  'List the NASes and use one of their ids.',
);
export const NasNameTaken = defineFault(
  'aaa.nas-name-taken',
  409,
  (p: { name: string }) => `There is a NAS named ${p.name} already.`,
  'Choose another name.',
);
export const NasAddressTaken = defineFault(
  'aaa.nas-address-taken',
  409,
  (p: { address: string }) => `${p.address} belongs to another NAS.`,
  'Change or disable that one, or give another address. A single address may lie inside another NAS’s range.',
);
export const NasAddressInvalid = defineFault(
  'aaa.nas-address-invalid',
  422,
  (p: { address: string }) => `${p.address} is not an address, nor the beginning of a range.`,
  'Give the address the NAS sends from, such as 192.0.2.10, or a range such as 192.0.2.0/24.',
);
const FILES: Readonly<Record<string, string>> = {
  chain_pem: 'The certificate is not good',
  key_pem: 'The private key is not good',
  client_ca_pem: 'The authority for clients is not good',
  client_crl_pem: 'The revocation list is not good',
  authority_pem: 'The authority of the home server is not good',
};
export const CertificateBad = defineFault(
  'aaa.certificate-bad',
  422,
  (p: { file: string; problem: string }) => `${FILES[p.file] ?? p.file}: ${p.problem}.`,
  'Give PEM text: the certificate first and then those up to its authority, and its private key without a passphrase.',
);
export const CertificateNone = defineFault(
  'aaa.certificate-none',
  404,
  (p: { purpose: 'eap' | 'radsec' }) => `There is no certificate for ${p.purpose === 'eap' ? 'EAP' : 'RadSec'}.`,
  'Make or keep one first; until then EAP over TLS is not offered, and RadSec not listened for.',
);
export const RadsecAuthorityNone = defineFault(
  'aaa.radsec-authority-none',
  409,
  () =>
    'The certificate of RadSec was given to us, so its NASes’ certificates are issued by an authority that is not ours.',
  'Have that authority issue one and write its name or fingerprint at the NAS; or make a certificate of RadSec here.',
);
export const RadsecIdentityInvalid = defineFault(
  'aaa.radsec-identity-invalid',
  422,
  (p: { radsec_identity: string }) => `${p.radsec_identity} is neither a SHA-256 fingerprint nor a DNS name.`,
  'Give the fingerprint of its certificate in 64 hexadecimal digits, or the full DNS name that its certificate says.',
);
export const RadsecIdentityTaken = defineFault(
  'aaa.radsec-identity-taken',
  409,
  (p: { radsec_identity: string }) => `${p.radsec_identity} belongs to another NAS.`,
  'Change or clear it there, or give this NAS a certificate of its own.',
);
export const SecretTooShort = defineFault(
  'aaa.secret-too-short',
  422,
  (p: { least: number }) => `A shared secret needs at least ${p.least} characters.`,
  'Leave the secret out to have a strong one made, and copy it to the NAS.',
);
export const VendorUnknown = defineFault(
  'aaa.vendor-unknown',
  422,
  (p: { vendor: string; known: readonly string[] }) =>
    `${p.vendor} is not a make of NAS we know; we know ${p.known.join(', ')}.`,
  'Use one of these, or "generic".',
);
export const UsernameTaken = defineFault(
  'aaa.username-taken',
  409,
  (p: { username: string }) => `The user name ${p.username} belongs to another subscription.`,
  'Choose another user name.',
);
export const PasswordNeeded = defineFault(
  'aaa.password-needed',
  422,
  () => 'A new log-in needs a password.',
  'Give a password of 1 to 128 characters.',
);
export const PasswordTwice = defineFault(
  'aaa.password-twice',
  422,
  () => 'Both a password and a password hash were given.',
  'Give the password, or its hash when you do not know it.',
);
export const PasswordHashBad = defineFault(
  'aaa.password-hash-bad',
  422,
  (p: { problem: string }) => `The password hash cannot be used: ${p.problem}.`,
  'Give the hash as the other system wrote it, with the prefix that says what it is, or give a new password.',
);
export const MacInvalid = defineFault(
  'aaa.mac-invalid',
  422,
  (p: { mac: string }) => `${p.mac} is not a MAC address.`,
  'Write twelve hexadecimal digits, such as AA:BB:CC:DD:EE:FF.',
);
export const SessionNotFound = defineFault(
  'aaa.session-not-found',
  404,
  (p: { id: string }) => `There is no session ${p.id}.`,
  'List the sessions and use one of their ids.',
);
export const SessionClosed = defineFault(
  'aaa.session-closed',
  409,
  (p: { id: string }) => `Session ${p.id} has ended already.`,
  'Look for a session that is open now.',
);
export const PortTaken = defineFault(
  'aaa.port-taken',
  500,
  (p: { port: number; address: string }) => `UDP port ${p.port} of ${p.address} is in use by another program.`,
  'Stop the other RADIUS server, or set ISP_RADIUS_AUTH_PORT and ISP_RADIUS_ACCT_PORT to free ports.',
);

export const NothingToTry = defineFault(
  'aaa.nothing-to-try',
  422,
  () => 'Neither a user name nor a packet was given, or both were.',
  'Give a user name, or the octets of a captured Access-Request.',
);
export const PrefixTooShort = defineFault(
  'aaa.prefix-too-short',
  422,
  (p: { address: string; shortest: number }) => `${p.address} is a range of more than a /${p.shortest}.`,
  'Ask about an address, or about a smaller range.',
);
export const HomeServerNotFound = defineFault(
  'aaa.home-server-not-found',
  404,
  (p: { id: string }) => `There is no home server ${p.id}.`,
  'List the home servers and use one of their ids.',
);
export const HomeServerNameTaken = defineFault(
  'aaa.home-server-name-taken',
  409,
  (p: { name: string }) => `There is a home server named ${p.name} already.`,
  'Choose another name.',
);
export const HomeServerAddressInvalid = defineFault(
  'aaa.home-server-address-invalid',
  422,
  (p: { address: string }) => `${p.address} is not an address.`,
  'Give the IPv4 or IPv6 address of the home server, such as 192.0.2.10.',
);
export const HomeServerIncomplete = defineFault(
  'aaa.home-server-incomplete',
  422,
  (p: { field: string; needed_for: string }) => `${p.field} is needed ${p.needed_for}.`,
  'Give it, or choose another transport or probe.',
);
export const HomeServerInUse = defineFault(
  'aaa.home-server-in-use',
  409,
  (p: { pools: readonly string[] }) => `It is a member of ${p.pools.join(', ')}.`,
  'Take it out of its pools first, or disable it.',
);
export const HomePoolNotFound = defineFault(
  'aaa.home-pool-not-found',
  404,
  (p: { id: string }) => `There is no home pool ${p.id}.`,
  'List the home pools and use one of their ids.',
);
export const HomePoolNameTaken = defineFault(
  'aaa.home-pool-name-taken',
  409,
  (p: { name: string }) => `There is a home pool named ${p.name} already.`,
  'Choose another name.',
);
export const HomePoolInUse = defineFault(
  'aaa.home-pool-in-use',
  409,
  (p: { realms: readonly string[]; waiting: number }) =>
    p.realms.length > 0
      ? `The realms ${p.realms.join(', ')} go to it.`
      : `${p.waiting} accounting records wait to be delivered to it.`,
  'Send its realms elsewhere first. Records that wait are delivered when a server of it answers, or dropped when you say so (drop_waiting).',
);
export const RealmNotFound = defineFault(
  'aaa.realm-not-found',
  404,
  (p: { id: string }) => `There is no realm ${p.id}.`,
  'List the realms and use one of their ids.',
);
export const RealmNameTaken = defineFault(
  'aaa.realm-name-taken',
  409,
  (p: { name: string }) => `There is a realm ${p.name} already.`,
  'Change that one.',
);
export const RealmNameInvalid = defineFault(
  'aaa.realm-name-invalid',
  422,
  (p: { name: string }) => `${p.name} is not a realm.`,
  'Write what follows the @, such as example.net; *.example.net for all below it; or * for every realm that is not known.',
);
