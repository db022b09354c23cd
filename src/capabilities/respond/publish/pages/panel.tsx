/** On the incident's screen: what is written for it, what of it is out, its lines, and "write an answer". */
import { Govuk } from '#components';
import type { IncidentPanel } from '../../panel.ts';
import { pageWording as say } from '../drafts-wording.ts';
import { DraftRows } from './board.tsx';
import { isAllowed, loadSigns, StopSign } from './draft-parts.tsx';
import type { PublishDoor, PublishNeeds } from './index.ts';

export const draftsPanel = (door: PublishDoor, needs: PublishNeeds): IncidentPanel => ({
  name: 'drafts',
  title: say.panelTitle,
  order: 30,
  load: async (ask, incidentId, isOver) => {
    if (!isAllowed(ask, 'see-publishing')) return null;
    const drafts = (await door.drafts.list(ask.asker, { incidentId })).filter((draft) => draft.state !== 'withdrawn');
    const lines = await door.lines.list(ask.asker, { incidentId });
    const names = await needs.people.names(ask.asker, [...new Set(drafts.map((draft) => draft.createdBy))]);
    const accounts = await door.accounts.list(ask.asker);
    const signs = await loadSigns(door, needs, ask);
    return (
      <>
        <StopSign signs={signs} ask={ask} {...(isOver ? {} : { incidentId })} />
        {drafts.length === 0 ? (
          <p class="govuk-body">{say.panelNone}</p>
        ) : (
          <DraftRows drafts={drafts.slice(0, 20)} accounts={accounts} names={names} />
        )}
        {lines.length > 0 ? (
          <>
            <h3 class="govuk-heading-s">{say.panelLines}</h3>
            <ul class="govuk-list govuk-list--bullet">
              {lines.map((line) => (
                <li>
                  <a class="govuk-link" href={`/respond/lines/${line.id}`}>
                    {line.title}
                  </a>
                </li>
              ))}
            </ul>
          </>
        ) : null}
        {!isOver && isAllowed(ask, 'draft-responses') ? (
          <Govuk.Button text={say.panelWrite} href={`/respond/drafts/new?incident=${incidentId}`} />
        ) : null}
        <p class="govuk-body">
          {!isOver && isAllowed(ask, 'write-lines') ? (
            <>
              <a class="govuk-link" href={`/respond/lines/new?incident=${incidentId}`}>
                {say.panelLine}
              </a>
              <br />
            </>
          ) : null}
          <a class="govuk-link" href="/respond/drafts">
            {say.panelBoard}
          </a>
        </p>
      </>
    );
  },
});
