/** The whole text of a version: contents, principles, clauses, and what does not hold any more. */
import { Govuk } from '#components';
import type { Clause, Version } from '../door.ts';
import { pageWording as say } from '../page-wording.ts';
import { live, retired } from './parts.tsx';

/** The whole text, with its contents. */
export function Text({ version, isInside }: { version: Version; isInside: boolean }) {
  return (
    <>
      <nav class="fw-contents" aria-labelledby="contents">
        <h2 class="govuk-heading-m" id="contents">
          {say.contents}
        </h2>
        <ol class="fw-contents__list">
          {live(version).map((clause) => (
            <li value={clause.number}>
              <a class="govuk-link" href={`#clause-${clause.number}`}>
                {clause.title}
              </a>
            </li>
          ))}
        </ol>
      </nav>
      <Principles version={version} />
      <section aria-labelledby="clauses">
        <h2 class="govuk-heading-m" id="clauses">
          {say.clauses}
        </h2>
        {live(version).map((clause) => (
          <article class="fw-clause" id={`clause-${clause.number}`}>
            <h3 class="govuk-heading-s">
              {clause.number}. {clause.title}
            </h3>
            <p class="govuk-body fw-clause__words">{clause.words}</p>
            <More clause={clause} isInside={isInside} />
          </article>
        ))}
      </section>
      <Retired version={version} />
      <p class="govuk-body-s fw-quiet">{say.notAdvice}</p>
      {isInside ? (
        <div class="govuk-button-group">
          <Govuk.Button text={say.tellGap} href="/policy/gaps/new" />
          <a class="govuk-link" href={`/policy/versions/${version.id}/file`}>
            {say.saveFile}
          </a>
        </div>
      ) : null}
    </>
  );
}

function Principles({ version }: { version: Pick<Version, 'principles'> }) {
  return (
    <section aria-labelledby="principles">
      <h2 class="govuk-heading-m" id="principles">
        {say.principles}
      </h2>
      <ol class="fw-principles">
        {version.principles.map((one) => (
          <li value={one.number}>
            <strong>{one.title}.</strong> {one.words}
          </li>
        ))}
      </ol>
    </section>
  );
}

function Retired({ version }: { version: Version }) {
  const gone = retired(version);
  if (gone.length === 0) return null;
  return (
    <section aria-labelledby="retired">
      <h2 class="govuk-heading-m" id="retired">
        {say.retired}
      </h2>
      <ul class="govuk-list">
        {gone.map((clause) => (
          <li id={`clause-${clause.number}`}>
            <strong>{say.retiredLine(clause.number, clause.title)}.</strong> {clause.retiredBecause}
          </li>
        ))}
      </ul>
    </section>
  );
}

/** Staff go on to the page of the clause; the public reads why here. */
export function More({ clause, isInside }: { clause: Clause; isInside: boolean }) {
  return isInside ? (
    <p class="govuk-body-s fw-clause__more">
      <a class="govuk-link govuk-link--no-visited-state" href={`/policy/clauses/${clause.number}`}>
        {say.moreAbout}
        <span class="govuk-visually-hidden"> {say.moreAboutOf(clause.number)}</span>
      </a>
    </p>
  ) : (
    <details class="govuk-details fw-clause__why">
      <summary class="govuk-details__summary">
        <span class="govuk-details__summary-text">
          {say.whyAndSource}
          <span class="govuk-visually-hidden"> {say.moreAboutOf(clause.number)}</span>
        </span>
      </summary>
      <div class="govuk-details__text">
        <p class="govuk-body">{clause.reason}</p>
        <p class="govuk-body">{clause.source}</p>
      </div>
    </details>
  );
}
