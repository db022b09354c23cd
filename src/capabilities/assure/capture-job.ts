/** The capture itself: fetched, pictured, packed, hashed once, signed; tried again while there is hope. */
import { sql } from 'kysely';
import { type Job, type Kit, record } from '#platform';
import { version } from '../../version.ts';
import type { Captured, CaptureNote } from './capture.ts';
import { type Answer, askNetwork, type BlueskyPlaces, type KeptRaw } from './capture-answer.ts';
import { type BrowserSettings, browserPath, captureByBrowser } from './capture-browser.ts';
import { capturePlain, type Ways } from './capture-plain.ts';
import type { Evidence } from './evidence-door.ts';
import { type NewFile, noteCustody, openRaw, readEvidence, sha256Hex, writeFile } from './evidence-store.ts';
import { workingCopyOf } from './mask.ts';
import { me, type Signer } from './signing.ts';
import type { Stamper } from './stamp.ts';
import { archiveOf } from './warc.ts';

export interface CaptureParts {
  readonly ways: Ways;
  readonly browser: BrowserSettings;
  readonly signer: () => Promise<Signer>;
  readonly stamper: Stamper | null;
  /** Where Bluesky is, unless it is the real one. */
  readonly bluesky?: BlueskyPlaces;
}

export const captureJob = 'assure.capture';
const stampJob = 'assure.stamp-evidence';
const attempts = 5;
/** With these another try may bring more. */
const passing: readonly CaptureNote[] = ['not-reached', 'too-slow'];

export const manifestText = (hash: string): string => `foreword-manifest-1\n${hash}`;
const software = `Foreword ${version}`;

export function addCaptureJobs(kit: Kit, parts: CaptureParts): void {
  kit.jobs.on(captureJob, {
    act: (job) => act(kit, parts, job),
    attempts,
    backoffMs: (attempt) => 5_000 * 3 ** attempt,
    leaseMs: 300_000,
    // Whatever went wrong, nobody waits for it for ever.
    onGivenUp: (job) => fail(kit, String(job.fields.id), ['broken']),
  });
  kit.jobs.on(stampJob, { act: (job) => stamp(kit, parts, String(job.fields.id)), attempts: 12 });
}

async function act(kit: Kit, parts: CaptureParts, job: Job): Promise<void> {
  const id = String(job.fields.id);
  const found = await kit.db.as(me, async (tx) => {
    const [evidence] = await readEvidence(tx, sql`e.id = ${id} and e.state = 'waiting'`);
    const { rows } = await sql<{ raw: Buffer | null }>`select raw from assure.evidence where id = ${id}`.execute(tx);
    return evidence ? { evidence, raw: rows[0]?.raw ?? null } : null;
  });
  if (!found) return; // Captured by an earlier try, or gone.
  const page = await captureOf(kit, parts, found.evidence);
  const answer = found.raw
    ? { raw: JSON.parse(openRaw(kit, id, found.raw)) as KeptRaw, notes: [] }
    : await answerOf(kit, parts, found.evidence);
  const captured = { ...page, notes: [...page.notes, ...answer.notes] };
  if (page.exchanges.length === 0) {
    if (job.attempt < attempts && page.notes.some((note) => passing.includes(note))) {
      await noteTry(kit, id, captured.notes);
      throw new Error('The page could not be reached; it is tried again.');
    }
    if (!answer.raw) return fail(kit, id, captured.notes);
  }
  await keep(kit, parts, found.evidence, answer.raw, captured);
}

/** Of secret material the hash alone goes on from here. */
async function answerOf(kit: Kit, parts: CaptureParts, { url, care }: Evidence): Promise<Answer> {
  const { raw, notes } = await askNetwork(parts.ways, url, kit.clock.now, parts.bluesky);
  if (care !== 'pointer' || !raw || !('body' in raw)) return { raw, notes };
  const body = Buffer.from(raw.body, 'base64');
  return { raw: { sha256: sha256Hex(body), bytes: body.length }, notes };
}

/** Whoever looks meanwhile reads why it takes so long. */
async function noteTry(kit: Kit, id: string, notes: readonly CaptureNote[]): Promise<void> {
  await kit.db.as(me, (tx) =>
    sql`update assure.evidence set outcome = ${notes.join(' ')} where id = ${id} and state = 'waiting'`.execute(tx),
  );
}

/** There is nothing to keep. It can be asked for again. */
async function fail(kit: Kit, id: string, notes: readonly CaptureNote[]): Promise<void> {
  await kit.db.as(me, async (tx) => {
    const { rows } = await sql`update assure.evidence set state = 'failed', outcome = ${notes.join(' ')}
      where id = ${id} and state = 'waiting' returning id`.execute(tx);
    if (rows.length === 0) return;
    await noteCustody(tx, kit, id, 'not-captured');
    await record(tx, { what: 'evidence-not-captured', about: id, new: { notes: [...notes] } }, kit.clock.now());
  });
}

async function captureOf(kit: Kit, parts: CaptureParts, evidence: Evidence): Promise<Captured> {
  const { now } = kit.clock;
  const plain = await capturePlain(parts.ways, evidence.url, now);
  // Of secret material no picture is taken and no words are kept.
  if (evidence.care === 'pointer' || plain.exchanges.length === 0) return plain;
  if (!browserPath(parts.browser)) return { ...plain, notes: [...plain.notes, 'no-browser'] };
  try {
    return await captureByBrowser(parts.ways, parts.browser, plain, now);
  } catch (error) {
    kit.log.warn('assure.browser-failed', { error: error as Error });
    return { ...plain, notes: [...plain.notes, 'browser-failed'] };
  }
}

