/** One alert as it is read at night: what it is, how long is left, the button; who was told stands folded below. */
import { Clock, clockTime, fullTime, Govuk, nearTime, SeverityTag, shortTime } from '#components';
import { type Ask, Form } from '#web';
import { may } from '../../../people/roles.ts';
import type { DeskAlert, OwedDelivery } from '../alert-door.ts';
import { caseNumber } from '../alert-store.ts';
import { channelWording, pagedName, alertWording as say } from '../alert-wording.ts';
import type { Delivery } from '../door.ts';
import { codeName } from './parts.tsx';

export interface AlertLineProps {
  readonly alert: DeskAlert;
  readonly ask: Ask;
  /** Person's id to name. */
  readonly names: ReadonlyMap<string, string>;
}

/** Waits for somebody. */
export function OpenAlert({ alert, ask, names }: AlertLineProps) {
  return (
    <article class="fw-panel fw-alert" id={`alert-${alert.id}`} aria-labelledby={`what-${alert.id}`}>
      <What alert={alert} />
      <p class="govuk-body-s fw-apart fw-alert__facts">
        {alert.acknowledgeBy ? <Clock due={alert.acknowledgeBy} now={ask.now} label={say.acknowledgeBy} /> : null}
        <span>{say.raisedAt(fullTime(alert.raisedAt))}</span>
        {alert.signalId ? <span>{say.caseIs(caseNumber(alert.signalId))}</span> : null}
      </p>
      {alert.nextRungAt ? <p class="govuk-body-s">{say.nextRung(nearTime(alert.nextRungAt, ask.now))}</p> : null}
      {!alert.nextRungAt && alert.rungs.length > 0 ? <p class="govuk-body-s">{say.lastRung}</p> : null}
      {may(ask.asker.roles, 'own-alert-rules') ? (
        <Form ask={ask} act="acknowledge" label={say.acknowledgeWhat(whichOf(alert))}>
          <input type="hidden" name="alert" value={alert.id} />
          <Govuk.Button text={say.acknowledge} attributes={{ 'aria-label': say.acknowledgeWhat(whichOf(alert)) }} />
        </Form>
      ) : null}
      <Told alert={alert} names={names} />
    </article>
  );
}

/** Needs nobody any more: as short as it can be. */
export function DealtAlert({ alert, names }: Omit<AlertLineProps, 'ask'>) {
  return (
    <li class="fw-alert fw-alert--dealt" id={`alert-${alert.id}`}>
      <What alert={alert} />
      <p class="govuk-body-s fw-alert__facts">
        {alert.acknowledgedAt
          ? say.acknowledgedBy(names.get(alert.acknowledgedBy ?? '') ?? say.somebody, fullTime(alert.acknowledgedAt))
          : alert.kind === 'test'
            ? say.raisedAt(fullTime(alert.raisedAt))
            : `${say.raisedAt(fullTime(alert.raisedAt))}. ${say.closedWithout}`}
      </p>
      <Told alert={alert} names={names} />
    </li>
  );
}

function nameOf(alert: DeskAlert): string {
  if (alert.lockedTo) return say.locked;
  if (alert.kind === 'paged') return pagedName(alert.code);
  return alert.kind === 'signal' ? codeName(alert.code ?? '') : say.kinds[alert.kind];
}

/** For those who hear the page: several may have one name. */
function whichOf(alert: DeskAlert): string {
  return `${nameOf(alert)}, ${alert.signalId ? say.caseIs(caseNumber(alert.signalId)) : clockTime(alert.raisedAt)}`;
}

function What({ alert }: { alert: DeskAlert }) {
  const href = alert.signalId
    ? `/watch/signals/${alert.signalId}`
    : alert.sourceId
      ? `/watch/sources/${alert.sourceId}`
      : alert.href;
  return (
    <h3 class="govuk-heading-s fw-alert__what" id={`what-${alert.id}`}>
      {alert.kind === 'test' ? null : <SeverityTag severity={alert.severity} />}{' '}
      {href ? (
        <a class="govuk-link" href={href}>
          {nameOf(alert)}
        </a>
      ) : (
        nameOf(alert)
      )}
    </h3>
  );
}

function Told({ alert, names }: Omit<AlertLineProps, 'ask'>) {
  if (alert.rungs.length === 0 && alert.deliveries.length === 0) return null;
  return (
    <details class="govuk-details fw-alert__told" id={`told-${alert.id}`}>
      <summary class="govuk-details__summary">
        <span class="govuk-details__summary-text">
          {say.whoWasTold(alert.deliveries.length)}
          <span class="govuk-visually-hidden">: {nameOf(alert)}</span>
        </span>
      </summary>
      <div class="govuk-details__text">
        {alert.rungs.length > 0 ? (
          <ol class="govuk-list govuk-list--number govuk-body-s" aria-label={say.rungTitle}>
            {alert.rungs.map((rung) => (
              <li>
                {shortTime(new Date(rung.at))}{' '}
                {say.rungs[rung.kind](rung.place, rung.people.map((id) => names.get(id) ?? say.somebody).join(', '))}
              </li>
            ))}
          </ol>
        ) : null}
        <ul class="govuk-list govuk-body-s">
          {alert.deliveries.map((one) => (
            <li>
              <DeliveryLine delivery={one} />
            </li>
          ))}
        </ul>
      </div>
    </details>
  );
}

function DeliveryLine({ delivery }: { delivery: Delivery }) {
  const by = channelWording.kinds[delivery.channel as keyof typeof channelWording.kinds] ?? delivery.channel;
  return (
    <>
      <strong>{delivery.to}</strong>, {by}: {say.states[delivery.state]}, {shortTime(delivery.at)}
      {delivery.words ? <span class="fw-quiet"> {delivery.words}</span> : null}
    </>
  );
}

/** A message that did not arrive. */
export function Owed({ delivery, ask }: { delivery: OwedDelivery; ask: Ask }) {
  return (
    <article class="fw-panel fw-alert" aria-label={say.tryAgainWhat(delivery.to)}>
      <p class="govuk-body">
        {delivery.what}. <DeliveryLine delivery={delivery} />
      </p>
      <Form ask={ask} act="try-again">
        <input type="hidden" name="delivery" value={delivery.id} />
        <Govuk.Button
          text={say.tryAgain}
          classes="govuk-button--secondary"
          attributes={{ 'aria-label': say.tryAgainWhat(delivery.to) }}
        />
      </Form>
    </article>
  );
}
