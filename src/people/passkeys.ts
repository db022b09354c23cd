/** Passkeys (W3C Web Authentication level 3): made and used, each challenge for one session or one browser, and once. */
import { randomBytes } from 'node:crypto';
import { isIP } from 'node:net';
import {
  type AuthenticationResponseJSON,
  generateAuthenticationOptions,
  generateRegistrationOptions,
  type RegistrationResponseJSON,
  verifyAuthenticationResponse,
  verifyRegistrationResponse,
} from '@simplewebauthn/server';
import type { Kit } from '#platform';
import type { Passkey, Proofs } from './proofs.ts';

const lifeMs = 5 * 60_000;
/** Most characters of an answer; a real one has about 1,500. */
const answerLimit = 20_000;

export interface Passkeys {
  /** False where browsers offer none: the address is a number, or plain HTTP on another machine. */
  readonly isOffered: boolean;
  /** `bound` is the session or browser that may answer; the challenge is good for nobody else. */
  registerOptions(
    person: { readonly id: string; readonly name: string; readonly email: string },
    bound: string,
  ): Promise<object>;
  /** Null when the answer is not right. */
  register(personId: string, name: string, answer: string, bound: string): Promise<Passkey['id'] | null>;
  /** For one person as a second step, or for anybody who holds a passkey (`personId` null), who then must unlock it too. */
  signInOptions(personId: string | null, bound: string): Promise<object>;
  /** Whose passkey it was; null when the answer is not right. */
  signIn(personId: string | null, answer: string, bound: string): Promise<string | null>;
}

export function buildPasskeys(kit: Pick<Kit, 'clock' | 'seal'>, proofs: Proofs, address: string): Passkeys {
  const url = new URL(address);
  const host = url.hostname;
  const isLocal = host === 'localhost' || host.endsWith('.localhost');
  const challenges = buildChallenges(kit, proofs);
  return {
    isOffered: isIP(host.replace(/^\[|\]$/g, '')) === 0 && (url.protocol === 'https:' || isLocal),
    registerOptions: async (person, bound) =>
      generateRegistrationOptions({
        rpName: 'Foreword',
        rpID: host,
        userID: new TextEncoder().encode(person.id),
        userName: person.email,
        userDisplayName: person.name,
        challenge: challenges.make(`register:${person.id}:${bound}`),
        attestationType: 'none',
        excludeCredentials: (await proofs.passkeys(person.id)).map(asDescriptor),
        authenticatorSelection: { residentKey: 'preferred', userVerification: 'preferred' },
      }),
    register: async (personId, name, answer, bound) => {
      const response = readAnswer<RegistrationResponseJSON>(answer);
      if (!response) return null;
      const result = await verifyRegistrationResponse({
        response,
        expectedChallenge: (challenge) => challenges.take(challenge, `register:${personId}:${bound}`),
        expectedOrigin: url.origin,
        expectedRPID: host,
        requireUserVerification: false,
      }).catch(() => null);
      if (!result?.verified) return null;
      const { credential } = result.registrationInfo;
      if (await proofs.passkey(credential.id)) return null;
      await proofs.addPasskey({
        id: credential.id,
        personId,
        name: name.slice(0, 60) || 'Passkey',
        publicKey: credential.publicKey,
        counter: credential.counter,
        transports: (credential.transports ?? []).slice(0, 8),
      });
      return credential.id;
    },
    signInOptions: async (personId, bound) =>
      generateAuthenticationOptions({
        rpID: host,
        challenge: challenges.make(`sign-in:${personId ?? ''}:${bound}`),
        allowCredentials: personId ? (await proofs.passkeys(personId)).map(asDescriptor) : [],
        userVerification: personId ? 'preferred' : 'required',
      }),
    signIn: async (personId, answer, bound) => {
      const response = readAnswer<AuthenticationResponseJSON>(answer);
      const key = response ? await proofs.passkey(response.id) : null;
      if (!response || !key || (personId !== null && key.personId !== personId)) return null;
      const result = await verifyAuthenticationResponse({
        response,
        expectedChallenge: (challenge) => challenges.take(challenge, `sign-in:${personId ?? ''}:${bound}`),
        expectedOrigin: url.origin,
        expectedRPID: host,
        credential: { id: key.id, publicKey: key.publicKey, counter: key.counter },
        // Alone it has to be two proofs in one: the device, and the finger or number that unlocks it.
        requireUserVerification: personId === null,
      }).catch(() => null);
      if (!result?.verified) return null;
      await proofs.usedPasskey(key.id, result.authenticationInfo.newCounter);
      return key.personId;
    },
  };
}

const asDescriptor = (key: Passkey) => ({ id: key.id, transports: [...key.transports] as never });

/**
 * A challenge carries its own proof that we made it, for whom and until when, so that a stranger who asks for a million
 * of them costs no memory. Only one that was answered rightly is written down, as spent.
 */
function buildChallenges(kit: Pick<Kit, 'clock' | 'seal'>, proofs: Proofs) {
  const sign = (body: string, purpose: string) => kit.seal.hash('passkey-challenge', `${body}:${purpose}`);
  return {
    make: (purpose: string): Uint8Array<ArrayBuffer> => {
      const body = `${randomBytes(16).toString('base64url')}.${kit.clock.now().getTime() + lifeMs}`;
      return new TextEncoder().encode(`${body}.${sign(body, purpose)}`);
    },
    take: async (challenge: string, purpose: string): Promise<boolean> => {
      const [chance, until, mac] = Buffer.from(challenge, 'base64url').toString('utf8').split('.');
      if (!chance || !until || !mac || !kit.seal.isSame(mac, sign(`${chance}.${until}`, purpose))) return false;
      const endsAt = new Date(Number(until));
      return endsAt > kit.clock.now() && (await proofs.spend(`challenge:${challenge}`, endsAt));
    },
  };
}

function readAnswer<T>(answer: string): T | null {
  if (answer.length > answerLimit) return null;
  try {
    const value: unknown = JSON.parse(answer);
    return typeof value === 'object' && value !== null && typeof (value as { id?: unknown }).id === 'string'
      ? (value as T)
      : null;
  } catch {
    return null;
  }
}
