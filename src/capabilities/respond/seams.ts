/** What the parts of RESPOND lend each other: to the desk the accounts with what opens them, to publishing what is answered. */
import { type Asker, isId, type Kit, system } from '#platform';
import type { KeptPost } from '#watch';
import type { Desk, DeskAccount, DeskSeams } from './desk/door.ts';
import type { Incident, IncidentState } from './incident/door.ts';
import type { Incidents } from './incident/index.ts';
import { eyes } from './incident/passed-on.ts';
import type { RespondNeeds } from './needs.ts';
import { openSettings } from './publish/accounts.ts';
import type { Answerable, Publishing, PublishSeams, StoryPost } from './publish/index.ts';

const me = system('respond');

export function deskSeams(kit: Kit, publishing: Publishing, incidents: () => Incidents): DeskSeams {
  return {
    accounts: async () => {
      const live = (await publishing.accounts.list(me)).filter((account) => account.state !== 'closed');
      return kit.db.as(me, async (tx) => {
        const accounts: DeskAccount[] = [];
        for (const { id, network, handle, settings } of live)
          accounts.push({ id, network, handle, settings, secret: (await openSettings(kit, tx, id)) ?? {} });
        return accounts;
      });
    },
    answeredBy: async (publicationId) => {
      const publication = await publishing.queue.publication(me, publicationId);
      if (!publication || publication.part > 0) return null;
      const draft = await publishing.drafts.draft(me, publication.draftId);
      const target = draft?.targets.find((one) => one.accountId === publication.accountId);
      return draft && { itemId: draft.itemId ?? null, address: target?.replyTo ?? null };
    },
    openIncidents: (asker) => openIncidents(incidents(), asker),
    signalsOf: async (asker, id) => (await incidents().signals(asker, id)).map((signal) => signal.signalId),
  };
}

const openIncidents = async (incidents: Incidents, asker: Asker, states: readonly IncidentState[] = ['open']) =>
  (await incidents.list(asker, states)).map(({ id, number, title }) => ({ id, title: `${number} ${title}` }));

/** Whether something is on hold is asked of all evidence, that of the guardian and the care lead included; nothing of it is shown. */
const keeperEyes = system('respond', 'records-manager', 'guardian', 'care-lead');
const mostEvidence = 1_000_000;
const mostStories = 3;
const mostPosts = 3;

/** The first posts of a story on each network that are still there. */
function firstOfEach(posts: readonly KeptPost[]): readonly KeptPost[] {
  const there = posts.filter((post) => post.goneAt === null);
  return there.filter(
    (post, at) => there.slice(0, at).filter((other) => other.network === post.network).length < mostPosts,
  );
}

/** Where it goes on: itself, unless it was joined to another. */
async function goingOn(incidents: Incidents, asker: Asker, id: string): Promise<Incident | null> {
  let found = isId(id) ? await incidents.incident(asker, id) : null;
  while (found?.mergedInto) found = await incidents.incident(asker, found.mergedInto);
  return found;
}

export function publishSeams(needs: RespondNeeds, desk: () => Desk, incidents: () => Incidents): PublishSeams {
  return {
    said: async (asker, itemId) => {
      const item = isId(itemId) ? await desk().items.item(asker, itemId) : null;
      if (!item) return null;
      return { who: item.author ? `@${item.author.handle}` : '', text: item.text, lang: item.lang, url: item.url };
    },
    incident: async (asker, id) => {
      const incident = await goingOn(incidents(), asker, id);
      if (!incident) return null;
      // Whoever answers sees what is answered, as at the desk. What is locked to its keeper is not there for these eyes.
      const posts: Answerable[] = [];
      for (const { signalId } of (await incidents().signals(asker, incident.id)).slice(0, mostStories))
        for (const post of firstOfEach(await needs.watch.signals.posts(eyes, signalId))) {
          const address = post.nativeId ?? post.url;
          if (address) posts.push({ network: post.network, address, text: post.text || post.title, lang: post.lang });
        }
      return {
        title: `${incident.number} ${incident.title}`,
        severity: incident.severity,
        words: [incident.title, ...posts.map((post) => post.text)].join('\n'),
        posts,
        forbids: incident.play.forbids,
        isActiveCase: incident.isActiveCase,
      };
    },
    openIncidents: (asker) => openIncidents(incidents(), asker, ['open', 'stood-down']),
    posts: async (id) => {
      const all: StoryPost[] = [];
      const incident = await goingOn(incidents(), eyes, id);
      for (const { signalId } of incident ? await incidents().signals(eyes, incident.id) : [])
        for (const { nativeId, url, pictures, text, title } of await needs.watch.signals.posts(eyes, signalId))
          all.push({ addresses: [nativeId, url].filter((one) => one !== null), pictures, text: text || title });
      return all;
    },
    onHold: async () => {
      const held = (await needs.assure.evidence.list(keeperEyes, mostEvidence)).filter((one) => one.hold !== null);
      return {
        incidentIds: held.flatMap(({ about }) => (about?.kind === 'incident' ? [about.id] : [])),
        addresses: held.map((one) => one.url),
      };
    },
    pictures: async (id) => {
      const hashes: string[] = [];
      const incident = await goingOn(incidents(), eyes, id);
      for (const part of incident ? await incidents().parts(eyes, incident.id) : [])
        for (const { id: evidenceId } of await needs.assure.evidence.of(eyes, { kind: 'incident', id: part })) {
          const files = (await needs.assure.evidence.item(eyes, evidenceId))?.files ?? [];
          hashes.push(...files.filter((file) => /^(?:image|video)\//.test(file.mediaType)).map((file) => file.sha256));
        }
      return hashes;
    },
  };
}
