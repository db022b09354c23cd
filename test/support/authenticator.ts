/** A passkey in software (Web Authentication level 3, ES256, attestation "none"), for tests without a browser. */
import { createHash, createSign, generateKeyPairSync, type KeyObject, randomBytes } from 'node:crypto';

export interface Authenticator {
  /** Answers the options of a registration, as the browser would send it. */
  register(options: RegisterOptions, origin: string): string;
  /** Answers the options of a sign-in. `isVerified`: the finger or PIN was given. */
  signIn(options: { readonly challenge: string }, origin: string, isVerified?: boolean): string;
  /** Signs as a copy of this passkey would whose counter lags behind. */
  counter: number;
}

export interface RegisterOptions {
  readonly challenge: string;
  readonly rp: { readonly id?: string };
  readonly user: { readonly id: string };
}

export function buildAuthenticator(): Authenticator {
  const id = randomBytes(16);
  const { publicKey, privateKey } = generateKeyPairSync('ec', { namedCurve: 'P-256' });
  let rpId = '';
  let userHandle = '';
  const self: Authenticator = {
    counter: 0,
    register: (options, origin) => {
      rpId = options.rp.id ?? '';
      userHandle = options.user.id;
      const length = Buffer.alloc(2);
      length.writeUInt16BE(id.length);
      // Section 6.5.2: AAGUID of zeros, the credential's id, its public key as a COSE key.
      const attested = Buffer.concat([Buffer.alloc(16), length, id, coseKey(publicKey)]);
      const data = Buffer.concat([authenticatorData(rpId, 0x45, self.counter), attested]);
      const object = Buffer.concat([
        Buffer.from([0xa3]),
        text('fmt'),
        text('none'),
        text('attStmt'),
        Buffer.from([0xa0]),
        text('authData'),
        bytes(data),
      ]);
      return answer(id, {
        clientDataJSON: clientData('webauthn.create', options.challenge, origin).toString('base64url'),
        attestationObject: object.toString('base64url'),
        transports: ['internal'],
      });
    },
    signIn: (options, origin, isVerified = true) => {
      self.counter += 1;
      const data = authenticatorData(rpId, isVerified ? 0x05 : 0x01, self.counter);
      const client = clientData('webauthn.get', options.challenge, origin);
      const signature = sign(privateKey, Buffer.concat([data, createHash('sha256').update(client).digest()]));
      return answer(id, {
        clientDataJSON: client.toString('base64url'),
        authenticatorData: data.toString('base64url'),
        signature: signature.toString('base64url'),
        userHandle,
      });
    },
  };
  return self;
}

const answer = (id: Buffer, response: object): string =>
  JSON.stringify({
    id: id.toString('base64url'),
    rawId: id.toString('base64url'),
    type: 'public-key',
    clientExtensionResults: {},
    authenticatorAttachment: 'platform',
    response,
  });

const clientData = (type: string, challenge: string, origin: string): Buffer =>
  Buffer.from(JSON.stringify({ type, challenge, origin, crossOrigin: false }));

/** Section 6.1. */
function authenticatorData(rpId: string, flags: number, counter: number): Buffer {
  const rest = Buffer.alloc(5);
  rest.writeUInt8(flags, 0);
  rest.writeUInt32BE(counter, 1);
  return Buffer.concat([createHash('sha256').update(rpId).digest(), rest]);
}

const sign = (key: KeyObject, data: Buffer): Buffer => createSign('sha256').update(data).sign(key);

/** RFC 9053: EC2, ES256, P-256, x and y. */
function coseKey(key: KeyObject): Buffer {
  const { x, y } = key.export({ format: 'jwk' });
  return Buffer.concat([
    Buffer.from([0xa5, 0x01, 0x02, 0x03, 0x26, 0x20, 0x01, 0x21]),
    bytes(Buffer.from(x!, 'base64url')),
    Buffer.from([0x22]),
    bytes(Buffer.from(y!, 'base64url')),
  ]);
}

/** CBOR (RFC 8949), only what stands above. */
const head = (major: number, length: number): Buffer =>
  length < 24
    ? Buffer.from([major | length])
    : length < 256
      ? Buffer.from([major | 24, length])
      : Buffer.from([major | 25, length >> 8, length & 255]);
const bytes = (value: Buffer): Buffer => Buffer.concat([head(0x40, value.length), value]);
const text = (value: string): Buffer => Buffer.concat([head(0x60, value.length), Buffer.from(value)]);
