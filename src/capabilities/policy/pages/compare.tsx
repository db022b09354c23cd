/** What is different between two versions: word by word in one text, or side by side. Nothing is told by colour alone. */
import { Govuk } from '#components';
import { page } from '#web';
import { type ClausePair, type Comparison, compareVersions, type Fact, isBesideWords, type Pair } from '../compare.ts';
import type { Version } from '../door.ts';
import { pageWording as say } from '../page-wording.ts';
import { Changed, type Door, dayWords, type Names, namesFor, type PageNeeds, scenarioWords } from './parts.tsx';

interface Loaded {
  readonly from: Version;
  readonly to: Version;
  readonly names: Names;
  readonly comparison: Comparison;
}

export const comparePage = ({ versions }: Door, needs: PageNeeds) =>
  page<Loaded>({
    path: '/policy/compare',
    may: 'see-policy',
    trace: null,
    load: async (ask) => {
      // Without two versions to compare: the last one and the one before it.
      const adopted = (await versions.list(ask.asker)).filter((one) => one.number !== null);
      const to = await versions.version(ask.asker, ask.query.to ?? adopted[0]?.id ?? '');
      const from = await versions.version(ask.asker, ask.query.from ?? to?.baseId ?? adopted.at(-1)?.id ?? '');
      if (!from || !to) return null;
      return {
        from,
        to,
        comparison: compareVersions(from, to),
        names: await namesFor(
          needs,
          ask,
          [...from.clauses, ...to.clauses].map((one) => one.ownerId),
        ),
      };
    },
    view: ({ from, to, comparison, names }, ask) => {
      const isSides = ask.query.view === 'sides';
      const address = `/policy/compare?from=${from.id}&to=${to.id}`;
      const title = say.compareOf(nameOf(from), nameOf(to));
      return {
        title: `${say.compareTitle}: ${title}`,
        menu: '/policy',
        isWide: isSides,
        before: <Govuk.BackLink text={say.versionsTitle} href="/policy/versions" />,
        body: (
          <>
            <span class="govuk-caption-l">{title}</span>
            <h1 class="govuk-heading-l">{say.compareTitle}</h1>
            <nav class="fw-apart fw-compare__views" aria-label={say.compare}>
              <ViewLink href={address} words={say.asOneText} isHere={!isSides} />
              <ViewLink href={`${address}&view=sides`} words={say.sideBySide} isHere={isSides} />
            </nav>
            <p class="govuk-body">{say.howToRead}</p>
            <Differences comparison={comparison} names={names} sides={isSides ? [nameOf(from), nameOf(to)] : null} />
          </>
        ),
      };
    },
  });

export const nameOf = (version: Version) => (version.number === null ? version.title : say.version(version.number));

function ViewLink({ href, words, isHere }: { href: string; words: string; isHere: boolean }) {
  return (
    <a class="govuk-link" href={href} aria-current={isHere ? 'page' : undefined}>
      {isHere ? <strong>{words}</strong> : words}
    </a>
  );
}

/** `sides`: the two names over the columns; null for one text. Only what is different is told. */
export function Differences({
  comparison,
  names,
  sides,
}: {
  comparison: Comparison;
  names: Names;
  sides: readonly [string, string] | null;
}) {
  const principles = comparison.principles.filter((pair) => pair.change !== 'same');
  const clauses = comparison.clauses.filter((pair) => pair.change !== 'same' && !isBesideWords(pair));
  const beside = comparison.clauses.filter(isBesideWords);
  const all = [...principles, ...clauses];
  const count = (change: Pair['change']) => all.filter((pair) => pair.change === change).length;
  if (all.length + beside.length === 0) return <p class="govuk-body">{say.compareSame}</p>;
  return (
    <>
      <p class="govuk-body">
        <strong>{say.compareSum(count('changed'), count('added'), count('retired'))}</strong>
      </p>
      {principles.map((pair) => (
        <One pair={pair} name={say.principle(pair.number)} facts={[]} names={names} sides={sides} />
      ))}
      {clauses.map((pair) => (
        <One pair={pair} name={say.clause(pair.number)} facts={pair.facts} names={names} sides={sides} />
      ))}
      <Beside pairs={beside} names={names} />
    </>
  );
}

