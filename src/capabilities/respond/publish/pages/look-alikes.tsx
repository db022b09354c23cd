/** Whether a name could be mistaken for one of our accounts, and by what. */
import { Govuk, Moj } from '#components';
import { page } from '#web';
import type { LookAlike } from '../look-alike.ts';
import { accountPage, networkTitle, lookAlikePage as say } from '../register-wording.ts';
import type { PublishDoor } from './index.ts';
import { Sections } from './register-parts.tsx';

const here = '/respond/look-alikes';

interface Loaded {
  readonly name: string;
  readonly hits: readonly LookAlike[];
  /** Where the name is our own account. */
  readonly own: readonly { readonly network: string; readonly handle: string }[];
}

export const lookAlikesPage = ({ accounts }: Pick<PublishDoor, 'accounts'>) =>
  page<Loaded>({
    path: here,
    may: 'see-accounts',
    trace: 'look-alikes-viewed',
    load: async (ask) => {
      const name = (ask.query.name ?? '').trim().slice(0, 300);
      if (name === '') return { name, hits: [], own: [] };
      const bare = name.replace(/^@/, '').toLowerCase();
      const own = (await accounts.genuine()).filter((one) => one.handle.toLowerCase() === bare);
      return { name, own, hits: await accounts.lookAlikes(name) };
    },
    view: ({ name, hits, own }, ask) => ({
      title: say.title,
      menu: '/respond/accounts',
      body: (
        <>
          <Sections ask={ask} at={here} />
          <h1 class="govuk-heading-l">{say.title}</h1>
          <p class="govuk-body">{say.intro}</p>
          <form method="get" action={here}>
            <Govuk.Input
              name="name"
              id="name"
              label={{ text: say.name, classes: 'govuk-label--s' }}
              hint={{ text: say.nameHint }}
              value={name}
              autocomplete="off"
              spellcheck={false}
            />
            <Govuk.Button text={say.check} />
          </form>
          {name === '' ? null : (
            <section aria-label={say.hitsList}>
              {own.length > 0 ? (
                <Moj.Alert
                  variant="success"
                  title={say.genuine(name)}
                  showTitleAsHeading
                  headingTag="h2"
                  text={`${own.map((one) => networkTitle(one.network)).join(', ')}. ${say.genuineWords}`}
                />
              ) : null}
              {hits.length > 0 ? (
                <>
                  <h2 class="govuk-heading-m">{say.hits(name, hits.length)}</h2>
                  <Govuk.SummaryList
                    rows={hits.map((hit) => ({
                      key: { text: `${accountPage.handle(hit.handle)}, ${networkTitle(hit.network)}` },
                      value: { text: say.how[hit.how] },
                    }))}
                  />
                </>
              ) : own.length === 0 ? (
                <>
                  <h2 class="govuk-heading-m">{say.none(name)}</h2>
                  <p class="govuk-body">{say.noneWords}</p>
                </>
              ) : null}
            </section>
          )}
          <h2 class="govuk-heading-m">{say.nextTitle}</h2>
          <ul class="govuk-list govuk-list--bullet">
            {say.next.map((words) => (
              <li>{words}</li>
            ))}
          </ul>
        </>
      ),
    }),
  });
