/** Somebody gave the draft up. Whoever was still writing in it keeps their words, and can go on with them in a new one. */
import { Govuk } from '#components';
import { type Ask, Form, typed } from '#web';
import { pageWording as say } from '../drafts-wording.ts';
import { wasSent } from './both-texts.tsx';
import type { LoadedDraft } from './draft.tsx';
import { About, Thread } from './draft-form.tsx';
import { postHref } from './draft-parts.tsx';

type Props = LoadedDraft & { readonly ask: Ask };

export function Gone(props: Props) {
  return (
    <>
      <p class="govuk-body">{say.goneWords}</p>
      {!wasSent(props.ask) ? null : props.draft.corrects ? <ToCopy {...props} /> : <AsNew {...props} />}
    </>
  );
}

function AsNew({ draft, accounts, kept, ask }: Props) {
  const query = new URLSearchParams();
  const answered = [...new Set(draft.targets.flatMap((target) => target.replyTo ?? []))];
  if (draft.incidentId) query.set('incident', draft.incidentId);
  if (draft.itemId) query.set('item', draft.itemId);
  if (answered.length === 1) query.set('replyTo', answered[0]!);
  const line = typed(ask, 'line');
  return (
    <>
      <p class="govuk-body">{say.goneYours}</p>
      <Form ask={ask} act="begin" to={`/respond/drafts/new?${query}`} hasFiles>
        {line ? <input type="hidden" name="line" value={line} /> : null}
        <Thread ask={ask} wish={{ ...draft, parts: [] }} accounts={accounts} kept={kept.images} />
        <About ask={ask} wish={draft} accounts={accounts} />
        <Govuk.Button text={say.goneBegin} />
      </Form>
    </>
  );
}

/** A correction begins at the post that it puts right. */
function ToCopy({ draft, kept, ask }: Props) {
  return (
    <>
      <p class="govuk-body">
        {say.goneCorrection}{' '}
        <a class="govuk-link" href={postHref(draft.corrects!)}>
          {say.correct}
        </a>
      </p>
      {kept.images.map((_, i) => (
        <p class="fw-as-is__text" lang={draft.lang} dir="auto">
          {typed(ask, `text-${i}`)}
        </p>
      ))}
    </>
  );
}
