/** A post as people will see it: who says it, every word, each picture with its description. And what was flagged in it. */
import { Highlight } from '#components';
import { aimAge, readingOf, warnAge } from '#engines/reading';
import type { Part } from '../bytes.ts';
import type { Flag } from '../checks/flag.ts';
import { lengthOn, mostCharacters } from '../checks/length.ts';
import type { Account, Wish } from '../door.ts';
import { pageWording as say } from '../drafts-wording.ts';
import { draftWording, networkNames } from '../wording.ts';

export interface Speaker {
  readonly network: string;
  readonly handle: string;
  readonly replyTo: string | null;
}

interface AsItIsProps {
  readonly parts: readonly Part[];
  readonly speakers: readonly Speaker[];
  readonly lang: string;
  /** Where a picture is fetched from, by its hash. */
  readonly pictures: string;
  readonly flags?: readonly Flag[];
}

/** Who says it, of all our accounts. */
export const speakersOf = (wish: Pick<Wish, 'targets'>, accounts: readonly Account[]) =>
  wish.targets.flatMap(({ accountId, replyTo }) =>
    accounts.filter((account) => account.id === accountId).map(({ network, handle }) => ({ network, handle, replyTo })),
  );

export const networkName = (network: string): string => networkNames[network] ?? network;

/** Where people see it. Bluesky names a post by an address that opens in no browser. */
function publicPage(address: string): string | null {
  if (/^https?:\/\//.test(address)) return address;
  const [, did, key] = /^at:\/\/([^/]+)\/app\.bsky\.feed\.post\/([^/]+)$/.exec(address) ?? [];
  return did && key ? `https://bsky.app/profile/${encodeURIComponent(did)}/post/${encodeURIComponent(key)}` : null;
}

/** A link in words to a post that is public; where only its network can find it, what stands for it. */
export function PublicPost({ address, or = null }: { address: string; or?: string | null }) {
  const href = publicPage(address);
  return href ? (
    <a class="govuk-link" href={href} rel="noreferrer">
      {say.seeAnswered}
    </a>
  ) : (
    or
  );
}

export function AsItIs({ parts, speakers, lang, pictures, flags = [] }: AsItIsProps) {
  return (
    <>
      {speakers.map((speaker) =>
        parts.map((part, i) => (
          <article class="fw-as-is" aria-label={`@${speaker.handle}, ${say.threadPlace(i + 1)}`}>
            <p class="fw-as-is__who">
              <strong>@{speaker.handle}</strong> {networkName(speaker.network)}
              {parts.length > 1 ? ` ${i + 1}/${parts.length}` : ''}
              {speaker.replyTo && i === 0 ? (
                <>
                  <br />
                  {say.repliesTo(networkName(speaker.network))} <PublicPost address={speaker.replyTo} />
                </>
              ) : null}
            </p>
            <p class="fw-as-is__text" lang={lang} dir="auto">
              <Highlight
                text={part.text}
                places={flags
                  .filter((flag) => flag.part === i && flag.end > flag.start)
                  .map(({ start, end, code }) => ({ start, end, why: draftWording.flags[code] }))}
              />
            </p>
            {part.images.map((image) => (
              <div class="fw-as-is__picture">
                {image.mime.startsWith('image/') ? (
                  <img src={`${pictures}/${image.hash}`} alt={image.alt || say.pictureSrc} />
                ) : (
                  <a class="govuk-link" href={`${pictures}/${image.hash}`}>
                    {say.film}
                  </a>
                )}
                <p class="fw-as-is__alt">{say.described(image.alt)}</p>
                {image.caption ? <p class="fw-as-is__alt">{say.captioned(image.caption)}</p> : null}
              </div>
            ))}
          </article>
        )),
      )}
    </>
  );
}

const levels: readonly Flag['level'][] = ['stop', 'explain', 'look'];
const levelWords: Readonly<Record<Flag['level'], string>> = {
  stop: say.mustMend,
  explain: say.mustExplain,
  look: say.look,
};

export function Flags({ flags, isThread }: { flags: readonly Flag[]; isThread: boolean }) {
  if (flags.length === 0) return <p class="govuk-body">{say.checksFine}</p>;
  const sorted = [...flags].sort((a, b) => levels.indexOf(a.level) - levels.indexOf(b.level) || a.part - b.part);
  return (
    <ul class="fw-flags">
      {sorted.map((flag) => (
        <li class={`fw-flags__one fw-flags__one--${flag.level}`}>
          <strong>{levelWords[flag.level]}.</strong> {isThread ? say.inPost(flag.part + 1) : ''}
          {draftWording.stopped(flag)}
          {flag.against === 'not-in-line' ? ` ${say.notInLine}` : ''}
          {flag.against === 'other-in-line' ? ` ${say.otherInLine(flag.instead ?? '')}` : ''}
        </li>
      ))}
    </ul>
  );
}

/** How long each post is on each network, and how hard all of it is to read. */
export function Measures({ parts, speakers, lang }: Pick<AsItIsProps, 'parts' | 'speakers' | 'lang'>) {
  const networks = [...new Set(speakers.map((speaker) => speaker.network))];
  const reading = lang === 'en' ? readingOf(parts.map((part) => part.text).join('\n')) : null;
  return (
    <dl class="fw-facts">
      {networks.flatMap((network) =>
        parts.map((part, i) => (
          <div>
            <dt>
              {say.length}, {networkName(network)}
              {parts.length > 1 ? ` ${i + 1}/${parts.length}` : ''}
            </dt>
            <dd>{say.lengthOf(lengthOn(network, part.text), mostCharacters(network))}</dd>
          </div>
        )),
      )}
      <div>
        <dt>{say.reading}</dt>
        <dd>
          {lang !== 'en' ? say.readingEnglish : reading ? say.readingAge(reading.age, aimAge) : ''}
          {reading && reading.age > warnAge ? ` ${say.readingHard}` : ''}
        </dd>
      </div>
    </dl>
  );
}
