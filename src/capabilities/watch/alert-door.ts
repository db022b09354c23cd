/** What alerts offer to their own pages, beside what the door offers to the rest of the house. */
import type { Asker } from '#platform';
import type { ChannelList } from './channel-list.ts';
import type { Channels } from './channels.ts';
import type { Alert, Alerts, Delivery, Part } from './door.ts';
import type { Handover } from './handover.ts';
import type { Rota, Rung } from './rota.ts';
import type { Rules } from './rules.ts';

export interface AlertDesk extends Alerts {
  open(asker: Asker, part?: Part): Promise<readonly DeskAlert[]>;
  recent(asker: Asker, part: Part): Promise<readonly DeskAlert[]>;
  /** How many the asker may see that wait for somebody, and that have been dealt with. */
  counts(asker: Asker): Promise<{ readonly open: number; readonly dealt: number }>;
  undelivered(asker: Asker): Promise<readonly OwedDelivery[]>;
  readonly rota: Rota;
  readonly rules: Rules;
  readonly handover: Handover;
  readonly channelList: ChannelList;
  /** What this installation can send by. */
  readonly has: Channels['has'];
}

export interface DeskAlert extends Alert {
  readonly lockedTo: 'guardian' | 'care' | null;
  readonly isClosed: boolean;
  readonly rungs: readonly Rung[];
  readonly nextRungAt: Date | null;
  /** Where a page to somebody leads. */
  readonly href: string | null;
}

export interface OwedDelivery extends Delivery {
  readonly alertId: string | null;
  readonly what: string;
}