function filesOf(evidence: Evidence, raw: KeptRaw | null, captured: Captured, at: Date): NewFile[] {
  const files: NewFile[] = [];
  const text = (name: string, words: string, more: Partial<NewFile> = {}) =>
    files.push({ name, mediaType: 'text/plain', bytes: Buffer.from(words), ...more });
  if (raw && 'body' in raw) {
    files.push({ name: 'answer', mediaType: raw.mediaType, bytes: Buffer.from(raw.body, 'base64') });
    files.push({
      name: 'answer-headers.json',
      mediaType: 'application/json',
      bytes: Buffer.from(JSON.stringify(raw.asked ? { ...raw.asked, headers: raw.headers } : raw.headers, null, 1)),
    });
  }
  const last = captured.exchanges.at(-1);
  const page = captured.exchanges.find((one) => one.url === captured.finalUrl) ?? last;
  if (page) {
    files.push({
      name: 'page-body',
      mediaType: page.headers['content-type'] ?? 'application/octet-stream',
      bytes: page.body,
    });
    const chain = captured.exchanges.filter((one) => one === page || (one.status >= 300 && one.status < 400));
    const headers = chain.map(({ url, status, headers: all }) => ({ url, status, headers: all }));
    files.push({
      name: 'page-headers.json',
      mediaType: 'application/json',
      bytes: Buffer.from(JSON.stringify(headers, null, 1)),
    });
    files.push({
      name: 'page.wacz',
      mediaType: 'application/wacz',
      bytes: archiveOf(captured, evidence.url, at, software).wacz,
    });
  }
  if (captured.text !== '') text('page.txt', captured.text);
  if (captured.picture) files.push({ name: 'page.png', mediaType: 'image/png', bytes: captured.picture });
  if (evidence.care === 'two-people') {
    const words = captured.text || (raw && 'body' in raw ? Buffer.from(raw.body, 'base64').toString('utf8') : '');
    text('working-copy.txt', `WORKING COPY. Masked by machine. Not evidence.\n\n${workingCopyOf(words)}\n`, {
      isWorkingCopy: true,
    });
  }
  return files;
}

/** Everything of one capture is one transaction: after a kill there is all of it or nothing, and then it is done again. */
async function keep(
  kit: Kit,
  parts: CaptureParts,
  evidence: Evidence,
  raw: KeptRaw | null,
  captured: Captured,
): Promise<void> {
  const { keyId, sign } = await parts.signer();
  const at = kit.clock.now();
  const isPointer = evidence.care === 'pointer';
  const files = isPointer ? [] : filesOf(evidence, raw, captured, at);
  const manifest = JSON.stringify(
    {
      foreword: 'evidence',
      version: 1,
      id: evidence.id,
      url: evidence.url,
      finalUrl: isPointer ? null : captured.finalUrl,
      status: captured.status,
      about: evidence.about,
      askedBy: evidence.askedBy,
      askedAt: evidence.askedAt.toISOString(),
      capturedAt: at.toISOString(),
      clock: 'the clock of the machine that Foreword runs on, UTC',
      software,
      browser: captured.browser,
      notes: captured.notes,
      files: files.map((file) => ({
        name: file.name,
        mediaType: file.mediaType,
        bytes: file.bytes.length,
        sha256: sha256Hex(file.bytes),
        isWorkingCopy: file.isWorkingCopy ?? false,
      })),
      hashes: isPointer ? pointerHashes(raw, captured) : null,
    },
    null,
    1,
  );
  const hash = sha256Hex(Buffer.from(manifest));
  await kit.db.as(me, async (tx) => {
    const { rows } =
      await sql`select 1 from assure.evidence where id = ${evidence.id} and state = 'waiting' for update`.execute(tx);
    if (rows.length === 0) return;
    for (const file of files) await writeFile(tx, kit, evidence.id, file);
    await sql`update assure.evidence set state = 'kept', captured_at = ${at}, outcome = ${captured.notes.join(' ')},
      manifest = ${manifest}, manifest_hash = ${hash}, key_id = ${keyId}, signature = ${sign(manifestText(hash))}, raw = null
      where id = ${evidence.id}`.execute(tx);
    await noteCustody(tx, kit, evidence.id, 'captured');
    await record(
      tx,
      { what: 'evidence-captured', about: evidence.id, new: { hash, files: files.length, notes: [...captured.notes] } },
      at,
    );
    if (parts.stamper) await kit.jobs.add(tx, stampJob, { id: evidence.id }, { key: evidence.id });
  });
}

function pointerHashes(raw: KeptRaw | null, captured: Captured) {
  const body = captured.exchanges.at(-1)?.body;
  return { answer: raw && 'sha256' in raw ? raw.sha256 : null, page: body ? sha256Hex(body) : null };
}

async function stamp(kit: Kit, parts: CaptureParts, id: string): Promise<void> {
  if (!parts.stamper) return;
  const hash = await kit.db.as(me, async (tx) => {
    const { rows } = await sql<{
      hash: string;
    }>`select manifest_hash as hash from assure.evidence where id = ${id} and state = 'kept' and stamp is null`.execute(
      tx,
    );
    return rows[0]?.hash ?? null;
  });
  if (!hash) return;
  const { token } = await parts.stamper.stamp(manifestText(hash));
  await kit.db.as(me, (tx) =>
    sql`update assure.evidence set stamp = ${token} where id = ${id} and stamp is null`.execute(tx),
  );
}
