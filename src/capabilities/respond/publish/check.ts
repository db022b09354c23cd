/** All that is to be looked at in a draft before others see it, gathered. */
import { sql } from 'kysely';
import { type Kit, system, type Tx } from '#platform';
import type { Organisation } from '../../../people/person.ts';
import { againstLine } from './checks/against-line.ts';
import { electionFlags } from './checks/election.ts';
import type { Flag } from './checks/flag.ts';
import { identityFlags, type Staff } from './checks/identity.ts';
import { lengthOn, mostCharacters } from './checks/length.ts';
import type { Wish } from './door.ts';
import { electionFor } from './elections.ts';
import { isSealed } from './lines.ts';
import { buildRules, type RuleNeeds, type Rules, type Spoken, type Told } from './rules.ts';

export interface CheckNeeds extends RuleNeeds {
  readonly staff: () => Promise<readonly Staff[]>;
}

/** Asked before a transaction begins: the embedded database has one connection. */
export interface Known {
  readonly staff: readonly Staff[];
  readonly organisation: Organisation | null;
  readonly told: Told;
}

export interface CheckDraft {
  known(spoken: Spoken): Promise<Known>;
  flags(tx: Tx, wish: Wish, known: Known): Promise<readonly Flag[]>;
  /** The text of this version of a line, while it may be used: approved, the newest, not ended, for anybody. */
  liveLine(tx: Tx, versionId: string): Promise<string | null>;
  /** What the incident forbids, alone: for the approval and for the moment before it leaves. */
  readonly rules: Rules;
}

export const me = system('respond');

export function buildCheck(kit: Kit, needs: CheckNeeds): CheckDraft {
  const liveLine = async (tx: Tx, versionId: string): Promise<string | null> => {
    const { rows } = await sql<{ id: string; lang: string; text: string; expires_at: Date; mac: string | null }>`
      select v.id, v.lang, v.text, v.expires_at, v.mac from respond.line_version v join respond.line l on l.id = v.line_id
      where v.id = ${versionId} and v.decision = 'approved' and v.expires_at > ${kit.clock.now()} and l.retired_at is null and l.audience = 'anybody'
        and not exists (select 1 from respond.line_version n where n.line_id = v.line_id and n.number > v.number and n.decision = 'approved')`.execute(
      tx,
    );
    const row = rows[0];
    return row && isSealed(kit, { ...row, expiresAt: row.expires_at }, row.mac) ? row.text : null;
  };

  const rules = buildRules(kit, needs);
  return {
    liveLine,
    rules,
    known: async (spoken) => ({
      staff: await needs.staff(),
      organisation: await needs.organisation(),
      told: await rules.told(spoken),
    }),
    flags: async (tx, wish, { staff, organisation, told }) => {
      const line = wish.lineVersionId === null ? null : await liveLine(tx, wish.lineVersionId);
      const accounts = wish.targets.map((target) => target.accountId);
      const election = await electionFor(tx, organisation, accounts, kit.clock.now());
      const { rows } = await sql<{
        network: string;
      }>`select distinct network from respond.account where id = any(${accounts}::uuid[])`.execute(tx);
      const found: Flag[] = [];
      if (wish.lineVersionId !== null && line === null) found.push(whole('line-expired', 'stop', 0));
      wish.parts.forEach((part, i) => {
        if (part.text.trim() === '' && part.images.length === 0) found.push(whole('empty', 'stop', i));
        for (const { network } of rows) {
          if (lengthOn(network, part.text) > mostCharacters(network))
            found.push({ ...whole('too-long', 'stop', i), found: network });
        }
        for (const image of part.images) {
          if (image.alt.trim() === '' || (image.mime.startsWith('video/') && image.caption.trim() === ''))
            found.push(whole('no-description', 'stop', i));
        }
        const shown = [part.text, ...part.images.flatMap((image) => [image.alt, image.caption])];
        shown.forEach((text, k) => {
          const own = [
            ...identityFlags(text, staff, i).map((flag) => agreed(flag, wish)),
            ...(election ? electionFlags(text, i) : []),
          ];
          // What stands in a description has no place in the text.
          found.push(...(k === 0 ? own : own.map((flag) => ({ ...flag, start: 0, end: 0 }))));
        });
        if (line !== null) found.push(...againstLine(part.text, line, i));
      });
      return [...found, ...(await rules.flags(tx, wish, told))];
    },
  };
}

const whole = (code: Flag['code'], level: Flag['level'], part: number): Flag => ({
  code,
  level,
  part,
  start: 0,
  end: 0,
  found: '',
});

/** Somebody who agreed to be named may be, but not in an answer to a member of the public: there we reply as a team. */
function agreed(flag: Flag, wish: Wish): Flag {
  const isAnswer = wish.kind === 'reply' || wish.targets.some((target) => target.replyTo !== null);
  if (flag.level !== 'stop' || isAnswer) return flag;
  const isAgreed = wish.consents.some(
    ({ name, because }) => because.trim().length >= 3 && name.trim().toLowerCase() === flag.found.trim().toLowerCase(),
  );
  return isAgreed ? { ...flag, level: 'look' } : flag;
}
