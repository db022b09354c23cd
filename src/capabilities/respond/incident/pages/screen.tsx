/** How one incident looks: made for a phone at two in the morning first. */
import { Live, SeverityTag, Signs } from '#components';
import { type Ask, Mistakes } from '#web';
import { may } from '../../../../people/roles.ts';
import { pageWording as say, type timelineFilters } from '../page-wording.ts';
import { forbidsWording } from '../wording.ts';
import type { Loaded, Story } from './incident.tsx';
import { Fold } from './parts.tsx';
import { People, Timeline, WriteDown } from './side.tsx';
import { Tasks } from './tasks.tsx';
import { Top } from './top.tsx';

export function Screen(props: Loaded & { ask: Ask; filter: keyof typeof timelineFilters }) {
  const { incident, stories, panels, ask } = props;
  const mayWork = may(ask.asker.roles, 'work-incident') && incident.state === 'open';
  return (
    <>
      <Mistakes ask={ask} />
      <Live id="incident-top" path="/respond/incidents/changes" says={say.changed}>
        <Top {...props} mayWork={mayWork} />
      </Live>
      {ask.organisation?.isRehearsal ? (
        <Signs>
          {say.signs.map((words) => (
            <p>{words}</p>
          ))}
        </Signs>
      ) : null}
      <div class="govuk-grid-row">
        <div class="govuk-grid-column-two-thirds">
          <Advice {...props} />
          <Tasks {...props} mayWork={mayWork} />
          {panels.map((panel) => (
            <section class="fw-incident__part" id={panel.name} aria-labelledby={`${panel.name}-heading`}>
              <h2 class="govuk-heading-m" id={`${panel.name}-heading`}>
                {panel.title}
              </h2>
              {panel.body}
            </section>
          ))}
          <h2 class="govuk-heading-m" id="stories">
            {say.happened}
          </h2>
          {stories.length === 0 ? <p class="govuk-body">{say.noSignals}</p> : null}
          {stories.map((story) => (
            <StoryCard story={story} {...props} />
          ))}
        </div>
        <div class="govuk-grid-column-one-third">
          <People {...props} />
          {mayWork || incident.state === 'stood-down' ? <WriteDown {...props} /> : null}
          <Timeline {...props} />
        </div>
      </div>
    </>
  );
}

function Advice({ incident }: Loaded) {
  const { play } = incident;
  return (
    <section class="fw-mustnot" aria-labelledby="must-not">
      <h2 class="govuk-heading-m" id="must-not">
        {say.mustNot}
      </h2>
      <ul class="govuk-list govuk-list--bullet">
        {play.mustNot.map((words) => (
          <li>{words}</li>
        ))}
      </ul>
      {play.forbids.length > 0 ? (
        <p class="govuk-body-s">
          {say.forbidden} {play.forbids.map((one) => forbidsWording[one]).join('. ')}.
        </p>
      ) : null}
      <Fold title={say.tell}>
        <ol class="govuk-list govuk-list--number">
          {play.tell.map((words) => (
            <li>{words}</li>
          ))}
        </ol>
      </Fold>
      {play.lines.length > 0 ? (
        <Fold title={say.lines}>
          <p class="govuk-body-s">{say.linesHint}</p>
          {play.lines.map((words) => (
            <blockquote class="fw-line">{words}</blockquote>
          ))}
        </Fold>
      ) : null}
    </section>
  );
}

function StoryCard({ story, named }: { story: Story } & Pick<Loaded, 'named'>) {
  const { link, signal, posts } = story;
  return (
    <article class="fw-post">
      <header class="fw-post__head">
        <SeverityTag severity={link.severity} />
        <span class="fw-post__who">{named.code(link.code)}</span>
        {signal ? (
          <a class="govuk-link" href={`/watch/signals/${signal.id}`}>
            {say.openStory}
            <span class="govuk-visually-hidden">: {named.code(link.code)}</span>
          </a>
        ) : null}
      </header>
      {signal ? (
        <>
          <p class="govuk-body-s fw-quiet">{say.posts(signal.posts)}</p>
          {posts.map((post) => (
            <p class="fw-post__text fw-incident__post" lang={post.lang ?? undefined}>
              {post.text || post.title}
            </p>
          ))}
        </>
      ) : (
        <p class="govuk-body">{say.hiddenSignal}</p>
      )}
    </article>
  );
}
