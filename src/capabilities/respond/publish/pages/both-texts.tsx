/** Two wrote one draft at the same time, or it left while one wrote: what is saved beside what was not, and in words what differs. */
import { diffWordsWithSpace } from 'diff';
import { Govuk } from '#components';
import { type Ask, typed, typedList } from '#web';
import type { Account, Draft } from '../door.ts';
import { kindWording, langWording, pageWording as say } from '../drafts-wording.ts';
import type { LoadedDraft } from './draft.tsx';
import { draftHref, isInTheAir } from './draft-parts.tsx';
import { writeMoment } from './moments.ts';

/** The form of the draft was sent, and not another of the page. */
export const wasSent = (ask: Ask): boolean => typed(ask, 'revision') !== '';

/** What was sent was written from an older revision than the saved one. */
export const isOlder = (ask: Ask, draft: Draft): boolean =>
  !['', String(draft.revision)].includes(typed(ask, 'revision'));

export function BothTexts({ draft, accounts, changedBy, ask }: LoadedDraft & { ask: Ask }) {
  const count = Math.max(draft.parts.length, Number.parseInt(typed(ask, 'parts'), 10) || 1);
  const rest = whatElseDiffers(draft, accounts, ask);
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
      {Array.from({ length: Math.min(count, 10) }, (_, i) => (
        <>
          {count > 1 ? <h3 class="govuk-heading-s">{say.textOf(i + 1)}</h3> : null}
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

/** Each with its name, as saved and as sent. */
function whatElseDiffers(
  draft: Draft,
  accounts: readonly Account[],
  ask: Ask,
): readonly (readonly [string, string, string])[] {
  const named = (ids: readonly string[]) =>
    accounts
      .filter((account) => ids.includes(account.id))
      .map((account) => `@${account.handle}`)
      .join(', ');
  const kindOf = (kind: string) => kindWording[kind as Draft['kind']]?.name ?? kind;
  const consents = (names: readonly string[], becauses: readonly string[]) =>
    names.flatMap((name, i) => (name.trim() ? `${name.trim()} (${(becauses[i] ?? '').trim()})` : [])).join(', ');
  const rows: readonly (readonly [string, string, string])[] = [
    [say.accounts, named(draft.targets.map((target) => target.accountId)), named(typedList(ask, 'accounts'))],
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
  return rows.filter(([, saved, yours]) => saved !== yours);
}
