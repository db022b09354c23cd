/**
 * Time-stamps from an authority (RFC 3161): a token that says "this hash was there at this time", signed by somebody who
 * has nothing to do with us. The request carries a hash alone, so the authority learns nothing of what was stamped.
 */
import { createHash, randomBytes } from 'node:crypto';
import * as asn1js from 'asn1js';
import * as pkijs from 'pkijs';
import type { Outbound } from '#platform';

export interface StampSettings {
  /** Where requests are posted, `http://` or `https://`. */
  readonly address: string;
  /** PEM of the authority's certificates, roots included; null when its own word is taken for its certificate. */
  readonly certificates: string | null;
}

export interface Stamp {
  /** DER of the TimeStampToken, base64. */
  readonly token: string;
  /** What the authority's clock said. */
  readonly at: Date;
}

export type StampFault = 'not-a-token' | 'refused' | 'other-hash' | 'other-nonce' | 'wrong-signature' | 'wrong-purpose';

export class StampError extends Error {
  readonly code: StampFault;
  constructor(code: StampFault) {
    super(`The time-stamp authority's answer is no use: ${code}`);
    this.name = 'StampError';
    this.code = code;
  }
}

const sha256Oid = '2.16.840.1.101.3.4.2.1';
const tstInfoOid = '1.2.840.113549.1.9.16.1.4';
const timeStampingOid = '1.3.6.1.5.5.7.3.8';

export interface Stamper {
  /** Throws StampError for an answer that proves nothing, OutboundError when there was none. */
  stamp(data: string): Promise<Stamp>;
}

export function buildStamper(outbound: Outbound, settings: StampSettings): Stamper {
  return {
    stamp: async (data) => {
      const nonce = randomBytes(8);
      nonce[0] = (nonce[0]! & 0x7f) | 0x40; // A positive number of eight bytes, whatever way it is read.
      const reply = await outbound.fetch(settings.address, {
        method: 'POST',
        headers: { 'content-type': 'application/timestamp-query', accept: 'application/timestamp-reply' },
        body: request(data, nonce),
        maxBytes: 256 * 1024,
      });
      if (reply.status !== 200) throw new StampError('refused');
      const token = tokenOf(reply.bytes);
      const at = await checkToken(token, data, settings.certificates, nonce);
      return { token: token.toString('base64'), at };
    },
  };
}

const bufferOf = (bytes: Uint8Array): ArrayBuffer => new Uint8Array(bytes).buffer;
const digestOf = (data: string): Buffer => createHash('sha256').update(data).digest();

function request(data: string, nonce: Uint8Array): Uint8Array {
  const asked = new pkijs.TimeStampReq({
    version: 1,
    messageImprint: new pkijs.MessageImprint({
      hashAlgorithm: new pkijs.AlgorithmIdentifier({ algorithmId: sha256Oid, algorithmParams: new asn1js.Null() }),
      hashedMessage: new asn1js.OctetString({ valueHex: bufferOf(digestOf(data)) }),
    }),
    nonce: new asn1js.Integer({ valueHex: bufferOf(nonce) }),
    certReq: true,
  });
  return new Uint8Array(asked.toSchema().toBER(false));
}

/** Granted, or granted with changes; else there is no token. */
function tokenOf(bytes: Uint8Array): Buffer {
  try {
    const reply = pkijs.TimeStampResp.fromBER(bufferOf(bytes));
    if (reply.status.status > 1 || !reply.timeStampToken) throw new StampError('refused');
    return Buffer.from(reply.timeStampToken.toSchema().toBER(false));
  } catch (error) {
    throw error instanceof StampError ? error : new StampError('not-a-token');
  }
}

/**
 * When the token says that `data` was there. Throws StampError when it says it of something else, or nobody signed it
 * who may.
 */
export async function checkToken(
  token: Uint8Array,
  data: string,
  certificates: string | null,
  nonce: Uint8Array | null = null,
): Promise<Date> {
  const { signed, info } = read(token);
  const imprint = Buffer.from(info.messageImprint.hashedMessage.valueBlock.valueHexView);
  if (info.messageImprint.hashAlgorithm.algorithmId !== sha256Oid || !imprint.equals(digestOf(data)))
    throw new StampError('other-hash');
  if (nonce && !Buffer.from(info.nonce?.valueBlock.valueHexView ?? []).equals(nonce))
    throw new StampError('other-nonce');
  const trusted = certificates ? certificatesOf(certificates) : [];
  const result = await signed
    .verify({
      signer: 0,
      data: bufferOf(Buffer.from(data)),
      trustedCerts: trusted,
      checkChain: trusted.length > 0,
      checkDate: info.genTime,
      extendedMode: true,
    })
    .catch(() => null);
  if (!result?.signatureVerified || (trusted.length > 0 && !result.signerCertificateVerified))
    throw new StampError('wrong-signature');
  if (!mayStamp(result.signerCertificate)) throw new StampError('wrong-purpose');
  return info.genTime;
}

function read(token: Uint8Array): { signed: pkijs.SignedData; info: pkijs.TSTInfo } {
  try {
    const content = pkijs.ContentInfo.fromBER(bufferOf(token));
    const signed = new pkijs.SignedData({ schema: content.content });
    if (signed.encapContentInfo.eContentType !== tstInfoOid) throw new StampError('not-a-token');
    const inside = signed.encapContentInfo.eContent!.getValue();
    return { signed, info: pkijs.TSTInfo.fromBER(inside) };
  } catch (error) {
    throw error instanceof StampError ? error : new StampError('not-a-token');
  }
}

/** RFC 3161, section 2.3: the certificate is for time-stamping. */
function mayStamp(certificate: pkijs.Certificate | null | undefined): boolean {
  const use = certificate?.extensions?.find((one) => one.extnID === '2.5.29.37')?.parsedValue as
    | pkijs.ExtKeyUsage
    | undefined;
  return use?.keyPurposes?.includes(timeStampingOid) ?? false;
}

function certificatesOf(pem: string): pkijs.Certificate[] {
  const blocks = pem.match(/-----BEGIN CERTIFICATE-----[\s\S]+?-----END CERTIFICATE-----/g) ?? [];
  return blocks.map((block) =>
    pkijs.Certificate.fromBER(bufferOf(Buffer.from(block.replace(/-----[^-]+-----|\s/g, ''), 'base64'))),
  );
}
