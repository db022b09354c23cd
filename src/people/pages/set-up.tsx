/** The first run: the organisation and its first administrator, and then what to do next. */
import { Govuk } from '#components';
import { isMailAddress, system } from '#platform';
import { type Ask, Form, type Input, Mistakes, type Problem, page, typed, wrong } from '#web';
import { asMeant } from '../codes.ts';
import { type Inside, welcome } from '../inside.ts';
import { passwordProblem } from '../password.ts';
import type { Organisation } from '../person.ts';
import { insertOrganisation, insertPerson } from '../store.ts';
import { nations, say, sectors } from '../wording.ts';
import { ListField, listOf, PasswordField, TextField } from './parts.tsx';

export const setUpPage = (inside: Inside) =>
  page<{ needsCode: boolean }>({
    path: '/set-up',
    may: 'anybody',
    trace: null,
    load: async (ask) => (ask.organisation === null ? { needsCode: inside.setUpCode !== null } : null),
    acts: {
      create: {
        trace: 'organisation-founded',
        do: async (input, _loaded, ask) => {
          const wish = read(input, inside.setUpCode);
          if ('problems' in wish) return wish;
          if (inside.setUpCode !== null) {
            const guess = [{ kind: 'address' as const, of: ask.ip }];
            const waitMs = await inside.attempts.begin(guess);
            if (waitMs > 0) return { problems: [{ field: 'code', words: say.waitFor(waitMs) }] };
            if (!inside.kit.seal.isSame(asMeant(input.text('code')), asMeant(inside.setUpCode)))
              return { problems: [{ field: 'code', words: say.setUpCodeWrong }] };
            await inside.attempts.succeeded(guess);
          }
          const hash = await inside.passwords.hash(wish.password);
          const personId = await found(inside, wish);
          if (personId === null) return { refused: say.alreadySetUp };
          await inside.proofs.setPassword(personId, hash);
          const account = (await inside.proofs.byId(personId))!;
          return welcome(inside, account, '/set-up/next', false);
        },
      },
    },
    view: ({ needsCode }, ask) => ({
      title: say.setUpTitle,
      isAlone: true,
      body: <SetUpForm ask={ask} needsCode={needsCode} />,
    }),
  });

interface Wish {
  readonly organisation: Omit<Organisation, 'id'>;
  readonly name: string;
  readonly email: string;
  readonly password: string;
}

function read(input: Input, code: string | null): Wish | { problems: readonly Problem[] } {
  const problems: Problem[] = [];
  const text = (name: string, missing: string, label: string, most = 200) => {
    const value = input.text(name);
    if (value === '') problems.push({ field: name, words: missing });
    else if (value.length > most) problems.push({ field: name, words: say.tooLong(label, most) });
    return value;
  };
  if (code !== null) text('code', say.missing.code, say.setUpCode);
  const organisation = text('organisation', say.missing.organisation, say.organisationName);
  const sector = input.text('sector');
  if (!Object.hasOwn(sectors, sector)) problems.push({ field: 'sector', words: say.missing.sector });
  const nation = input.text('nation');
  if (!Object.hasOwn(nations, nation)) problems.push({ field: 'nation', words: say.missing.nation });
  const name = text('name', say.missing.name, say.name);
  const email = input.text('email');
  if (!isMailAddress(email)) problems.push({ field: 'email', words: say.missing.email });
  const password = passwordIn(input, 'password');
  const weak = passwordProblem(password, email);
  if (weak) problems.push({ field: 'password', words: say.passwordProblems[weak] });
  if (problems.length > 0) return { problems };
  return {
    name,
    email,
    password,
    organisation: {
      name: organisation,
      shortNames: listOf(input, 'shortNames'),
      sector: sector as Organisation['sector'],
      nation: nation as Organisation['nation'],
      officialHandles: listOf(input, 'officialHandles', true),
      pressHandles: listOf(input, 'pressHandles', true),
      isRehearsal: false,
    },
  };
}

