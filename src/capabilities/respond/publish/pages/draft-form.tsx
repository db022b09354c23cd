/** The form of a draft: the thread, its pictures, which account says it, when, and why. */
import { Govuk } from '#components';
import { type Ask, typed, typedList, wrong } from '#web';
import type { Shown } from '../bytes.ts';
import type { Account, Answerable, Wish } from '../door.ts';
import { kindWording, langWording, pageWording as say } from '../drafts-wording.ts';
import { writeMoment } from './moments.ts';
import { networkName } from './preview.tsx';
import { pictureField } from './wish-input.ts';

export interface FieldsProps {
  readonly ask: Ask;
  readonly wish: Wish;
  readonly accounts: readonly Account[];
}

/** Those with which this person may write, and those that are chosen already. */
export function choosable(accounts: readonly Account[], wish: Pick<Wish, 'targets'>, ask: Ask): readonly Account[] {
  return accounts.filter(
    (account) =>
      account.state !== 'closed' &&
      (wish.targets.some((target) => target.accountId === account.id) ||
        account.rights.some(
          (right) => right.personId === ask.asker.id && right.act === 'draft' && right.confirmedBy !== null,
        )),
  );
}

/** With all parts and pictures of a form that was not saved, beside those of the saved draft. */
export function Thread({ ask, wish, kept = [] }: FieldsProps & { kept?: readonly (readonly Shown[])[] }) {
  const count = Math.max(wish.parts.length, kept.length, 1);
  const parts = Array.from({ length: count }, (_, i) => {
    const { text = '', images = [] } = wish.parts[i] ?? {};
    const more = (kept[i] ?? []).filter((image) => !images.some((saved) => saved.hash === image.hash));
    return { text, images, more };
  });
  return (
    <>
      <input type="hidden" name="parts" value={parts.length} />
      {parts.map((part, i) => (
        <>
          <Govuk.Textarea
            name={`text-${i}`}
            id={`text-${i}`}
            rows={6}
            label={{
              text: parts.length === 1 ? say.text : say.textOf(i + 1),
              classes: 'govuk-label--m',
            }}
            {...(i === 0 ? { hint: { text: say.textHint } } : {})}
            value={typed(ask, `text-${i}`, part.text)}
            errorMessage={wrong(ask, `text-${i}`)}
            spellcheck
          />
          {part.images.map((image) => (
            <Picture ask={ask} part={i} image={image} holds="held" />
          ))}
          {part.more.map((image) => (
            <Picture ask={ask} part={i} image={image} holds="own" />
          ))}
          <details class="govuk-details" open={wrong(ask, `picture-${i}`) !== undefined}>
            <summary class="govuk-details__summary">
              <span class="govuk-details__summary-text">
                {say.picture}
                {parts.length > 1 ? ` (${i + 1})` : ''}
              </span>
            </summary>
            <div class="govuk-details__text">
              <Govuk.FileUpload
                name={`picture-${i}`}
                id={`picture-${i}`}
                label={{ text: say.picture }}
                hint={{ text: say.pictureHint }}
                errorMessage={wrong(ask, `picture-${i}`)}
              />
              <Govuk.Input
                name={`new-alt-${i}`}
                id={`new-alt-${i}`}
                label={{ text: say.newAlt }}
                hint={{ text: say.newAltHint }}
                value={typed(ask, `new-alt-${i}`)}
              />
              <Govuk.Input
                name={`new-caption-${i}`}
                id={`new-caption-${i}`}
                label={{ text: say.newCaption }}
                value={typed(ask, `new-caption-${i}`)}
              />
            </div>
          </details>
        </>
      ))}
    </>
  );
}

interface PictureProps {
  readonly ask: Ask;
  readonly part: number;
  readonly image: Shown;
  /** `held`: it stands in the saved draft. `own`: it came with this form, and nothing else holds it. */
  readonly holds: 'held' | 'own';
}

function Picture({ ask, part, image, holds }: PictureProps) {
  const [alt, caption, drop] = ['alt', 'caption', 'drop'].map((what) => pictureField(what, part, image.hash));
  return (
    <div class="fw-as-is fw-as-is__picture">
      <input type="hidden" name={`${holds}-${part}`} value={image.hash} />
      {image.mime.startsWith('image/') ? (
        <img src={`/respond/drafts/pictures/${image.hash}`} alt={image.alt || say.pictureSrc} />
      ) : (
        <a class="govuk-link" href={`/respond/drafts/pictures/${image.hash}`}>
          {say.film}
        </a>
      )}
      <Govuk.Input
        name={alt!}
        id={alt!}
        label={{ text: say.alt }}
        hint={{ text: say.newAltHint }}
        value={typed(ask, alt!, image.alt)}
      />
      {image.mime.startsWith('video/') ? (
        <Govuk.Textarea
          name={caption!}
          id={caption!}
          rows={3}
          label={{ text: say.caption }}
          value={typed(ask, caption!, image.caption)}
        />
      ) : null}
      <Govuk.Checkboxes
        name={drop!}
        idPrefix={drop!}
        classes="govuk-checkboxes--small"
        values={[...typedList(ask, drop!)]}
        items={[{ value: 'yes', text: say.dropPicture }]}
      />
    </div>
  );
}

