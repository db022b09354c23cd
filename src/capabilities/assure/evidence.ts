/** What people do with evidence: capture, look, open together, export, hold. Each leaves its line in the custody. */
import { sql } from 'kysely';
import { type Asker, isId, type Kit, record, type Tx } from '#platform';
import { may } from '../../people/roles.ts';
import { type BundleSignature, bundleOf, custodyJson, custodyText } from './bundle.ts';
import type { KeptRaw } from './capture-answer.ts';
import { captureJob } from './capture-job.ts';
import type { About, CaptureWish, Care, EvidenceDesk, EvidenceItem, Recipient, Said } from './evidence-door.ts';
import { caseless } from './evidence-retention.ts';
import {
  noteCustody,
  readBytes,
  readCustody,
  readEvidence,
  readFiles,
  readOpenings,
  sealRaw,
  sha256Hex,
} from './evidence-store.ts';
import { me, type Signer } from './signing.ts';
import { evidenceWording as say } from './wording.ts';

const dayMs = 86_400_000;
const openHours = 4;
const mostWords = 1000;
const mostRawBytes = 5 * 1024 * 1024;
const longAway = new Date('9999-01-01T00:00:00Z');

export function buildEvidence(kit: Kit, signer: () => Promise<Signer>): EvidenceDesk {
  const desk: EvidenceDesk = {
    capture: (asker, wish) => kit.db.as(asker, (tx) => desk.captureIn(tx, asker, wish)),
    captureIn: (tx, asker, wish) => ask(kit, tx, asker, wish),
    of: (asker, about) =>
      kit.db.as(asker, (tx) => readEvidence(tx, sql`e.about_kind = ${about.kind} and e.about_id = ${about.id}::uuid`)),
    list: (asker, limit) => kit.db.as(asker, (tx) => readEvidence(tx, sql`true`, limit)),
    item: (asker, id) => kit.db.as(asker, (tx) => itemOf(tx, id)),
    file: (asker, id, name) =>
      kit.db.as(asker, async (tx) => {
        const file = isId(id) ? (await readFiles(tx, id)).find((one) => one.name === name) : undefined;
        const bytes = file ? await readBytes(tx, kit, id, file) : null;
        if (!file || !bytes) return null;
        await noteCustody(tx, kit, id, 'viewed', { why: name });
        return { file, bytes };
      }),
    askToOpen: (asker, id, why) =>
      change(asker, id, why, async (tx, item, words) => {
        if (item.evidence.care !== 'two-people') return refuse(say.notSealed);
        await sql`insert into assure.opening (id, evidence_id, asked_by, asked_at, why)
          values (${kit.ids.next()}, ${id}, ${asker.id}, ${kit.clock.now()}, ${words})`.execute(tx);
        await noteCustody(tx, kit, id, 'opening-asked', { why: words });
        return done;
      }),
    confirmOpening: (asker, id, openingId) =>
      change(asker, id, null, async (tx, item) => {
        const opening = item.openings.find((one) => one.id === openingId && one.confirmedBy === null);
        if (!opening) return refuse(say.notThere);
        if (opening.askedBy === asker.id) return refuse(say.notYourOwn);
        const now = kit.clock.now();
        await sql`update assure.opening set confirmed_by = ${asker.id}, confirmed_at = ${now},
          ends_at = ${new Date(now.getTime() + openHours * 3_600_000)} where id = ${openingId}`.execute(tx);
        await noteCustody(tx, kit, id, 'opening-confirmed');
        return done;
      }),
    again: (asker, id) =>
      change(asker, id, null, async (tx, item) => {
        if (!may(asker.roles, 'capture-evidence')) return refuse(say.mayNot);
        if (item.evidence.state !== 'failed') return refuse(say.notFailed);
        await sql`update assure.evidence set state = 'waiting', outcome = null where id = ${id}`.execute(tx);
        await addCapture(kit, tx, asker, id);
        const [old, now] = [{ state: 'failed' }, { state: 'waiting' }];
        await record(tx, { what: 'evidence-asked-for', about: id, old, new: now }, kit.clock.now());
        return done;
      }),
    export: (asker, id, to, why) => exportOne(asker, id, to, why),
    hold: (asker, id, because, reviewOn) =>
      change(asker, id, because, async (tx, _item, words) => {
        if (!may(asker.roles, 'hold-evidence')) return refuse(say.mayNot);
        await sql`insert into assure.evidence_hold (evidence_id, set_by, set_at, because, review_on)
          values (${id}, ${asker.id}, ${kit.clock.now()}, ${words}, ${reviewOn}) on conflict do nothing`.execute(tx);
        await noteCustody(tx, kit, id, 'held', { why: words });
        return done;
      }),
    release: (asker, id, why) =>
      change(asker, id, why, async (tx, _item, words) => {
        if (!may(asker.roles, 'hold-evidence')) return refuse(say.mayNot);
        await sql`delete from assure.evidence_hold where evidence_id = ${id}`.execute(tx);
        await noteCustody(tx, kit, id, 'released', { why: words });
        return done;
      }),
    join: async (asker, signalId, incidentId) => {
      await kit.db.as(asker, (tx) =>
        sql`update assure.evidence set about_kind = 'incident', about_id = ${incidentId}::uuid, keep_until = ${longAway}
          where about_kind = 'signal' and about_id = ${signalId}::uuid`.execute(tx),
      );
    },
    keepUntil: async (about, until) => {
      await kit.db.as(me, (tx) => keepAbout(tx, about, until));
    },
  };

  /** The item as this asker may see it; a change, its custody and its entry in the record are one transaction. */
  async function change<T>(
    asker: Asker,
    id: string,
    why: string | null,
    act: (tx: Tx, item: EvidenceItem, words: string) => Promise<Said<T>>,
  ): Promise<Said<T>> {
    const words = why?.trim() ?? '';
    if (why !== null && (words.length < 3 || words.length > mostWords)) return refuse(say.whyWanted);
    return kit.db.as(asker, async (tx) => {
      const item = await itemOf(tx, id);
      return item ? act(tx, item, words) : refuse(say.notThere);
    });
  }

  async function exportOne(asker: Asker, id: string, to: Recipient, why: string) {
    const key = await signer();
    return change(asker, id, why, async (tx, item, words) => {
      if (!may(asker.roles, 'export-evidence')) return refuse(say.mayNot);
      if (item.evidence.state !== 'kept') return refuse(say.notYet);
      if (item.evidence.isProtected && to === 'inside') return refuse(say.protectedOnly);
      if (!item.isOpen) return refuse(say.openFirst);
      await noteCustody(tx, kit, id, 'exported', { recipient: to, why: words });
      const { rows } = await sql<{ manifest: string; signature: string; stamp: string | null; key: string }>`
        select e.manifest, e.signature, e.stamp, k.public_key as key from assure.evidence e
        join assure.signing_key k on k.id = e.key_id where e.id = ${id}`.execute(tx);
      const files = new Map<string, Uint8Array>();
      for (const file of item.files) {
        const bytes = await readBytes(tx, kit, id, file);
        if (!bytes) return refuse(say.openFirst);
        files.set(file.name, bytes);
      }
      const custody = custodyJson(id, await readCustody(tx, id));
      const kept = rows[0]!;
      const signature: BundleSignature = {
        keyId: item.evidence.keyId!,
        publicKey: kept.key,
        manifest: kept.signature,
        custody: key.sign(custodyText(custody)),
        stamp: kept.stamp,
      };
      await record(tx, { what: 'evidence-exported', about: id, new: { to } }, kit.clock.now());
      const bytes = bundleOf(kept.manifest, custody, signature, files, kit.clock.now());
      return { ok: true as const, value: { name: `evidence-${id}.zip`, bytes } };
    });
  }

  return desk;
}

