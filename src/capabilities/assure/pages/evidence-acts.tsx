/** What may be done with a piece of evidence: open it together, export it, hold it. */
import { fullDay, fullTime, Govuk } from '#components';
import { type Ask, Form, typed, wrong } from '#web';
import { may } from '../../../people/roles.ts';
import type { Evidence, EvidenceItem, Recipient } from '../evidence-door.ts';
import { recipientWords, pageWording as say } from '../wording.ts';
import { DayFields } from './day.tsx';

export type Names = ReadonlyMap<string, string>;
export const recipients = Object.keys(recipientWords) as readonly Recipient[];

/** While it is tried, and when there was nothing to keep. */
export function Unfinished({ item: { evidence }, ask }: { item: EvidenceItem; ask: Ask }) {
  if (evidence.state === 'waiting')
    return evidence.notes.length > 0 ? <Govuk.InsetText text={say.waitingWords} /> : null;
  if (evidence.state !== 'failed' || !may(ask.asker.roles, 'capture-evidence')) return null;
  return (
    <>
      <h2 class="govuk-heading-m">{say.againTitle}</h2>
      <p class="govuk-body">{say.againWords}</p>
      <Form ask={ask} act="again">
        <Govuk.Button text={say.againButton} preventDoubleClick={true} />
      </Form>
    </>
  );
}

export function Together({ item, names, ask }: { item: EvidenceItem; names: Names; ask: Ask }) {
  const asked = item.openings.filter((one) => one.confirmedBy === null);
  const until = item.openings.find((one) => one.endsAt && one.endsAt > ask.now)?.endsAt;
  return (
    <>
      <h2 class="govuk-heading-m">{say.openTitle}</h2>
      {item.isOpen && until ? <p class="govuk-body">{say.openUntil(fullTime(until))}</p> : null}
      {asked.map((one) => (
        <div class="govuk-inset-text">
          <p class="govuk-body">
            {say.askedBy(names.get(one.askedBy) ?? say.somebody, fullTime(one.askedAt), one.why)}
          </p>
          {one.askedBy === ask.asker.id ? (
            <p class="govuk-body">{say.yourOwn}</p>
          ) : (
            <Form ask={ask} act="confirm">
              <input type="hidden" name="opening" value={one.id} />
              <Govuk.Button text={say.confirmButton} />
            </Form>
          )}
        </div>
      ))}
      {item.isOpen ? null : (
        <Form ask={ask} act="open">
          <Why ask={ask} name="openWhy" />
          <Govuk.Button text={say.askButton} classes="govuk-button--secondary" />
        </Form>
      )}
    </>
  );
}

export function Export({ item, ask }: { item: EvidenceItem; ask: Ask }) {
  const offered = recipients.filter((one) => one !== 'inside' || !item.evidence.isProtected);
  return (
    <>
      <h2 class="govuk-heading-m">{say.exportTitle}</h2>
      <Form ask={ask} act="export">
        <Govuk.Radios
          name="to"
          idPrefix="to"
          classes="govuk-radios--small"
          value={typed(ask, 'to', offered[0])}
          fieldset={{ legend: { text: say.exportTo, classes: 'govuk-fieldset__legend--s' } }}
          items={offered.map((one) => ({ value: one, text: recipientWords[one] }))}
        />
        <Why ask={ask} name="exportWhy" />
        <Govuk.Button text={say.exportButton} classes="govuk-button--secondary" />
      </Form>
    </>
  );
}

export const heldWords = ({ by, reviewOn }: NonNullable<Evidence['hold']>, names: Names) =>
  say.held(names.get(by) ?? say.somebody, fullDay(new Date(reviewOn)));

export function Hold({ item, names, ask }: { item: EvidenceItem; names: Names; ask: Ask }) {
  const { hold } = item.evidence;
  return (
    <>
      <h2 class="govuk-heading-m">{say.holdTitle}</h2>
      <p class="govuk-body">{hold ? heldWords(hold, names) : say.holdWords}</p>
      <Form ask={ask} act={hold ? 'release' : 'hold'}>
        <Why ask={ask} name="holdWhy" />
        {hold ? null : <DayFields ask={ask} name="reviewOn" label={say.reviewOn} />}
        <Govuk.Button text={hold ? say.releaseButton : say.holdButton} classes="govuk-button--secondary" />
      </Form>
    </>
  );
}

function Why({ ask, name }: { ask: Ask; name: string }) {
  return (
    <Govuk.Input
      name={name}
      id={name}
      label={{ text: say.why }}
      hint={{ text: say.whyHint }}
      value={typed(ask, name)}
      errorMessage={wrong(ask, name)}
    />
  );
}
