/** RESPOND, publish: the registers of its door, accounts and lines to take. */
import type { Asker } from '#platform';
import type { LookAlike } from './look-alike.ts';

/** Done, or the sentence that says why not. */
export type Answer<T = null> =
  | { readonly ok: true; readonly value: T }
  | { readonly ok: false; readonly because: string; readonly field?: string };

export type Act = 'draft' | 'approve' | 'publish';

/** Who must say yes. `any`: one of these people or roles; `all`: every one of these people. */
export interface Step {
  readonly name: string;
  readonly need: 'any' | 'all';
  readonly roles: readonly string[];
  readonly people: readonly string[];
  /** Somebody without an account, by a link that works once. */
  readonly outside: boolean;
}

export interface AccountFacts {
  readonly purpose: string;
  readonly ownerId: string;
  readonly deputyId: string;
  readonly verification: 'verified' | 'not-verified' | 'not-offered';
  readonly recoveryContact: string;
  readonly twoStep: string;
  /** Day, `2026-03-02`; null when nobody has looked. */
  readonly twoStepSeenOn: string | null;
  readonly area: string;
  readonly isSecondChannel: boolean;
}

export interface Account extends Omit<AccountFacts, 'ownerId' | 'deputyId'> {
  readonly id: string;
  readonly network: string;
  readonly handle: string;
  /** Null since they left. */
  readonly ownerId: string | null;
  readonly deputyId: string | null;
  readonly settings: Readonly<Record<string, string>>;
  readonly steps: readonly Step[];
  /** Who asked that one approver is enough from now on; null when nobody did. */
  readonly fewerAskedBy: string | null;
  readonly state: 'live' | 'closing' | 'closed';
  readonly closeBy: string | null;
  readonly closingBecause: string | null;
  readonly lastUsedAt: Date | null;
  readonly attestedAt: Date | null;
  readonly attestedBy: string | null;
  readonly stoppedAt: Date | null;
  readonly stoppedBy: string | null;
  readonly stoppedBecause: string | null;
  /** The incident for which it was stopped. */
  readonly stoppedFor: string | null;
  readonly rights: readonly Right[];
  /** What somebody must look at: no owner, attestation due, unused for six months, two-step proof old. */
  readonly tasks: readonly AccountTask[];
}

export type AccountTask = 'owner' | 'deputy' | 'attest' | 'unused' | 'two-step' | 'publisher';

export interface Right {
  readonly id: string;
  readonly personId: string;
  readonly act: Act;
  readonly proposedBy: string;
  readonly confirmedBy: string | null;
}

/** accounts.ts, approvers.ts, rights.ts */
export interface Accounts {
  list(asker: Asker): Promise<readonly Account[]>;
  account(asker: Asker, id: string): Promise<Account | null>;
  /** The accounts that are ours, as anybody may know them. */
  genuine(): Promise<readonly { readonly network: string; readonly handle: string; readonly purpose: string }[]>;
  /** The secret is sealed at once and shown to nobody again. Answers the id. */
  add(
    asker: Asker,
    given: AccountFacts & { network: string; settings: Readonly<Record<string, string>> },
  ): Promise<Answer<string>>;
  change(asker: Asker, id: string, given: AccountFacts): Promise<Answer>;
  changeSecret(asker: Asker, id: string, settings: Readonly<Record<string, string>>): Promise<Answer>;
  /** How many must approve what it says. More holds at once; fewer waits until somebody else agrees. */
  askForApprovers(asker: Asker, id: string, count: 1 | 2): Promise<Answer<'saved' | 'waits'>>;
  /** By somebody other than who asked for fewer. */
  agreeToFewer(asker: Asker, id: string): Promise<Answer>;
  attest(asker: Asker, id: string): Promise<Answer>;
  planToClose(asker: Asker, id: string, closeBy: string, because: string): Promise<Answer>;
  close(asker: Asker, id: string): Promise<Answer>;
  askForRight(asker: Asker, id: string, personId: string, act: Act): Promise<Answer>;
  confirmRight(asker: Asker, rightId: string): Promise<Answer>;
  endRight(asker: Asker, rightId: string): Promise<Answer>;
  /** Which of our accounts a name could be mistaken for. */
  lookAlikes(name: string): Promise<readonly LookAlike[]>;
}

export type Audience = 'anybody' | 'press' | 'partners' | 'staff';

export interface Line {
  readonly id: string;
  readonly title: string;
  readonly audience: Audience;
  readonly tags: readonly string[];
  readonly incidentId: string | null;
  readonly retiredAt: Date | null;
  /** Newest first. */
  readonly versions: readonly LineVersion[];
  /** The version that may be used now. */
  readonly live: LineVersion | null;
}

export interface LineVersion {
  readonly id: string;
  readonly number: number;
  readonly lang: string;
  readonly text: string;
  readonly expiresAt: Date;
  readonly writtenBy: string;
  readonly writtenAt: Date;
  readonly decision: 'approved' | 'refused' | null;
  readonly decidedBy: string | null;
  readonly decidedAt: Date | null;
  readonly decisionWords: string | null;
}

export interface NewLine {
  readonly title: string;
  readonly audience: Audience;
  readonly tags: readonly string[];
  readonly incidentId: string | null;
  readonly lang: string;
  readonly text: string;
  readonly expiresAt: Date | null;
}

/** lines.ts */
export interface Lines {
  /** `incidentId`: with what was written for incidents that were joined to it. */
  list(asker: Asker, filter?: { readonly incidentId?: string }): Promise<readonly Line[]>;
  line(asker: Asker, id: string): Promise<Line | null>;
  /** Live lines that fit what a post says, best first. */
  find(asker: Asker, words: string): Promise<readonly { readonly line: Line; readonly score: number }[]>;
  write(asker: Asker, given: NewLine): Promise<Answer<string>>;
  rewrite(asker: Asker, id: string, given: Pick<NewLine, 'lang' | 'text' | 'expiresAt'>): Promise<Answer>;
  decide(asker: Asker, versionId: string, decision: 'approved' | 'refused', words: string): Promise<Answer>;
  retire(asker: Asker, id: string): Promise<Answer>;
}
