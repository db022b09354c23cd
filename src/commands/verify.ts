/** `foreword verify`: checks an exported record offline, and says what was done to it. */
import { closeSync, openSync, readFileSync, readSync } from 'node:fs';
import { parseArgs } from 'node:util';
import {
  asHead,
  type BundleVerdict,
  type Finding,
  type HeadLine,
  type TrailVerdict,
  verifyBundle,
  verifyTrailFast,
} from '#assure';
import { readSecret } from '#config';

export const help = `Usage: foreword verify FILE [--key FILE] [--heads FILE] [--certificates FILE]
                            [--secret-from-env] [--json]

Checks an exported record, or a bundle of evidence (.zip), offline: it needs the file
and nothing else. Of a record it tells an edited entry, a changed order, a missing
entry, a missing tail and a rewritten chain apart; of a bundle, what was edited, taken
out, put in or signed anew.

  --key FILE          the public key (PEM) of that Foreword, kept from earlier. Without
                      it the key in the file is used: compare its fingerprint with the
                      one on the page "Record".
  --heads FILE        heads that Foreword wrote off the machine (FOREWORD_HEADS): shows
                      an end that was cut off before the export was made
  --secret-from-env   checks the MACs as well, with FOREWORD_SECRET
  --certificates FILE the root certificates (PEM) of the time-stamp authority, to check
                      the time-stamp of a bundle against
  --json              the answer as one line of JSON: isGood, entries, heads, from, to,
                      keyId, isKeyTrusted, isSecretUsed, stamps, findings
                      [{ kind, position, count }]. kind is one of edited, swapped,
                      missing, missing-tail, rewritten. position 0 is the header.
                      Of a bundle: isGood, id, url, capturedAt, files, keyId,
                      isKeyTrusted, stampedAt, findings [{ kind, name }], kind one of
                      edited, missing, added, rewritten.

Exit code 0 when all is as it was, 1 when something was found, 2 when the file or the
options cannot be read.
`;

interface Io {
  readonly stdout: NodeJS.WritableStream;
  readonly stderr: NodeJS.WritableStream;
}

const words: Readonly<Record<Finding['kind'], string>> = {
  edited: 'EDITED: what stands there is not what was written',
  swapped: 'SWAPPED: entries are not in the order in which they were written',
  missing: 'MISSING: something was taken out',
  'missing-tail': 'MISSING TAIL: the end was cut off',
  rewritten: 'REWRITTEN: the chain was reckoned anew by somebody without the key',
};

export async function run(args: readonly string[], io: Io): Promise<number> {
  let parsed: ReturnType<typeof parse>;
  try {
    parsed = parse(args);
  } catch (error) {
    return wrong(io, (error as Error).message.split('\n')[0] ?? '');
  }
  const [file, more] = parsed.positionals;
  if (file === undefined || more !== undefined) return wrong(io, 'Say which file to check.');
  const { key, heads, json, certificates } = parsed.values;
  try {
    if (isZip(file)) {
      const verdict = await verifyBundle(readFileSync(file), {
        publicKey: key ? publicKeyIn(key) : null,
        certificates: certificates ? readFileSync(certificates, 'utf8') : null,
      });
      return verdict
        ? answer(io, verdict, json ?? false, toldOfBundle)
        : wrong(io, `${file} is no bundle of evidence.`);
    }
    const secret = parsed.values['secret-from-env'] ? readSecret() : null;
    if (parsed.values['secret-from-env'] && !secret) return wrong(io, 'FOREWORD_SECRET is not set.');
    const verdict = await verifyTrailFast(piecesIn(file), {
      publicKey: key ? publicKeyIn(key) : null,
      heads: heads ? headsIn(heads) : [],
      secret,
    });
    return verdict ? answer(io, verdict, json ?? false, told) : wrong(io, `${file} is no exported record.`);
  } catch (error) {
    return wrong(io, `That could not be read: ${(error as Error).message}`);
  }
}

function answer<V extends { readonly isGood: boolean }>(
  io: Io,
  verdict: V,
  isJson: boolean,
  words: (verdict: V) => string,
): number {
  io.stdout.write(isJson ? `${JSON.stringify(verdict)}\n` : words(verdict));
  return verdict.isGood ? 0 : 1;
}

