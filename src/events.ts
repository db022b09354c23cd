/**
 * Every domain event and its fields, in the order of the walk. Events carry ids and choices, never people's words.
 * Past tense; `capability.thing-happened`.
 */
export interface Events {
  // people
  'people.organisation-founded': { organisationId: string };
  'people.person-joined': { personId: string };
  'people.roles-changed': { personId: string; by: string };
  'people.person-left': { personId: string };

  // watch: what is being said about us
  'watch.source-changed': { sourceId: string; change: 'added' | 'paused' | 'resumed' | 'removed' };
  'watch.source-blind': { sourceId: string; code: string };
  'watch.source-seeing': { sourceId: string };
  'watch.watch-changed': { watchId: string; change: 'proposed' | 'approved' | 'refused' | 'ended' | 'edited' };
  /** One batch of posts kept, in one transaction. */
  'watch.post-kept': { postIds: string[] };
  'watch.post-observed': { postId: string; seen: 'edited' | 'not-there' };
  'watch.signal-raised': { signalId: string; severity: Severity; code: string; isLocked: boolean };
  'watch.signal-changed': {
    signalId: string;
    severity: Severity;
    code: string;
    change:
      | 'grew'
      | 'rescored'
      | 'split'
      | 'merged'
      | 'claimed'
      | 'set-aside'
      | 'kept-watching'
      | 'reopened'
      | 'locked'
      | 'released';
  };
  'watch.signal-escalated': { signalId: string; to: EscalationRoute; by: string; referralId: string };
  'watch.alert-raised': { alertId: string; signalId: string | null };
  'watch.alert-acknowledged': { alertId: string; by: string };

  // respond: what we do about it
  /** S1 also means: what is scheduled stops until somebody releases it. */
  'respond.incident-opened': { incidentId: string; severity: Severity; kind: string } & IncidentRules;
  /** With the severity that it has now. */
  'respond.incident-changed': {
    incidentId: string;
    severity: Severity;
    change:
      | 'severity'
      | 'signals'
      | 'split'
      | 'merged'
      | 'play'
      | 'role'
      | 'retitled'
      | 'case'
      | 'acknowledged'
      | 'clock'
      | 'task'
      | 'decided'
      | 'noted'
      | 'update'
      | 'handed-over'
      | 'lesson'
      | 'evidence'
      | 'stood-down';
    /** Where it goes on, when it was joined to another. */
    mergedInto?: string;
  } & IncidentRules;
  /** Something was said to an official account, or a colleague handed a post over (then there is no account). */
  'respond.item-received': { itemId: string; accountId: string | null; severity: Severity; code: string };
  'respond.item-changed': {
    itemId: string;
    incidentId: string | null;
    change:
      | 'claimed'
      | 'taken-over'
      | 'released'
      | 'assigned'
      | 'noted'
      | 'linked'
      | 'answering'
      | 'answered'
      | 'not-answering'
      | 'handed-over'
      | 'handed-in'
      | 'reopened'
      | 'edited'
      | 'gone';
  };
  /** Two people together may see which colleague handed a post over. Never who that is. */
  'respond.sealed-map-changed': { itemId: string; change: 'asked' | 'opened' | 'shut' };
  'respond.account-changed': {
    accountId: string;
    change: 'added' | 'edited' | 'secret' | 'rights' | 'approvers' | 'attested' | 'closed';
  };
  'respond.line-changed': { lineId: string; change: 'written' | 'approved' | 'refused' | 'retired' };
  'respond.draft-changed': {
    draftId: string;
    incidentId: string | null;
    change:
      | 'begun'
      | 'edited'
      | 'submitted'
      | 'approved'
      | 'refused'
      | 'released'
      | 'put-back'
      | 'withdrawn'
      | 'voided';
  };
  'respond.response-published': { publicationId: string; incidentId: string | null; accountId: string };
  'respond.response-failed': { publicationId: string; incidentId: string | null; accountId: string };
  'respond.response-removed': { publicationId: string; incidentId: string | null; accountId: string };
  /** `scope`: `all`, or the id of one account. `incidentId`: the incident for which it was stopped. */
  'respond.publishing-stopped': { scope: string; by: string; incidentId: string | null };
  'respond.publishing-started': { scope: string; by: string; incidentId: string | null };
  'respond.election-changed': { electionId: string; change: 'added' | 'removed' };
  'respond.incident-closed': { incidentId: string; lessonId: string | null; hasLesson: boolean };

  // policy: what our own rules do not say yet, and how they change
  'policy.gap-found': { gapId: string; from: 'incident' | 'staff' | 'question' | 'refusal' | 'case' | 'survey' };
  'policy.version-adopted': { versionId: string; number: number };
}

/** What may not be said or done while an incident goes on; left out where nothing is forbidden. */
export type IncidentRules = {
  /** A court case is live: no facts of it may be said. */
  isActiveCase?: boolean;
  /** `reply`: not to the posts of its stories. `embed`: no quoting or showing of them. */
  forbids?: readonly ('reply' | 'embed')[];
};

export type Severity = 'S1' | 'S2' | 'S3' | 'S4' | 'S5';
export type EscalationRoute = 'incident' | 'care' | 'standards' | 'guardian';

export type EventName = keyof Events;
export const eventNames = [
  'people.organisation-founded',
  'people.person-joined',
  'people.roles-changed',
  'people.person-left',
  'watch.source-changed',
  'watch.source-blind',
  'watch.source-seeing',
  'watch.watch-changed',
  'watch.post-kept',
  'watch.post-observed',
  'watch.signal-raised',
  'watch.signal-changed',
  'watch.signal-escalated',
  'watch.alert-raised',
  'watch.alert-acknowledged',
  'respond.incident-opened',
  'respond.incident-changed',
  'respond.item-received',
  'respond.item-changed',
  'respond.sealed-map-changed',
  'respond.account-changed',
  'respond.line-changed',
  'respond.draft-changed',
  'respond.response-published',
  'respond.response-failed',
  'respond.response-removed',
  'respond.publishing-stopped',
  'respond.publishing-started',
  'respond.election-changed',
  'respond.incident-closed',
  'policy.gap-found',
  'policy.version-adopted',
] as const satisfies readonly EventName[];
