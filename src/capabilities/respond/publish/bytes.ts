/** The exact bytes that are approved and sent. One value, written in one way, so that a changed letter is another text. */
import { createHash } from 'node:crypto';
import type { Step } from './door.ts';

/** A picture or film as it was approved: by the hash of its bytes, with its description and, for a film, its captions. */
export interface Shown {
  /** SHA-256 of the bytes, hexadecimal. */
  readonly hash: string;
  readonly mime: string;
  readonly alt: string;
  /** Words under a film; '' for a picture. */
  readonly caption: string;
}

export interface Part {
  readonly text: string;
  readonly images: readonly Shown[];
}

export interface Target {
  readonly accountId: string;
  readonly network: string;
  readonly handle: string;
  readonly replyTo: string | null;
}

export interface Approved {
  readonly draftId: string;
  readonly revision: number;
  readonly kind: DraftKind;
  readonly lang: string;
  /** One post each, in the order of the thread. */
  readonly parts: readonly Part[];
  readonly targets: readonly Target[];
  /** ISO 8601; `from` null: as soon as it may. */
  readonly window: { readonly from: string | null; readonly until: string };
  readonly lineVersionId: string | null;
  /** The publication that it puts right. */
  readonly corrects: string | null;
  readonly steps: readonly Step[];
}

export type DraftKind = 'reply' | 'proactive' | 'polling' | 'emergency' | 'correction';

/** Fields in a fixed order, whoever made the value. */
export function bytesOf(given: Approved): string {
  return JSON.stringify({
    v: 1,
    draftId: given.draftId,
    revision: given.revision,
    kind: given.kind,
    lang: given.lang,
    parts: given.parts.map(({ text, images }) => ({
      text,
      images: images.map(({ hash, mime, alt, caption }) => ({ hash, mime, alt, caption })),
    })),
    targets: given.targets.map(({ accountId, network, handle, replyTo }) => ({ accountId, network, handle, replyTo })),
    window: { from: given.window.from, until: given.window.until },
    lineVersionId: given.lineVersionId,
    corrects: given.corrects,
    steps: given.steps.map(({ name, need, roles, people, outside }) => ({ name, need, roles, people, outside })),
  });
}

/** What was written by `bytesOf`; the signature over the bytes has been looked at before. */
export function readBytes(bytes: string): Approved {
  return JSON.parse(bytes) as Approved;
}

export const hashOf = (bytes: Uint8Array | string): string => createHash('sha256').update(bytes).digest('hex');

/** What an approver signs: who decided what, at which step, over which bytes. */
export function signedText(
  bytes: string,
  given: { submissionId: string; step: number; by: string; decision: string },
): string {
  return [given.submissionId, given.step, given.by, given.decision, hashOf(bytes)].join('\n');
}

/** What the approval of a line is signed over. */
export function lineText(given: { id: string; lang: string; text: string; expiresAt: Date }): string {
  return [given.id, given.lang, given.expiresAt.toISOString(), hashOf(given.text)].join('\n');
}
