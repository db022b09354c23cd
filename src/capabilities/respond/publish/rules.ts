/**
 * What an incident forbids of what we say: no answer to its posts, no showing of them, no fact of a live case. Told by the
 * incident's events, and looked at when a draft is written, when it is approved and in the moment before it leaves. What was
 * written for an incident that was joined to another follows the one that goes on.
 */
import { sql } from 'kysely';
import type { Kit, Tx } from '#platform';
import { system } from '#platform';
import type { Organisation } from '../../../people/person.ts';
import { borrowedFlags, type StoryPost } from './checks/borrowed.ts';
import { caseFlags } from './checks/case.ts';
import type { Flag } from './checks/flag.ts';
import type { PublishSeams, Wish } from './door.ts';

const me = system('respond');

/** As much of a draft as the rules are about. */
export type Spoken = Pick<Wish, 'incidentId' | 'lang' | 'parts' | 'targets'>;

/** What has to be asked before a transaction begins: the embedded database has one connection. */
export interface Told {
  /** Of the draft's own incident. */
  readonly posts: readonly StoryPost[];
  /** Pictures of these posts, by the hash of their bytes. */
  readonly pictures: ReadonlySet<string>;
  /** Posts of all open incidents that are not answered, by their addresses. */
  readonly notToAnswer: ReadonlySet<string>;
  /** How we are called. */
  readonly ours: readonly string[];
}

export interface Rules {
  told(spoken: Spoken): Promise<Told>;
  flags(tx: Tx, spoken: Spoken, told: Told): Promise<readonly Flag[]>;
}

export interface RuleNeeds extends Pick<PublishSeams, 'posts' | 'pictures'> {
  readonly organisation: () => Promise<Organisation | null>;
}

const none: Told = { posts: [], pictures: new Set(), notToAnswer: new Set(), ours: [] };

export function buildRules(kit: Kit, needs: RuleNeeds): Rules {
  async function notToAnswer(own: string | null): Promise<readonly StoryPost[]> {
    const { rows } = await kit.db.as(me, (tx) =>
      sql<{ id: string }>`select incident_id as id from respond.publish_incident
        where closed_at is null and 'reply' = any(forbids) and incident_id is distinct from ${own}::uuid`.execute(tx),
    );
    const posts: StoryPost[] = [];
    for (const { id } of rows) posts.push(...(await needs.posts(id)));
    return posts;
  }

  async function ours(): Promise<readonly string[]> {
    const organisation = await needs.organisation();
    return organisation ? [organisation.name, ...organisation.shortNames] : [];
  }

  return {
    told: async ({ incidentId: own, parts, targets }) => {
      const incidentId = own && (await kit.db.as(me, (tx) => goesOnAs(tx, own)));
      const isAnswer = targets.some((target) => target.replyTo !== null);
      if (incidentId === null && !isAnswer) return none;
      const posts = incidentId === null ? [] : await needs.posts(incidentId);
      const hasPictures = parts.some((part) => part.images.length > 0);
      const others = isAnswer ? await notToAnswer(incidentId) : [];
      return {
        posts,
        pictures: new Set(incidentId !== null && hasPictures ? await needs.pictures(incidentId) : []),
        notToAnswer: new Set(others.flatMap((post) => post.addresses)),
        ours: incidentId === null ? [] : await ours(),
      };
    },
    flags: async (tx, spoken, told) => {
      const { rows } = await sql<{ forbids: readonly string[]; is_active_case: boolean }>`
        select forbids, is_active_case from respond.publish_incident where incident_id = respond.goes_on_as(${spoken.incidentId}::uuid)`.execute(
        tx,
      );
      const rule = rows[0];
      const found: Flag[] = [];
      if (await isForbiddenAnswer(tx, spoken, told, rule?.forbids.includes('reply') ?? false))
        found.push(whole('reply-forbidden', 'stop', 0));
      spoken.parts.forEach((part, i) => {
        const shown = [part.text, ...part.images.flatMap((image) => [image.alt, image.caption])];
        shown.forEach((text, k) => {
          const flags = [
            ...(rule?.forbids.includes('embed') ? borrowedFlags(text, told.posts, i) : []),
            ...(rule?.is_active_case ? caseFlags(text, told.ours, i) : []),
          ];
          // What stands in a description has no place in the text.
          found.push(...(k === 0 ? flags : flags.map((flag) => ({ ...flag, start: 0, end: 0 }))));
        });
        if (rule?.forbids.includes('embed') && part.images.some((image) => told.pictures.has(image.hash)))
          found.push(whole('picture-forbidden', 'stop', i));
        if (!rule?.is_active_case) return;
        if (part.images.length > 0) found.push(whole('case-picture', 'explain', i));
        // The words are known in English alone.
        if (!/^en\b/.test(spoken.lang)) found.push(whole('case-language', 'explain', i));
      });
      return found;
    },
  };
}

/** The incident in which it goes on. */
async function goesOnAs(tx: Tx, incidentId: string): Promise<string> {
  const { rows } = await sql<{ id: string }>`select respond.goes_on_as(${incidentId}::uuid) as id`.execute(tx);
  return rows[0]!.id;
}

/** An answer to a post of our own, such as a correction, is none to the incident's. */
async function isForbiddenAnswer(tx: Tx, spoken: Spoken, told: Told, isForbidden: boolean): Promise<boolean> {
  const answered = spoken.targets.flatMap((target) => target.replyTo ?? []);
  if (answered.some((address) => told.notToAnswer.has(address))) return true;
  if (!isForbidden || answered.length === 0) return false;
  const { rows } = await sql<{ native_id: string }>`
    select distinct native_id from respond.publication where native_id = any(${answered}::text[])`.execute(tx);
  return answered.some((address) => !rows.some((row) => row.native_id === address));
}

const whole = (code: Flag['code'], level: Flag['level'], part: number): Flag => ({
  code,
  level,
  part,
  start: 0,
  end: 0,
  found: '',
});
