/** Where nothing is there to see because nothing is set up yet: what is missing, and the way to it. */
import { EmptyState } from '#components';
import type { Asker } from '#platform';
import type { Ask } from '#web';
import { may, type Permission } from '../../../people/roles.ts';
import type { Watch } from '../door.ts';
import { nextStepWording as say } from '../wording.ts';

export type NextStep = keyof typeof say;

const ways: Readonly<Record<NextStep, { readonly href: string; readonly may: Permission }>> = {
  source: { href: '/watch/sources/new', may: 'manage-sources' },
  watch: { href: '/register/new', may: 'propose-watch' },
  approval: { href: '/register', may: 'see-register' },
};

/** Null when Foreword listens and looks for something: then an empty list is quiet, and nothing is missing. */
export async function nextStepOf(
  { sources, watchings }: Pick<Watch, 'sources' | 'watchings'>,
  asker: Asker,
): Promise<NextStep | null> {
  if ((await sources.list(asker)).length === 0) return 'source';
  if ((await watchings.running()).length > 0) return null;
  return (await watchings.list(asker, ['proposed'])).length > 0 ? 'approval' : 'watch';
}

export function Missing({ step, ask }: { step: NextStep; ask: Ask }) {
  const { title, words, link, others } = say[step];
  const way = ways[step];
  return (
    <EmptyState title={title}>
      <p class="govuk-body">{words}</p>
      <p class="govuk-body">
        {may(ask.asker.roles, way.may) ? (
          <a class="govuk-link" href={way.href}>
            {link}
          </a>
        ) : (
          others
        )}
      </p>
    </EmptyState>
  );
}
