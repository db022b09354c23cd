/** Two wrote one draft at the same time, or it left while one wrote: what is saved beside what was not, and in words what differs. */
import { diffWordsWithSpace } from 'diff';
import { Govuk } from '#components';
import { type Ask, typed, typedList } from '#web';
import type { Shown } from '../bytes.ts';
import type { Draft } from '../door.ts';
import { kindWording, langWording, pageWording as say } from '../drafts-wording.ts';
import type { LoadedDraft } from './draft.tsx';
import { draftHref, isInTheAir } from './draft-parts.tsx';
import type { LiveLine } from './line-part.tsx';
import { writeMoment } from './moments.ts';
import { pictureField } from './wish-input.ts';

/** The form of the draft was sent, and not another of the page. */
export const wasSent = (ask: Ask): boolean => typed(ask, 'revision') !== '';

/** What was sent was written from an older revision than the saved one. */
export const isOlder = (ask: Ask, draft: Draft): boolean =>
  !['', String(draft.revision)].includes(typed(ask, 'revision'));

/** As many as the longer of both has. */
const partsOf = (draft: Draft, ask: Ask) =>
  Array.from({ length: Math.min(Math.max(draft.parts.length, Number.parseInt(typed(ask, 'parts'), 10) || 1), 10) });

export function BothTexts(props: LoadedDraft & { ask: Ask }) {
  const { draft, changedBy, ask } = props;
  const parts = partsOf(draft, ask);
  const rest = whatElseDiffers(props);
  return (
    <section class="fw-panel" id="revision" aria-labelledby="both-heading" tabindex={-1}>
      <h2 class="govuk-heading-m" id="both-heading">
        {isOlder(ask, draft) ? say.bothTitle : say.leftTitle}
      </h2>
      <p class="govuk-body">
        {!isOlder(ask, draft) ? say.leftWords : isInTheAir(draft) ? say.bothOut(changedBy) : say.bothWords(changedBy)}
      </p>
      {draft.state === 'submitted' && !isInTheAir(draft) ? (
        <Govuk.WarningText iconFallbackText="Warning" text={say.bothSubmitted} />
      ) : null}
      {parts.map((_, i) => (
        <>
          {parts.length > 1 ? <h3 class="govuk-heading-s">{say.textOf(i + 1)}</h3> : null}
          <Both
            saved={draft.parts[i]?.text ?? ''}
            yours={typed(ask, `text-${i}`).trim()}
            by={changedBy}
            draft={draft}
          />
        </>
      ))}
      {rest.length > 0 ? (
        <>
          <h3 class="govuk-heading-s">{say.bothRest}</h3>
          <ul class="govuk-list govuk-list--bullet">
            {rest.map(([what, saved, yours]) => (
              <li>
                {what}: {say.bothRow(saved || say.notChosen, yours || say.notChosen)}
              </li>
            ))}
          </ul>
        </>
      ) : null}
      {isPictureGone(draft, ask) ? <p class="govuk-body">{say.pictureStaysOut}</p> : null}
      <p class="govuk-body">
        <a class="govuk-link" href={draftHref(draft.id)}>
          {say.bothLeave}
        </a>
      </p>
    </section>
  );
}

interface Piece {
  readonly words: string;
  readonly isOnlyHere: boolean;
}

function Both({ saved, yours, by, draft }: { saved: string; yours: string; by: string; draft: Draft }) {
  const { before, after } = compared(saved, yours);
  return (
    <>
      <div class="fw-compare__sides">
        <Side title={say.bothSaved(by)} pieces={before} lang={draft.lang} />
        <Side title={say.bothYours} pieces={after} lang={draft.lang} />
      </div>
      {saved === yours ? (
        <p class="govuk-body">{say.bothSame}</p>
      ) : (
        <ul class="govuk-list govuk-list--bullet">
          <Only title={say.onlySaved} pieces={before} />
          <Only title={say.onlyYours} pieces={after} />
        </ul>
      )}
    </>
  );
}

function Side({ title, pieces, lang }: { title: string; pieces: readonly Piece[]; lang: string }) {
  return (
    <div class="fw-compare__side">
      <p class="govuk-body-s">
        <strong>{title}</strong>
      </p>
      {pieces.length === 0 ? (
        <p class="govuk-body">{say.bothNothing}</p>
      ) : (
        <p class="govuk-body fw-diff" lang={lang} dir="auto">
          {pieces.map(({ words, isOnlyHere }) =>
            isOnlyHere ? (
              <ins class="fw-diff__new">
                <span class="govuk-visually-hidden">{say.onlyHere}</span>
                {words}
                <span class="govuk-visually-hidden">{say.onlyHereEnd}</span>
              </ins>
            ) : (
              words
            ),
          )}
        </p>
      )}
    </div>
  );
}

