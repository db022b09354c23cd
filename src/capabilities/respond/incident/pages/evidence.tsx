/** The evidence of an incident as it stands on its screen: what is captured, what could not be had, one button. */
import { Govuk, nearTime } from '#components';
import { Form } from '#web';
import { may } from '../../../../people/roles.ts';
import type { IncidentPanel } from '../../panel.ts';
import type { EvidenceActs } from '../evidence.ts';
import { pageWording as say } from '../page-wording.ts';
import { hrefOf } from './parts.tsx';

export const evidencePanel = (desk: EvidenceActs): IncidentPanel => ({
  name: 'evidence',
  title: say.evidenceTitle,
  order: 50,
  load: async (ask, incidentId) => {
    const all = await desk.evidence(ask.asker, incidentId);
    const mayCapture = may(ask.asker.roles, 'capture-evidence');
    if (all.length === 0 && !mayCapture) return null;
    return (
      <>
        {all.length === 0 ? <p class="govuk-body">{say.evidenceNone}</p> : null}
        <ul class="govuk-list">
          {all.map((one) => (
            <li class="fw-evidence">
              <strong>{say.evidenceStates[one.state]}</strong>{' '}
              <span class="fw-quiet">
                {nearTime(one.capturedAt ?? one.askedAt, ask.now)}
                {one.care === 'open' ? '' : `, ${say.evidenceCare[one.care]}`}
              </span>
              {may(ask.asker.roles, 'see-evidence') ? (
                <a class="govuk-link fw-evidence__where" href={`/assure/evidence/${one.id}`}>
                  {one.url}
                </a>
              ) : (
                <span class="fw-evidence__where">{one.url}</span>
              )}
            </li>
          ))}
        </ul>
        {mayCapture ? (
          <Form ask={ask} act="evidence-capture">
            <Govuk.Button text={say.evidenceCapture} classes="govuk-button--secondary" />
          </Form>
        ) : null}
      </>
    );
  },
  acts: {
    'evidence-capture': {
      may: 'capture-evidence',
      trace: 'incident-evidence-asked',
      do: async (_input, { incidentId }, ask) => {
        const answer = await desk.captureEvidence(ask.asker, incidentId);
        return answer.ok
          ? { go: `${hrefOf(incidentId)}#evidence`, flash: { kind: 'success', title: say.didCapture(answer.value) } }
          : { refused: answer.because };
      },
    },
  },
});
