/** The forms on an item: take it, answer it, do not reply, hand it over, and what is rarer. */
import { fullTime, Govuk, ReasonFields } from '#components';
import { type Ask, Form, typed, wrong } from '#web';
import { handedToChoices, isInformationRequest, mayNeverBeAnswered, noReplyChoices, wantsHuman } from '../acts.ts';
import { choiceWording, pageWording as say, teamWording } from '../page-wording.ts';
import type { LoadedItem } from './item.tsx';
import { isStale } from './parts.tsx';

type Props = LoadedItem & { readonly ask: Ask };

export function ItemActs(props: Props) {
  const { item, ask } = props;
  if (item.decidedAt)
    return item.state === 'answered' ? null : (
      <WordsForm ask={ask} act="reopen" field="why-reopen" title={say.reopen} button={say.reopen} />
    );
  const isMine = item.claimedBy === ask.asker.id;
  const isFree = item.claimedBy === null;
  return (
    <>
      <Claim {...props} />
      {isMine || isFree ? <Answer {...props} isMine={isMine} /> : null}
      {(isMine || isFree) && !isInformationRequest(item) ? <NoReply {...props} /> : null}
      {isMine || isFree ? <HandTo {...props} /> : null}
      <More {...props} isMine={isMine} isFree={isFree} />
    </>
  );
}

function Claim({ item, names, ask }: Props) {
  const holder = item.claimedBy ? (names.get(item.claimedBy) ?? say.somebody) : '';
  if (item.claimedBy === null)
    return (
      <Form ask={ask} act="claim" class="fw-act">
        <Govuk.Button text={say.claim} attributes={{ 'data-key': 'c', 'data-key-does': say.claim }} />
      </Form>
    );
  if (item.claimedBy === ask.asker.id)
    return (
      <Form ask={ask} act="release" class="fw-act">
        <Govuk.Button
          text={say.release}
          classes="govuk-button--secondary"
          attributes={{ 'data-key': 'c', 'data-key-does': say.release }}
        />
      </Form>
    );
  if (!isStale(item, ask.now)) return <Govuk.InsetText text={say.takenBy(holder)} />;
  return (
    <Form ask={ask} act="take-over" class="fw-act">
      <p class="govuk-body">{say.idle(holder, fullTime(item.claimedAt ?? item.receivedAt))}</p>
      <Govuk.Button text={say.takeOver} attributes={{ 'data-key': 'c', 'data-key-does': say.takeOver }} />
    </Form>
  );
}

function Answer({ item, accounts, ask, isMine }: Props & { isMine: boolean }) {
  return (
    <section class="fw-panel" id="answer" aria-labelledby="answer-heading">
      <h2 class="govuk-heading-m" id="answer-heading">
        {say.answerTitle}
      </h2>
      {mayNeverBeAnswered(item) ? (
        <p class="govuk-body">{say.cannotAnswer}</p>
      ) : accounts.length === 0 ? (
        <p class="govuk-body">{say.noAccountHere}</p>
      ) : !isMine ? (
        <p class="govuk-body">{say.takeToAnswer}</p>
      ) : (
        <Form ask={ask} act="answer">
          {item.answerBegunAt ? <p class="govuk-body">{say.begun(fullTime(item.answerBegunAt))}</p> : null}
          <Govuk.Select
            name="account"
            id="account"
            label={{ text: say.answerWhere }}
            hint={{ text: say.answerHint }}
            value={typed(ask, 'account', item.accountId ?? '')}
            errorMessage={wrong(ask, 'account')}
            items={[
              { value: '', text: say.chooseAccount },
              ...accounts.map((account) => ({ value: account.id, text: `@${account.handle}` })),
            ]}
          />
          {wantsHuman(item) ? (
            <Govuk.Checkboxes
              name="human"
              idPrefix="human"
              classes="govuk-checkboxes--small"
              items={[{ value: 'yes', text: say.human }]}
            />
          ) : null}
          <Govuk.Button
            text={item.answerBegunAt ? say.toDrafts : say.answer}
            attributes={{ 'data-key': 'e', 'data-key-does': say.answer }}
          />
        </Form>
      )}
    </section>
  );
}