function isZip(file: string): boolean {
  const handle = openSync(file, 'r');
  try {
    const start = Buffer.alloc(4);
    readSync(handle, start);
    return start.toString('latin1') === 'PK\u0003\u0004';
  } finally {
    closeSync(handle);
  }
}

const bundleWords: Readonly<Record<BundleVerdict['findings'][number]['kind'], string>> = {
  edited: 'EDITED: what stands there is not what was captured',
  missing: 'MISSING: it was taken out',
  added: 'ADDED: it was put in later',
  rewritten: 'REWRITTEN: the manifest was not signed by that key',
};

function toldOfBundle(verdict: BundleVerdict): string {
  const lines = verdict.isGood
    ? [`Good: ${verdict.files} files of ${verdict.url}, captured ${verdict.capturedAt}.`]
    : verdict.findings.map((one) => `${bundleWords[one.kind]} (${one.name}).`);
  lines.push(
    verdict.stampedAt
      ? `A time-stamp authority saw it at ${verdict.stampedAt}.`
      : 'There is no time-stamp of an authority.',
    signedBy(verdict),
  );
  return `${lines.join('\n')}\n`;
}

const signedBy = ({ isKeyTrusted, keyId }: { readonly isKeyTrusted: boolean; readonly keyId: string }) =>
  isKeyTrusted
    ? `Signed by the key you gave, ${keyId}.`
    : `Signed by the key in the file. Compare its fingerprint with the page "Record": ${keyId}`;

function wrong(io: Io, sentence: string): number {
  io.stderr.write(`${sentence}\nSee foreword verify --help\n`);
  return 2;
}

function parse(args: readonly string[]) {
  return parseArgs({
    args: [...args],
    allowPositionals: true,
    options: {
      key: { type: 'string' },
      heads: { type: 'string' },
      certificates: { type: 'string' },
      'secret-from-env': { type: 'boolean' },
      json: { type: 'boolean' },
    },
  });
}

function told(verdict: TrailVerdict): string {
  const lines = verdict.isGood
    ? [`Good: entries ${verdict.from} to ${verdict.to}, ${verdict.heads} signed heads, ${verdict.stamps} time-stamps.`]
    : verdict.findings.map((one) => `${words[one.kind]} (${placeOf(one)}).`);
  lines.push(
    verdict.isSecretUsed
      ? 'The MACs were checked with the secret.'
      : 'The MACs were not checked: that needs the secret.',
    signedBy(verdict),
  );
  return `${lines.join('\n')}\n`;
}

function placeOf({ position, count }: Finding): string {
  const first = position === 0 ? 'in the header or the heads' : `at entry ${position}`;
  return count > 1 ? `${first}, ${count} in all` : first;
}

function publicKeyIn(file: string): string {
  const pem = readFileSync(file, 'utf8');
  const body = /-----BEGIN PUBLIC KEY-----([\s\S]+)-----END PUBLIC KEY-----/.exec(pem)?.[1];
  if (!body) throw new Error(`${file} holds no public key in PEM.`);
  return body.replace(/\s/g, '');
}

const headsIn = (file: string): HeadLine[] =>
  readFileSync(file, 'utf8')
    .split('\n')
    .map((line) => asHead(line))
    .filter((head) => head !== null);

const pieceBytes = 1024 * 1024;

/** Whole lines, some thousands at a time: an export may be larger than memory. */
export function* piecesIn(file: string): Iterable<Uint8Array> {
  const handle = openSync(file, 'r');
  try {
    const chunk = Buffer.alloc(pieceBytes);
    let rest: Buffer = Buffer.alloc(0);
    for (let read = readSync(handle, chunk); read > 0; read = readSync(handle, chunk)) {
      const all = Buffer.concat([rest, chunk.subarray(0, read)]);
      const end = all.lastIndexOf(10) + 1;
      rest = all.subarray(end);
      if (end > 0) yield all.subarray(0, end);
    }
    if (rest.length > 0) yield rest;
  } finally {
    closeSync(handle);
  }
}
