/** Incidents over a real database, with the real WATCH below them: signals come in as posts and are passed on by people. */
import type { Assure, EvidenceDesk } from '#assure';
import type { Severity } from '#events';
import type { Asker } from '#platform';
import type { Policy } from '#policy';
import type { Answer, Signals, Watch } from '#watch';
import { buildEvidence } from '../../src/capabilities/assure/evidence.ts';
import { buildIncidents, type Incidents } from '../../src/capabilities/respond/incident/index.ts';
import type { RespondNeeds } from '../../src/capabilities/respond/needs.ts';
import type { IncidentPanel } from '../../src/capabilities/respond/panel.ts';
import { buildSignalReads } from '../../src/capabilities/watch/signal-store.ts';
import { buildSignalActs } from '../../src/capabilities/watch/triage.ts';
import { codeWording } from '../../src/capabilities/watch/wording.ts';
import { type AlertPlace, alertPlace, cast } from './alerts.ts';
import type { TestDatabase } from './database.ts';

export const incidentCast = [
  ...cast,
  { key: 'rob', name: 'Rob Approver', email: 'rob@northmere.example', roles: ['response-approver' as const] },
  { key: 'dru', name: 'Dru Drafter', email: 'dru@northmere.example', roles: ['response-drafter' as const] },
  { key: 'ada', name: 'Ada Auditor', email: 'ada@northmere.example', roles: ['auditor' as const] },
  { key: 'pol', name: 'Pol Owner', email: 'pol@northmere.example', roles: ['policy-owner' as const] },
];

export interface IncidentPlace extends AlertPlace {
  readonly incidents: Incidents;
  readonly signals: Signals;
  readonly evidence: EvidenceDesk;
  /** Gaps that were opened in the policy, by id. */
  readonly gaps: { readonly id: string; readonly about: string | null; readonly words: string }[];
  /** A story that Ann passes on; answers its signal. */
  passOn(text: string, to?: 'incident' | 'guardian' | 'care', by?: string): Promise<string>;
  /** Opened by hand by Bo; answers its id. */
  opened(kind?: string, severity?: Severity, signalIds?: readonly string[]): Promise<string>;
  whats(asker: Asker, id: string): Promise<readonly string[]>;
}

export async function incidentPlace(
  db: TestDatabase,
  wishes: { readonly now?: string; readonly panels?: readonly IncidentPanel[]; readonly policy?: Policy } = {},
): Promise<IncidentPlace> {
  await db.asOwner(async (client) => {
    await client.query('truncate respond.incident, respond.play, assure.evidence cascade');
  });
  const place = await alertPlace(db, { people: incidentCast, ...(wishes.now ? { now: wishes.now } : {}) });
  const { kit, people, desk } = place;
  const signals: Signals = {
    ...buildSignalReads(kit),
    ...buildSignalActs(kit, { organisation: people.organisation, mayGoToStandards: async () => true }),
  };
  const gaps: { id: string; about: string | null; words: string }[] = [];
  // Until POLICY's own gaps are handed in: what incidents ask of them, remembered.
  const policy =
    wishes.policy ??
    ({
      gaps: {
        openIn: async (_tx: unknown, _asker: Asker, given: { about: string | null; words: string }) => {
          const id = kit.ids.next();
          gaps.push({ id, about: given.about, words: given.words });
          return { ok: true, value: id };
        },
      },
    } as unknown as Policy);
  const evidence = buildEvidence(kit, () => Promise.reject(new Error('nothing is signed here')));
  const needs = {
    people,
    watch: { signals, alerts: desk, codes: codeWording } as unknown as Watch,
    policy,
    assure: { evidence } as unknown as Assure,
    address: 'https://foreword.northmere.example',
  } as unknown as RespondNeeds;
  const incidents = buildIncidents(kit, needs, wishes.panels ?? []);
  return {
    ...place,
    incidents,
    signals,
    evidence,
    gaps,
    passOn: async (text, to = 'incident', by = 'ann') => {
      const id = await place.story(text);
      got(await signals.escalate(place.asker(by), id, to, 'It needs an answer today'));
      await place.settle();
      return id;
    },
    opened: async (kind = 'storm', severity = 'S3', signalIds = []) => {
      const id = got(
        await incidents.open(place.asker('bo'), { title: null, kind, severity, words: 'The press called', signalIds }),
      );
      await place.settle();
      return id;
    },
    whats: async (asker, id) => (await incidents.timeline(asker, id)).map((moment) => moment.what),
  };
}

export function got<T>(answer: Answer<T>): T {
  if (!answer.ok) throw new Error(answer.because);
  return answer.value;
}

export const refusedWith = (answer: Answer<unknown>) => (answer.ok ? null : answer.because);