function NoReply({ ask }: Props) {
  return (
    <section class="fw-panel" id="no-reply" aria-labelledby="no-reply-heading">
      <h2 class="govuk-heading-m" id="no-reply-heading">
        {say.noReplyTitle}
      </h2>
      <Form ask={ask} act="no-reply">
        <Govuk.Radios
          name="choice"
          idPrefix="choice"
          classes="govuk-radios--small"
          value={typed(ask, 'choice')}
          errorMessage={wrong(ask, 'choice')}
          fieldset={{ legend: { text: say.noReplyLegend, classes: 'govuk-fieldset__legend--s' } }}
          items={noReplyChoices.map((value) => ({
            value,
            text: choiceWording[value].name,
            hint: { text: choiceWording[value].hint },
          }))}
        />
        <ReasonFields
          name="why-no-reply"
          label={say.why}
          hint={say.noReplyHint}
          value={typed(ask, 'why-no-reply')}
          errorMessage={wrong(ask, 'why-no-reply')}
          shortcut={{ key: 's', does: say.noReply }}
          buttons={[{ text: say.noReply, kind: 'secondary' }]}
        />
      </Form>
    </section>
  );
}

function HandTo({ item, ask }: Props) {
  return (
    <section class="fw-panel" id="hand-over" aria-labelledby="hand-over-heading">
      <h2 class="govuk-heading-m" id="hand-over-heading">
        {say.handOver}
      </h2>
      <Form ask={ask} act="hand-to">
        <Govuk.Select
          name="team"
          id="team"
          label={{ text: say.handOverLegend }}
          value={typed(ask, 'team', isInformationRequest(item) ? 'foi' : '')}
          errorMessage={wrong(ask, 'team')}
          items={[
            { value: '', text: say.chooseTeam },
            ...handedToChoices.map((value) => ({ value, text: teamWording[value] })),
          ]}
        />
        <ReasonFields
          name="why-hand-over"
          label={say.why}
          value={typed(ask, 'why-hand-over')}
          errorMessage={wrong(ask, 'why-hand-over')}
          buttons={[{ text: say.handOver, kind: 'secondary' }]}
        />
      </Form>
    </section>
  );
}

function More({ colleagues, incidents, item, ask, isMine, isFree }: Props & { isMine: boolean; isFree: boolean }) {
  const isTried = ask.tried !== null && ask.tried.act !== 'no-reply' && ask.tried.act !== 'hand-to';
  return (
    <details class="govuk-details" open={isTried && ask.tried?.act !== 'answer'}>
      <summary class="govuk-details__summary">
        <span class="govuk-details__summary-text">{say.more}</span>
      </summary>
      <div class="govuk-details__text">
        <WordsForm ask={ask} act="note" field="note" title={say.note} hint={say.noteHint} button={say.addNote} />
        {isMine || isFree || isStale(item, ask.now) ? (
          <Form ask={ask} act="assign">
            <Govuk.Select
              name="person"
              id="person"
              label={{ text: say.assignTo }}
              errorMessage={wrong(ask, 'person')}
              items={[
                { value: '', text: say.choosePerson },
                ...colleagues.map((person) => ({ value: person.id, text: person.name })),
              ]}
            />
            <Govuk.Button text={say.assign} classes="govuk-button--secondary" />
          </Form>
        ) : null}
        {incidents.length > 0 ? (
          <Form ask={ask} act="link">
            <Govuk.Select
              name="incident"
              id="incident"
              label={{ text: say.linkTo }}
              value={item.incidentId ?? ask.query.incident ?? ''}
              errorMessage={wrong(ask, 'incident')}
              items={[
                { value: '', text: say.chooseIncident },
                ...incidents.map((incident) => ({ value: incident.id, text: incident.title })),
              ]}
            />
            <Govuk.Button text={say.link} classes="govuk-button--secondary" />
          </Form>
        ) : null}
        <WordsForm
          ask={ask}
          act="lock-guardian"
          field="why-guardian"
          title={say.lockGuardian}
          hint={say.lockGuardianHint}
          button={say.lockGuardian}
        />
        <WordsForm
          ask={ask}
          act="lock-care"
          field="why-care"
          title={say.lockCare}
          hint={say.lockCareHint}
          button={say.lockCare}
        />
      </div>
    </details>
  );
}

function WordsForm({
  ask,
  act,
  field,
  title,
  hint,
  button,
}: {
  ask: Ask;
  act: string;
  field: string;
  title: string;
  hint?: string;
  button: string;
}) {
  return (
    <Form ask={ask} act={act}>
      <ReasonFields
        name={field}
        label={field === 'note' ? title : `${title}. ${say.why}`}
        isHeading
        hint={hint}
        value={typed(ask, field)}
        errorMessage={wrong(ask, field)}
        buttons={[{ text: button, kind: 'secondary' }]}
      />
    </Form>
  );
}
