/** A part of the incident's one screen that another part of RESPOND brings: its drafts, its desk items, its evidence. */
import type { VNode } from 'preact';
import type { Act, Ask } from '#web';

export interface IncidentPanel {
  /** Also the prefix of its acts: `drafts` may bring `drafts-start`. */
  readonly name: string;
  readonly title: string;
  /** Lower stands higher on the screen. */
  readonly order: number;
  /**
   * What it shows of this incident; null when there is nothing to show to this asker. `isOver`: it is closed, or was joined to
   * another, so nothing new is begun for it.
   */
  load(ask: Ask, incidentId: string, isOver: boolean): Promise<VNode | null>;
  readonly acts?: Readonly<Record<string, Act<{ readonly incidentId: string }>>>;
}
