/** On the incident's screen: what of it waits at the desk. */
import { Queue, QueueRow } from '#components';
import type { IncidentPanel } from '../../panel.ts';
import { pageWording as say } from '../page-wording.ts';
import type { DeskPages } from './index.ts';
import { rowOf } from './parts.tsx';

export const deskPanel = ({ items, people, codes, signalsOf }: DeskPages): IncidentPanel => ({
  name: 'desk',
  title: say.panelTitle,
  order: 40,
  load: async (ask, incidentId) => {
    const list = await items.ofIncident(ask.asker, incidentId, await signalsOf(ask.asker, incidentId));
    if (list.length === 0) return null;
    const names = await people.names(
      ask.asker,
      list.flatMap((item) => (item.claimedBy ? [item.claimedBy] : [])),
    );
    return (
      <>
        <Queue label={say.panelTitle}>
          {list.slice(0, 20).map((item) => (
            <QueueRow {...rowOf(item, ask, names, codes)} />
          ))}
        </Queue>
        <p class="govuk-body">
          <a class="govuk-link" href="/respond/desk">
            {say.panelAll}
          </a>
        </p>
      </>
    );
  },
});