export function About({ ask, wish, accounts }: FieldsProps) {
  const chosen = wish.targets.map((target) => target.accountId);
  const answered = wish.targets.filter((target) => target.replyTo !== null).length;
  const isAnswer = answered === 1 || Boolean(ask.query.replyTo);
  const items = choosable(accounts, wish, ask).map((account) => ({
    value: account.id,
    text: `@${account.handle} (${networkName(account.network)})`,
  }));
  const values = typedList(ask, 'accounts', chosen);
  const which = {
    name: 'accounts',
    idPrefix: 'accounts',
    errorMessage: wrong(ask, 'accounts'),
    fieldset: { legend: { text: say.accounts, classes: 'govuk-fieldset__legend--s' } },
    items,
  };
  const langs = langWording[wish.lang] ? langWording : { ...langWording, [wish.lang]: wish.lang };
  return (
    <>
      {items.length === 0 ? (
        <Govuk.InsetText text={say.noRights} />
      ) : isAnswer ? (
        <Govuk.Radios
          {...which}
          classes="govuk-radios--small"
          hint={{ text: `${say.accountsReply} ${say.accountsWords}` }}
          value={values[0] ?? ''}
        />
      ) : (
        <Govuk.Checkboxes
          {...which}
          classes="govuk-checkboxes--small"
          hint={{ text: answered > 1 ? `${say.accountsReplies} ${say.accountsWords}` : say.accountsWords }}
          values={[...values]}
        />
      )}
      <Govuk.Input
        name="purpose"
        id="purpose"
        label={{ text: say.purpose, classes: 'govuk-label--s' }}
        hint={{ text: say.purposeHint }}
        value={typed(ask, 'purpose', wish.purpose)}
        errorMessage={wrong(ask, 'purpose')}
      />
      {wish.corrects ? null : (
        <Govuk.Radios
          name="kind"
          idPrefix="kind"
          classes="govuk-radios--small"
          value={typed(ask, 'kind', wish.kind)}
          fieldset={{ legend: { text: say.kind, classes: 'govuk-fieldset__legend--s' } }}
          items={Object.entries(kindWording).map(([value, { name, hint }]) => ({
            value,
            text: name,
            hint: { text: hint },
          }))}
        />
      )}
      <Govuk.Select
        name="lang"
        id="lang"
        label={{ text: say.lang, classes: 'govuk-label--s' }}
        value={typed(ask, 'lang', wish.lang)}
        errorMessage={wrong(ask, 'lang')}
        items={Object.entries(langs).map(([value, text]) => ({ value, text }))}
      />
      {(['startsAt', 'endsAt'] as const).map((field) => (
        <Govuk.Input
          name={field}
          id={field}
          type="datetime-local"
          classes="govuk-input--width-20"
          label={{ text: say[field], classes: 'govuk-label--s' }}
          hint={{ text: say[`${field}Hint`] }}
          value={typed(ask, field, writeMoment(wish[field]))}
          errorMessage={wrong(ask, field)}
        />
      ))}
      <Consents ask={ask} wish={wish} />
    </>
  );
}

/** Which posts of its incident a new answer answers; nothing where there are none. */
export function WhichPosts({ ask, posts }: { ask: Ask; posts: readonly Answerable[] }) {
  if (posts.length === 0) return null;
  return (
    <Govuk.Checkboxes
      name="answers"
      idPrefix="answers"
      classes="govuk-checkboxes--small"
      fieldset={{ legend: { text: say.whichPosts, classes: 'govuk-fieldset__legend--m' } }}
      hint={{ text: say.whichPostsHint }}
      errorMessage={wrong(ask, 'answers')}
      values={[...typedList(ask, 'answers')]}
      items={posts.map((post) => ({
        value: post.address,
        text: networkName(post.network),
        hint: { html: <Quoted post={post} /> },
      }))}
    />
  );
}

const longest = 280;
const Quoted = ({ post: { text, lang } }: { post: Answerable }) => (
  <span lang={lang ?? undefined} dir="auto">
    {text.length > longest ? `${text.slice(0, longest)} …` : text}
  </span>
);

function Consents({ ask, wish }: Pick<FieldsProps, 'ask' | 'wish'>) {
  const names = typedList(ask, 'consent-name', [...wish.consents.map((one) => one.name), '']);
  const becauses = typedList(ask, 'consent-because', [...wish.consents.map((one) => one.because), '']);
  return (
    <details class="govuk-details" open={wish.consents.length > 0}>
      <summary class="govuk-details__summary">
        <span class="govuk-details__summary-text">{say.consentTitle}</span>
      </summary>
      <div class="govuk-details__text">
        {names.map((name, i) => (
          <>
            <Govuk.Input name="consent-name" id={`consent-name-${i}`} label={{ text: say.consentName }} value={name} />
            <Govuk.Input
              name="consent-because"
              id={`consent-because-${i}`}
              label={{ text: say.consentBecause }}
              value={becauses[i] ?? ''}
            />
          </>
        ))}
      </div>
    </details>
  );
}