/** Many clauses that got the same new owner are one line. */
function Beside({ pairs, names }: { pairs: readonly ClausePair[]; names: Names }) {
  if (pairs.length === 0) return null;
  const lines = new Map<string, number[]>();
  for (const { number, facts } of pairs)
    for (const fact of facts) {
      const words = `${say.facts[fact.name]}: ${factWords(fact, names)}`;
      lines.set(words, [...(lines.get(words) ?? []), number]);
    }
  return (
    <article class="fw-compare">
      <h2 class="govuk-heading-s">{say.besideTitle}</h2>
      <ul class="govuk-list govuk-list--bullet">
        {[...lines].map(([words, numbers]) => (
          <li>
            {words}. {say.besideClauses(numbers)}
          </li>
        ))}
      </ul>
    </article>
  );
}

const tagOf = { same: 'grey', changed: 'blue', added: 'green', retired: 'red' } as const;

interface OneProps {
  pair: Pair;
  name: string;
  facts: readonly Fact[];
  names: Names;
  sides: readonly [string, string] | null;
}

function One({ pair, name, facts, names, sides }: OneProps) {
  return (
    <article class="fw-compare">
      <h2 class="govuk-heading-s">
        {name} <Govuk.Tag text={say.changes[pair.change]} classes={`govuk-tag--${tagOf[pair.change]}`} />
      </h2>
      {sides ? (
        <div class="fw-compare__sides">
          <Side name={sides[0]} pair={pair} only="removed" isThere={pair.before !== null} />
          <Side name={sides[1]} pair={pair} only="added" isThere={pair.after !== null} />
        </div>
      ) : (
        <>
          <p class="govuk-body fw-compare__title">
            <Changed parts={pair.title} />
          </p>
          <p class="govuk-body">
            <Changed parts={pair.words} />
          </p>
        </>
      )}
      {pair.retiredBecause ? <p class="govuk-body">{say.retiredFor(pair.retiredBecause)}</p> : null}
      <Facts facts={facts} names={names} />
    </article>
  );
}

function Side({
  name,
  pair,
  only,
  isThere,
}: {
  name: string;
  pair: Pair;
  only: 'added' | 'removed';
  isThere: boolean;
}) {
  return (
    <div class="fw-compare__side">
      <p class="govuk-body-s fw-quiet">{name}</p>
      {isThere ? (
        <>
          <p class="govuk-body fw-compare__title">
            <Changed parts={pair.title} only={only} />
          </p>
          <p class="govuk-body">
            <Changed parts={pair.words} only={only} />
          </p>
        </>
      ) : (
        <p class="govuk-body fw-quiet">{say.notThere}</p>
      )}
    </div>
  );
}

export function Facts({ facts, names }: { facts: readonly Fact[]; names: Names }) {
  if (facts.length === 0) return null;
  return (
    <ul class="govuk-list govuk-list--bullet">
      {facts.map((fact) => (
        <li>
          {say.facts[fact.name]}: {factWords(fact, names)}
        </li>
      ))}
    </ul>
  );
}

function factWords({ name, before, after }: Fact, names: Names): string {
  const told = (value: string) => {
    if (name === 'owner') return names(value || null);
    if (value === '') return '';
    if (name === 'review') return dayWords(value);
    return name === 'scenarios' ? scenarioWords(value.split(', ').map(Number)).join('; ') : value;
  };
  const [was, is] = [told(before), told(after)];
  if (was === '') return say.factTo(is);
  return is === '' ? say.factGone(was) : say.factFrom(was, is);
}
