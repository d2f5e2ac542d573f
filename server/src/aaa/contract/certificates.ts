import { contract, id, instant, nothing } from '@isp/values/wire';
import { z } from 'zod';

const pem = z.string().max(100_000);
const serverName = z
  .string()
  .trim()
  .toLowerCase()
  .max(253)
  .regex(/^([a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?\.)+[a-z]{2,63}$/, 'write a name such as "radius.example.net"');

export const Certificate = z.object({
  subject: z.string(),
  issuer: z.string(),
  names: z.array(z.string()),
  valid_from: instant,
  valid_to: instant,
  fingerprint: z.string(),
  client_ca: z.string().nullable(),
  revocation_list: z.boolean(),
  /** The authority we made ourselves, for devices or NASes to trust; null when the certificate was given to us. */
  authority_pem: z.string().nullable(),
  changed_at: instant,
});
export type Certificate = z.output<typeof Certificate>;

export const GetEapCertificate = contract({
  summary: 'The certificate by which EAP over TLS (PEAP, EAP-TTLS, EAP-TLS) shows who we are; its key is never shown',
  input: z.strictObject({}),
  reply: z.object({ certificate: Certificate.nullable() }),
});

export const SetEapCertificate = contract({
  summary:
    'Keep the certificate of EAP over TLS; with an authority for clients, subscribers may log in by certificates of their own',
  input: z.strictObject({
    chain_pem: pem,
    key_pem: pem,
    client_ca_pem: pem.nullable().optional(),
    client_crl_pem: pem.nullable().optional(),
  }),
  reply: Certificate,
});
export type SetEapCertificate = z.output<typeof SetEapCertificate.input>;

export const MakeEapCertificate = contract({
  summary:
    'Make a certificate of EAP, issued by an authority of our own, which devices are to trust; made again, the authority stays the same',
  status: 201,
  input: z.strictObject({
    /** The name devices are told to expect. */
    name: serverName,
  }),
  reply: Certificate,
});
export type MakeEapCertificate = z.output<typeof MakeEapCertificate.input>;

export const RemoveEapCertificate = contract({
  summary: 'Forget the certificate: EAP over TLS is offered no more',
  input: z.strictObject({}),
  reply: nothing,
  status: 204,
});

export const GetRadsecCertificate = contract({
  summary: 'The certificate by which RADIUS over TLS (RadSec) shows who we are; without one it is not listened for',
  input: z.strictObject({}),
  reply: z.object({ certificate: Certificate.nullable() }),
});

export const SetRadsecCertificate = contract({
  summary: 'Keep the certificate of RadSec, with the authority that issues the NASes’ own; connections begin anew',
  input: z.strictObject({
    chain_pem: pem,
    key_pem: pem,
    client_ca_pem: pem,
    client_crl_pem: pem.nullable().optional(),
  }),
  reply: Certificate,
});

export const MakeRadsecCertificate = contract({
  summary:
    'Make a certificate of RadSec, issued by an authority of our own, which issues the NASes’ too; made again, the authority stays the same',
  status: 201,
  input: z.strictObject({
    /** The name NASes are told to expect. */
    name: serverName,
  }),
  reply: Certificate,
});

export const RemoveRadsecCertificate = contract({
  summary: 'Forget the certificate of RadSec: its connections are closed, and no new ones taken',
  input: z.strictObject({}),
  reply: nothing,
  status: 204,
});

export const IssueRadsecCertificate = contract({
  summary: 'Issue a certificate by which a NAS comes over TLS; shown this once, with its key',
  status: 201,
  input: z.strictObject({ id }),
  reply: z.object({
    certificate_pem: z.string(),
    key_pem: z.string(),
    /** What the NAS is to believe us by. */
    authority_pem: z.string(),
    fingerprint: z.string(),
    /** By which the NAS is known from now on. */
    radsec_identity: z.string(),
    ends_at: instant,
  }),
});
export type IssueRadsecCertificate = z.output<typeof IssueRadsecCertificate.input>;
export type IssuedRadsecCertificate = z.output<typeof IssueRadsecCertificate.reply>;