/** Spaces at the ends of a password are part of it. */
export function passwordIn(input: Input, name: string): string {
  const value = input.values[name];
  return typeof value === 'string' ? value : '';
}

/** Null when somebody else was quicker: the table holds one organisation. */
async function found({ kit, store }: Inside, wish: Wish): Promise<string | null> {
  try {
    return await kit.db.as(system('people'), async (tx) => {
      await insertOrganisation(kit, tx, wish.organisation);
      return insertPerson(kit, tx, { name: wish.name, email: wish.email, roles: ['administrator'] }, 'set-up');
    });
  } catch (error) {
    if ((error as { code?: string }).code === '23505') return null;
    throw error;
  } finally {
    store.refresh();
  }
}

function SetUpForm({ ask, needsCode }: { ask: Ask; needsCode: boolean }) {
  return (
    <>
      <Mistakes ask={ask} />
      <h1 class="govuk-heading-l">{say.setUpTitle}</h1>
      <p class="govuk-body-l">{say.setUpIntro}</p>
      <Form ask={ask} act="create">
        {needsCode ? (
          <TextField ask={ask} name="code" label={say.setUpCode} hint={say.setUpCodeHint} autocomplete="off" isCode />
        ) : null}
        <h2 class="govuk-heading-m">{say.setUpOrganisation}</h2>
        <TextField
          ask={ask}
          name="organisation"
          label={say.organisationName}
          hint={say.organisationHint}
          autocomplete="organization"
        />
        <Govuk.Radios
          name="sector"
          idPrefix="sector"
          fieldset={{ legend: { text: say.sector, classes: 'govuk-fieldset__legend--s' } }}
          errorMessage={wrong(ask, 'sector')}
          classes="govuk-radios--small"
          value={typed(ask, 'sector')}
          items={Object.entries(sectors).map(([value, text]) => ({ value, text }))}
        />
        <Govuk.Radios
          name="nation"
          idPrefix="nation"
          fieldset={{ legend: { text: say.nation, classes: 'govuk-fieldset__legend--s' } }}
          hint={{ text: say.nationHint }}
          errorMessage={wrong(ask, 'nation')}
          classes="govuk-radios--small"
          value={typed(ask, 'nation')}
          items={Object.entries(nations).map(([value, text]) => ({ value, text }))}
        />
        <ListField ask={ask} name="shortNames" label={say.shortNames} hint={say.shortNamesHint} />
        <ListField ask={ask} name="officialHandles" label={say.officialHandles} hint={say.officialHandlesHint} />
        <ListField ask={ask} name="pressHandles" label={say.pressHandles} hint={say.pressHandlesHint} />
        <h2 class="govuk-heading-m">{say.setUpYou}</h2>
        <p class="govuk-body">{say.setUpYouHint}</p>
        <TextField ask={ask} name="name" label={say.name} hint={say.nameHint} autocomplete="name" />
        <TextField ask={ask} name="email" label={say.email} type="email" autocomplete="username" />
        <PasswordField
          ask={ask}
          name="password"
          label={say.newPassword}
          hint={say.newPasswordHint}
          autocomplete="new-password"
        />
        <Govuk.Button text={say.setUpButton} preventDoubleClick />
      </Form>
    </>
  );
}

export const nextStepsPage = () =>
  page({
    path: '/set-up/next',
    may: 'manage-people',
    trace: null,
    load: async () => ({}),
    view: () => ({
      title: say.nextTitle,
      isAlone: true,
      body: (
        <>
          <h1 class="govuk-heading-l">{say.nextTitle}</h1>
          <p class="govuk-body-l">{say.nextIntro}</p>
          <ol class="govuk-list govuk-list--number govuk-list--spaced">
            {say.nextSteps.map(({ words, href }) => (
              <li>
                <a class="govuk-link" href={href}>
                  {words}
                </a>
              </li>
            ))}
          </ol>
        </>
      ),
    }),
  });
