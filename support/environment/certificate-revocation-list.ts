import { X509Certificate } from 'node:crypto';
import { asn1, md, pem, pki, util } from 'node-forge';
import { z } from 'zod';

const DAY_MS = 24 * 60 * 60 * 1000;
/** For how long clients take a list for good: a host that gets no later one refuses everything after that. */
export const LIST_DAYS = 397;

/** What an authority has revoked. Instants are ISO 8601. */
export const revocations = z.strictObject({
  /** When the list was last made anew, whether or not something was added. */
  renewedAt: z.iso.datetime(),
  revoked: z.array(z.strictObject({ serialNumber: z.string().regex(/^[0-9A-F]+$/), at: z.iso.datetime() })),
});
export type Revocations = z.infer<typeof revocations>;

/** With these certificates (PEM) as well, revoked at that instant. One that was revoked before stays as it was. */
export function withRevoked(before: Revocations, certificates: readonly string[], now: Date): Revocations {
  const known = new Set(before.revoked.map(({ serialNumber }) => serialNumber));
  const added = certificates
    .map((certificate) => new X509Certificate(certificate).serialNumber)
    .filter((serialNumber) => !known.has(serialNumber));
  return {
    ...before,
    revoked: [...before.revoked, ...added.map((serialNumber) => ({ serialNumber, at: now.toISOString() }))],
  };
}

/**
 * The certificate revocation list of version 2 that says so (PEM), signed with SHA-256 and RSA; of the same revocations
 * always the same. Every reason is that the key is known to others. Source: RFC 5280, section 5.
 */
export function revocationList(
  authority: { readonly key: string; readonly certificate: string },
  { renewedAt, revoked }: Revocations,
): string {
  const issuer = pki.certificateFromPem(authority.certificate);
  const issuedAt = Math.max(...[renewedAt, ...revoked.map(({ at }) => at)].map((at) => Date.parse(at)));
  const toBeSigned = sequence(
    integer('01'),
    signatureAlgorithm(),
    pki.distinguishedNameToAsn1(issuer.subject),
    // A host's clock may be behind.
    utcTime(issuedAt - DAY_MS),
    utcTime(issuedAt + LIST_DAYS * DAY_MS),
    // An empty list is left out.
    ...(revoked.length === 0 ? [] : [sequence(...revoked.map(entry))]),
    explicitly0(
      sequence(
        extension(
          AUTHORITY_KEY_IDENTIFIER,
          sequence(implicitly0(issuer.generateSubjectKeyIdentifier().getBytes())),
        ),
        extension(CRL_NUMBER, integer(evenHex(Math.floor(issuedAt / 1000)))),
      ),
    ),
  );
  const digest = md.sha256.create();
  digest.update(asn1.toDer(toBeSigned).getBytes());
  const signature = pki.privateKeyFromPem(authority.key).sign(digest);
  const list = sequence(
    toBeSigned,
    signatureAlgorithm(),
    primitive(asn1.Type.BITSTRING, String.fromCharCode(0) + signature),
  );
  const text = pem.encode({ type: 'X509 CRL', body: asn1.toDer(list).getBytes() });
  return text.replaceAll('\r\n', '\n');
}

const CRL_NUMBER = '2.5.29.20';
const REASON_CODE = '2.5.29.21';
const AUTHORITY_KEY_IDENTIFIER = '2.5.29.35';
const KEY_COMPROMISE = String.fromCharCode(1);

const entry = ({ serialNumber, at }: Revocations['revoked'][number]): asn1.Asn1 =>
  sequence(
    integer(serialNumber),
    utcTime(Date.parse(at)),
    sequence(extension(REASON_CODE, primitive(asn1.Type.ENUMERATED, KEY_COMPROMISE))),
  );

const signatureAlgorithm = (): asn1.Asn1 =>
  sequence(objectIdentifier(pki.oids['sha256WithRSAEncryption'] ?? ''), primitive(asn1.Type.NULL, ''));

const extension = (id: string, value: asn1.Asn1): asn1.Asn1 =>
  sequence(objectIdentifier(id), primitive(asn1.Type.OCTETSTRING, asn1.toDer(value).getBytes()));

const sequence = (...parts: asn1.Asn1[]): asn1.Asn1 =>
  asn1.create(asn1.Class.UNIVERSAL, asn1.Type.SEQUENCE, true, parts);
const primitive = (type: asn1.Type, bytes: string): asn1.Asn1 =>
  asn1.create(asn1.Class.UNIVERSAL, type, false, bytes);
// Types know a context-specific tag by no other name than that of the universal one of its number.
const TAG_0 = asn1.Type.NONE;
const explicitly0 = (value: asn1.Asn1): asn1.Asn1 =>
  asn1.create(asn1.Class.CONTEXT_SPECIFIC, TAG_0, true, [value]);
const implicitly0 = (bytes: string): asn1.Asn1 =>
  asn1.create(asn1.Class.CONTEXT_SPECIFIC, TAG_0, false, bytes);
const objectIdentifier = (id: string): asn1.Asn1 => primitive(asn1.Type.OID, asn1.oidToDer(id).getBytes());
const utcTime = (at: number): asn1.Asn1 => primitive(asn1.Type.UTCTIME, asn1.dateToUtcTime(new Date(at)));
/** @param hex of a positive number, an even count of digits */
const integer = (hex: string): asn1.Asn1 =>
  // A first bit that is set would make it negative.
  primitive(asn1.Type.INTEGER, util.hexToBytes(/^[89a-f]/i.test(hex) ? `00${hex}` : hex));
const evenHex = (number: number): string => {
  const hex = number.toString(16);
  return hex.length % 2 === 0 ? hex : `0${hex}`;
};