const refuse = (because: string) => ({ ok: false as const, because });
const done = { ok: true as const, value: null };

async function itemOf(tx: Tx, id: string): Promise<EvidenceItem | null> {
  if (!isId(id)) return null;
  const [evidence] = await readEvidence(tx, sql`e.id = ${id}::uuid`);
  if (!evidence) return null;
  const { rows } = await sql<{ is: boolean }>`select assure.is_open(${id}::uuid) as is`.execute(tx);
  return {
    evidence,
    files: await readFiles(tx, id),
    custody: await readCustody(tx, id),
    openings: await readOpenings(tx, id),
    isOpen: rows[0]!.is,
  };
}

/** Told twice, the longest wins: it may belong to two cases, one of which was joined to the other. */
async function keepAbout(tx: Tx, about: About, until: Date): Promise<void> {
  await sql`update assure.evidence set keep_until = case when keep_until = ${longAway} then ${until} else greatest(keep_until, ${until}) end where about_kind = ${about.kind} and about_id = ${about.id}::uuid`.execute(
    tx,
  );
}

/** Domain rules D8 and D14: what is secret is not kept, what is confidential or of a child is opened by two. */
function careOf(wish: CaptureWish): Care {
  if (wish.code === 'T5') return 'pointer';
  return wish.code === 'T6' || wish.code === 'T7' || wish.isProtected ? 'two-people' : 'open';
}