function Only({ title, pieces }: { title: string; pieces: readonly Piece[] }) {
  const only = pieces.filter((piece) => piece.isOnlyHere && piece.words.trim() !== '');
  if (only.length === 0) return null;
  return (
    <li class="fw-break">
      {title} {only.map((piece) => `“${piece.words.trim()}”`).join(', ')}
    </li>
  );
}

/** More steps than this and the whole text counts as another. */
const mostSteps = 2_000;

function compared(
  saved: string,
  yours: string,
): { readonly before: readonly Piece[]; readonly after: readonly Piece[] } {
  const parts = diffWordsWithSpace(saved, yours, { maxEditLength: mostSteps }) ?? [
    { value: saved, added: false, removed: true },
    { value: yours, added: true, removed: false },
  ];
  const side = (other: 'added' | 'removed') =>
    parts
      .filter((part) => !part[other] && part.value !== '')
      .map((part) => ({ words: part.value, isOnlyHere: part.added || part.removed }));
  return { before: side('added'), after: side('removed') };
}

type Row = readonly [string, string, string];

/** Each with its name, as saved and as sent. */
function whatElseDiffers({ draft, accounts, line, kept, ask }: LoadedDraft & { ask: Ask }): readonly Row[] {
  const named = (ids: readonly string[]) =>
    accounts
      .filter((account) => ids.includes(account.id))
      .map((account) => `@${account.handle}`)
      .join(', ');
  const kindOf = (kind: string) => kindWording[kind as Draft['kind']]?.name ?? kind;
  const consents = (names: readonly string[], becauses: readonly string[]) =>
    names.flatMap((name, i) => (name.trim() ? `${name.trim()} (${(becauses[i] ?? '').trim()})` : [])).join(', ');
  const lineOf = (one: LiveLine | null) => (one ? `${one.title} (${one.version.text})` : '');
  const rows: readonly Row[] = [
    [say.accounts, named(draft.targets.map((target) => target.accountId)), named(typedList(ask, 'accounts'))],
    [say.line, lineOf(line), ask.tried?.act === 'no-line' ? '' : lineOf(kept.line)],
    [say.purpose, draft.purpose, typed(ask, 'purpose').trim()],
    [say.kind, kindOf(draft.kind), draft.corrects ? kindOf(draft.kind) : kindOf(typed(ask, 'kind'))],
    [say.lang, langWording[draft.lang] ?? draft.lang, langWording[typed(ask, 'lang')] ?? typed(ask, 'lang')],
    [say.startsAt, writeMoment(draft.startsAt).replace('T', ' '), typed(ask, 'startsAt').replace('T', ' ')],
    [say.endsAt, writeMoment(draft.endsAt).replace('T', ' '), typed(ask, 'endsAt').replace('T', ' ')],
    [
      say.consentTitle,
      consents(
        draft.consents.map((one) => one.name),
        draft.consents.map((one) => one.because),
      ),
      consents(typedList(ask, 'consent-name'), typedList(ask, 'consent-because')),
    ],
  ];
  const all = [
    ...partsOf(draft, ask).flatMap((_, i) => picturesThatDiffer(draft, kept.images[i] ?? [], i, ask)),
    ...rows,
  ];
  return all.filter(([, saved, yours]) => saved !== yours);
}

/** Which stand on one side alone, and what is said of those that stand on both. */
function picturesThatDiffer(draft: Draft, kept: readonly Shown[], part: number, ask: Ask): readonly Row[] {
  const saved = draft.parts[part]?.images ?? [];
  const held = typedList(ask, `held-${part}`);
  const own = kept.filter((image) => !saved.some((one) => one.hash === image.hash));
  const hashes = new Set([...saved, ...own].map((image) => image.hash).concat(held));
  return [...hashes].flatMap((hash): readonly Row[] => {
    const field = (what: string, or = '') => typed(ask, pictureField(what, part, hash), or).trim();
    const before = saved.find((image) => image.hash === hash);
    const mine = own.find((image) => image.hash === hash);
    const isMine = mine !== undefined || (held.includes(hash) && field('drop') !== 'yes');
    const name = say.pictureNamed(before?.alt || mine?.alt || field('alt'));
    if (!before || !isMine)
      return [[name, before ? say.isThere : say.isNotThere, isMine ? say.isThere : say.isNotThere]];
    return [
      [say.altOf(name), before.alt, field('alt', before.alt)],
      [say.captionOf(name), before.caption, field('caption', before.caption)],
    ];
  });
}

/** The other took out a picture that stood in the draft when this writer opened it. */
const isPictureGone = (draft: Draft, ask: Ask): boolean =>
  partsOf(draft, ask).some((_, part) =>
    typedList(ask, `held-${part}`).some((hash) => !draft.parts[part]?.images.some((image) => image.hash === hash)),
  );
