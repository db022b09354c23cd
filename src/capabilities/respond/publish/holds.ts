/** What publishing holds: about whom, why, how long, then what. A table without a line here fails the build. */
import type { Hold } from '#web';

const record = '7 years (domain rule A0: official posts, replies, approvals)';
/** By the chore in `retention.ts`. */
const posts = 'deleted, unless on legal hold';
const staffHold = (
  table: string,
  what: string,
  about: string,
  why: string,
  keep = record,
  then = 'looked at, then archived or deleted',
): Hold => ({
  table,
  what,
  about,
  why,
  keep,
  then,
});

export const holds: readonly Hold[] = [
  staffHold(
    'respond.account',
    'Official accounts: purpose, owner, deputy, recovery contact, checks; who added them',
    'staff who look after accounts',
    'so that each official voice has somebody who answers for it',
    'while the account is on the register, then 7 years',
    'deleted',
  ),
  staffHold(
    'respond.account_secret',
    'What signs an account in, sealed; who entered it',
    'staff who entered it',
    'so that Foreword can speak and nobody sees the secret',
    'while the account is in use',
    'deleted',
  ),
  staffHold(
    'respond.account_right',
    'Who may draft, approve and publish with an account; who asked and who confirmed',
    'staff with such a right',
    'so that only named people speak for us',
  ),
  staffHold(
    'respond.publish_stop',
    'The last time publishing was stopped and started: by whom, why, and for which incident',
    'staff who stopped or started it',
    'one control stops everything',
    'as long as Foreword is used',
    'goes with the database',
  ),
  staffHold(
    'respond.line',
    'Lines to take: title, tags, audience; who wrote them',
    'staff who write lines',
    'so that we say the same thing',
  ),
  staffHold(
    'respond.line_version',
    'What a line says, until when; who wrote and who approved it',
    'staff who write and approve lines',
    'so that only approved words are used',
  ),
  {
    table: 'respond.publish_incident',
    what: 'Incidents by number alone: how grave, from when to when, joined to which, what they forbid, whether a court case is live',
    about: 'nobody',
    why: 'so that what was planned stops in a crisis, and nothing is said that must not be',
    keep: 'as long as Foreword is used',
    then: 'goes with the database',
  },
  staffHold(
    'respond.election',
    'Pre-election periods; who entered them and who took them away',
    'staff who entered them',
    'so that special rules hold before a vote',
    '3 years after the end',
    'deleted',
  ),
  staffHold(
    'respond.media',
    'Pictures and films of official posts; who added them',
    'staff who added them; whoever is shown',
    'so that what was approved is what is sent',
    record,
    posts,
  ),
  staffHold(
    'respond.draft',
    'Texts of official posts, what they answer, who may be named and why; who began them',
    'staff who write; members of the public where a text answers them',
    'so that official posts are written, checked and kept',
    record,
    posts,
  ),
  staffHold(
    'respond.draft_edit',
    'Who changed a draft, and when',
    'staff who write',
    'so that nobody approves what they had a hand in',
    record,
    posts,
  ),
  staffHold(
    'respond.submission',
    'The exact bytes that were put before others, and how it ended',
    'staff who submitted and let them leave',
    'so that only approved bytes leave',
    record,
    posts,
  ),
  staffHold(
    'respond.approval',
    'Who approved or refused, when, and why; signed',
    'staff who approve; approvers outside',
    'to account for what we say',
    record,
    posts,
  ),
  staffHold(
    'respond.outside_link',
    'Who outside was asked to approve, by whose invitation; only the hash of the link',
    'approvers outside',
    'so that partners can approve without an account',
    record,
    posts,
  ),
  staffHold(
    'respond.publication',
    'Each post on each account: when it was due, whether it is out, and whether it was taken down and why',
    'staff who take posts down',
    'so that a post leaves once, and nothing is lost',
    record,
    posts,
  ),
];
