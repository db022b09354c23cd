/** Reads the form of a draft: what somebody wants to say, kept to what the stored draft already holds of pictures and answers. */
import type { Ask, Input, Problem } from '#web';
import type { Part, Shown } from '../bytes.ts';
import type { Account, Answerable, Draft, Drafts, Wish } from '../door.ts';
import { pageWording as say } from '../drafts-wording.ts';
import type { PublishDoor } from './index.ts';
import { readMoment } from './moments.ts';
import { networkName } from './preview.tsx';

const mostParts = 10;
const mostOwn = 8;

/** How a picture's fields are named: by the picture, so that two who edit at once never describe the other's. */
export const pictureField = (what: string, part: number, hash: string): string =>
  `${what}-${part}-${hash.slice(0, 16)}`;

export interface Read {
  readonly wish: Wish;
  readonly problems: readonly Problem[];
}

export interface Stands {
  /** Null for one that has not been saved yet. */
  readonly draft: Draft | null;
  readonly accounts: readonly Account[];
  /** What a new answer answers, exactly as it was given. */
  readonly replyTo: string | null;
  /** Which posts of its incident a new one may answer, one on each network. */
  readonly posts?: readonly Answerable[];
}

export interface Pictures {
  keep(bytes: Uint8Array, mime: string): ReturnType<Drafts['keepMedia']>;
  /** What it is; null for a hash that nobody kept. */
  mime(hash: string): Promise<string | null>;
}

export const picturesOf = ({ drafts }: PublishDoor, ask: Ask): Pictures => ({
  keep: (bytes, mime) => drafts.keepMedia(ask.asker, bytes, mime),
  mime: async (hash) => (await drafts.media(ask.asker, hash))?.mime ?? null,
});

export async function readWish(input: Input, stands: Stands, pictures: Pictures): Promise<Read> {
  const { draft, accounts } = stands;
  const problems: Problem[] = [];
  const moment = (field: 'startsAt' | 'endsAt'): Date | null => {
    const at = readMoment(input.text(field));
    if (at === undefined) problems.push({ field, words: say.wrongTime });
    return at ?? null;
  };
  const count = Math.min(Math.max(Number.parseInt(input.text('parts'), 10) || 1, 1), mostParts);
  const parts: Part[] = [];
  for (let i = 0; i < count; i += 1) {
    const saved = draft?.parts[i]?.images ?? [];
    const images: Shown[] = [...saved, ...(await neverSaved(input.list(`own-${i}`), saved, pictures))].flatMap(
      (image) =>
        input.text(pictureField('drop', i, image.hash)) === 'yes'
          ? []
          : [
              {
                ...image,
                alt: input.text(pictureField('alt', i, image.hash)),
                caption: input.text(pictureField('caption', i, image.hash)),
              },
            ],
    );
    const file = input.files.find((one) => one.field === `picture-${i}`);
    if (file) {
      const mime = mimeOf(file.bytes);
      const kept = await pictures.keep(file.bytes, mime);
      if (kept.ok)
        images.push({
          hash: kept.value,
          mime,
          alt: input.text(`new-alt-${i}`),
          caption: input.text(`new-caption-${i}`),
        });
      else problems.push({ field: `picture-${i}`, words: kept.because });
    }
    parts.push({ text: input.text(`text-${i}`), images });
  }
  const chosen = accounts.filter((account) => input.list('accounts').includes(account.id));
  const { targets, problem } = answering(chosen, stands, input.list('answers'));
  if (problem) problems.push(problem);
  const kind = input.text('kind');
  const wish: Wish = {
    incidentId: draft?.incidentId ?? null,
    kind: draft?.corrects ? 'correction' : kindOf(kind),
    purpose: input.text('purpose'),
    lang: input.text('lang'),
    lineVersionId: input.text('line') || null,
    parts,
    targets,
    consents: input
      .list('consent-name')
      .map((name, i) => ({ name: name.trim(), because: (input.list('consent-because')[i] ?? '').trim() }))
      .filter((consent) => consent.name !== ''),
    startsAt: moment('startsAt'),
    endsAt: moment('endsAt'),
    corrects: draft?.corrects ?? null,
  };
  return { wish, problems };
}

/** Pictures that came with a form that was refused. What another writer took out is none of them: it stays out. */
async function neverSaved(
  own: readonly string[],
  saved: readonly Shown[],
  pictures: Pictures,
): Promise<readonly Shown[]> {
  const more: Shown[] = [];
  for (const hash of new Set(own.slice(0, mostOwn))) {
    const mime = saved.some((image) => image.hash === hash) ? null : await pictures.mime(hash);
    if (mime !== null) more.push({ hash, mime, alt: '', caption: '' });
  }
  return more;
}

/** Which of the chosen accounts answers which post: one account for each post, on its own network. */
function answering(
  chosen: readonly Account[],
  { draft, accounts, replyTo, posts = [] }: Stands,
  wanted: readonly string[],
): { readonly targets: Wish['targets']; readonly problem?: Problem } {
  const networkOf = (id: string) => accounts.find((account) => account.id === id)?.network ?? '';
  const answers = draft
    ? draft.targets.flatMap((one) =>
        one.replyTo === null ? [] : [{ network: networkOf(one.accountId), address: one.replyTo }],
      )
    : replyTo === null
      ? posts.filter((post) => wanted.includes(post.address))
      : [{ network: chosen[0]?.network ?? '', address: replyTo }];
  const targets = chosen.map(({ id, network }) => ({
    accountId: id,
    replyTo: answers.find((answer) => answer.network === network)?.address ?? null,
  }));
  if (answers.length === 0) return { targets };
  const networks = new Set(chosen.map((account) => account.network));
  const twice = answers.find((answer, at) => answers.findIndex((other) => other.network === answer.network) !== at);
  if (twice) return { targets, problem: { field: 'answers', words: say.onePostEach(networkName(twice.network)) } };
  if (chosen.length === 0 || networks.size < chosen.length)
    return { targets, problem: { field: 'accounts', words: say.oneAccountAnswers } };
  const idle = chosen.find((_, at) => targets[at]!.replyTo === null);
  if (idle) return { targets, problem: { field: 'accounts', words: say.nothingToAnswer(networkName(idle.network)) } };
  const left = draft ? undefined : answers.find((answer) => !networks.has(answer.network));
  if (left) return { targets, problem: { field: 'accounts', words: say.nobodyAnswers(networkName(left.network)) } };
  return { targets };
}

const kinds: readonly Wish['kind'][] = ['reply', 'proactive', 'polling', 'emergency', 'correction'];
/** Unless somebody says what it is, it is news from us: the kind with the strictest rules. */
const kindOf = (text: string): Wish['kind'] => kinds.find((kind) => kind === text) ?? 'proactive';

/** By its first bytes, whatever its name says; '' for what is neither picture nor film. */
export function mimeOf(bytes: Uint8Array): string {
  const starts = (at: number, text: string) =>
    Buffer.from(bytes.subarray(at, at + text.length)).toString('latin1') === text;
  if (starts(0, '\x89PNG\r\n\x1a\n')) return 'image/png';
  if (starts(0, '\xff\xd8\xff')) return 'image/jpeg';
  if (starts(0, 'GIF87a') || starts(0, 'GIF89a')) return 'image/gif';
  if (starts(0, 'RIFF') && starts(8, 'WEBP')) return 'image/webp';
  return starts(4, 'ftyp') ? 'video/mp4' : '';
}