function rawOf(wish: CaptureWish, care: Care): KeptRaw | null {
  if (!wish.raw) return null;
  const body = Buffer.from(wish.raw.body as string);
  if (care === 'pointer') return { sha256: sha256Hex(body), bytes: body.length };
  return {
    body: body.toString('base64'),
    headers: wish.raw.headers,
    mediaType: wish.raw.mediaType ?? 'application/json',
  };
}

function urlOf(text: string): string | null {
  try {
    const url = new URL(text.trim());
    const isPlain = /^https?:$/.test(url.protocol) && url.username === '' && url.password === '';
    return isPlain && url.href.length <= 2000 ? url.href : null;
  } catch {
    return null;
  }
}

/** A job is the house's to add, not a person's. */
async function addCapture(kit: Kit, tx: Tx, asker: Asker, id: string): Promise<void> {
  await sql`select set_config('foreword.roles', ${[...asker.roles, 'system'].join(',')}, true)`.execute(tx);
  // Without a key: asked for again, it must not be taken for the try that is just ending. Two find that one is enough.
  await kit.jobs.add(tx, captureJob, { id });
  await sql`select set_config('foreword.roles', ${asker.roles.join(',')}, true)`.execute(tx);
}

async function ask(kit: Kit, tx: Tx, asker: Asker, wish: CaptureWish): Promise<Said<string>> {
  if (asker.kind === 'person' && !may(asker.roles, 'capture-evidence')) return refuse(say.mayNot);
  const url = urlOf(wish.url);
  if (!url) return refuse(say.badAddress);
  const why = wish.why.trim();
  if (why.length < 3 || why.length > mostWords) return refuse(say.whyWanted);
  if (wish.raw && Buffer.byteLength(wish.raw.body as string) > mostRawBytes) return refuse(say.answerTooLarge);
  const id = kit.ids.next();
  const now = kit.clock.now();
  const care = careOf(wish);
  const raw = rawOf(wish, care);
  const keepUntil = wish.about?.kind === 'incident' ? longAway : new Date(now.getTime() + caseless.days * dayMs);
  await sql`insert into assure.evidence (id, about_kind, about_id, url, why, care, is_protected, only_role, asked_by, asked_at, raw, keep_until)
    values (${id}, ${wish.about?.kind ?? 'none'}, ${wish.about?.id ?? null}, ${url}, ${why}, ${care}, ${(wish.isProtected ?? false) && care !== 'open'},
      ${wish.onlyRole ?? null}, ${asker.id}, ${now}, ${raw ? sealRaw(kit, id, JSON.stringify(raw)) : null}, ${keepUntil})`.execute(
    tx,
  );
  await addCapture(kit, tx, asker, id);
  await record(tx, { what: 'evidence-asked-for', about: id, new: { care, kind: wish.about?.kind ?? 'none' } }, now);
  return { ok: true, value: id };
}
