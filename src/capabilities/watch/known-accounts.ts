/**
 * Our own accounts and the newsrooms of the register, by their lasting id, on networks whose posts carry the id alone:
 * so that `from:` and the author class know them by the name that people wrote down.
 */
import type { NetworkPost } from '#networks/contract';
import type { Organisation } from '../../people/person.ts';
import type { NamesOf } from './open-names.ts';

export interface KnownAccounts {
  /** Looks up what is not known yet or was last looked up long ago. Waits for at most three seconds. Never throws. */
  look(network: string, settings: Readonly<Record<string, string>>, signal: AbortSignal): Promise<void>;
  /** The same post; the author by name where it is one of them. */
  named(post: NetworkPost): NetworkPost;
}

/** A name can change hands. */
const freshMs = 60 * 60_000;
/** Of those who could not be found. */
const againMs = 60_000;
const lookUpMs = 3_000;

export function buildKnownAccounts(parts: {
  readonly namesOf: NamesOf;
  readonly now: () => Date;
  readonly organisation: () => Promise<Organisation | null>;
}): KnownAccounts {
  /** By network, then by id. */
  const known = new Map<string, Map<string, string>>();
  const dueMs = new Map<string, number>();
  return {
    look: async (network, settings, signal) => {
      const names = parts.namesOf(network, settings);
      if (!names) return;
      const nowMs = parts.now().getTime();
      const org = await parts.organisation().catch(() => null);
      const handles = [...(org?.officialHandles ?? []), ...(org?.pressHandles ?? [])].map((one) => one.toLowerCase());
      const due = handles.filter((handle) => (dueMs.get(`${network} ${handle}`) ?? 0) <= nowMs);
      if (due.length === 0) return;
      for (const handle of due) dueMs.set(`${network} ${handle}`, nowMs + againMs);
      const found = await names.idsOf(due, AbortSignal.any([signal, AbortSignal.timeout(lookUpMs)]));
      const byId = known.get(network) ?? new Map<string, string>();
      known.set(network, byId);
      for (const [id, handle] of byId) if (!handles.includes(handle) || found.has(handle)) byId.delete(id);
      for (const [handle, id] of found) {
        byId.set(id, handle);
        dueMs.set(`${network} ${handle}`, nowMs + freshMs);
      }
    },
    named: (post) => {
      const handle = post.author ? known.get(post.network)?.get(post.author.id) : undefined;
      return handle && post.author ? { ...post, author: { ...post.author, handle } } : post;
    },
  };
}
