/** How I am told: one's own channels, severities, kinds, quiet hours and digest. */
import { Govuk } from '#components';
import { type Ask, Form, type Input, Mistakes, page, typed, typedList, wrong } from '#web';
import type { AlertDesk } from '../alert-door.ts';
import { alertWording as say } from '../alert-wording.ts';
import type { PersonalKind } from '../channels.ts';
import type { Rule } from '../rules.ts';
import { codeWording } from '../wording.ts';
import type { PageNeeds } from './index.ts';

interface Loaded {
  readonly rules: readonly Rule[];
  readonly isDefault: boolean;
  /** How e-mail leaves here. */
  readonly mail: PersonalKind;
  readonly hasText: boolean;
  readonly hasPhone: boolean;
}

const codes = Object.entries(codeWording).filter(([code]) => code !== 'T0' && code !== 'T15' && code !== 'T29');

export const rulesPage = (desk: AlertDesk, needs: PageNeeds) =>
  page<Loaded>({
    path: '/account/alerts',
    may: 'own-alert-rules',
    trace: null,
    load: async (ask) => {
      const me = (await needs.people.colleagues(ask.asker)).find((one) => one.id === ask.asker.id);
      return {
        ...(await desk.rules.mine(ask.asker)),
        mail: !desk.has.has('email') && desk.has.has('notify-email') ? 'notify-email' : 'email',
        hasText: desk.has.has('notify-text'),
        hasPhone: Boolean(me?.phone),
      };
    },
    acts: {
      save: {
        trace: 'alert-rules-saved',
        do: async (input, loaded, ask) => {
          const problems = await desk.rules.save(ask.asker, readRules(input, loaded));
          return problems.length > 0
            ? { problems }
            : { go: '/account/alerts', flash: { kind: 'success', title: say.didSave } };
        },
      },
    },
    view: (loaded, ask) => {
      const of = (channel: PersonalKind) => loaded.rules.find((rule) => rule.channel === channel);
      const first = loaded.rules[0];
      return {
        title: say.rulesTitle,
        menu: '/watch/alerts',
        body: (
          <>
            <Mistakes ask={ask} />
            <h1 class="govuk-heading-l">{say.rulesTitle}</h1>
            <p class="govuk-body">{say.rulesIntro}</p>
            {loaded.isDefault ? <Govuk.InsetText text={say.rulesDefault} /> : null}
            <Form ask={ask} act="save">
              <Least ask={ask} channel={loaded.mail} legend={say.byEmail} now={of(loaded.mail)?.least ?? 'off'} />
              {loaded.hasText && loaded.hasPhone ? (
                <Least ask={ask} channel="notify-text" legend={say.byText} now={of('notify-text')?.least ?? 'off'} />
              ) : (
                <p class="govuk-body">
                  {say.byText}: {loaded.hasText ? say.noPhone : say.notSetUp}
                </p>
              )}
              <details class="govuk-details" open={typedList(ask, 'codes', first?.codes ?? []).length > 0}>
                <summary class="govuk-details__summary">
                  <span class="govuk-details__summary-text">{say.codesSummary}</span>
                </summary>
                <div class="govuk-details__text">
                  <Govuk.Checkboxes
                    name="codes"
                    idPrefix="codes"
                    classes="govuk-checkboxes--small"
                    fieldset={{ legend: { text: say.codes, classes: 'govuk-fieldset__legend--s' } }}
                    hint={{ text: say.codesHint }}
                    errorMessage={wrong(ask, 'codes')}
                    values={[...typedList(ask, 'codes', first?.codes ?? [])]}
                    items={codes.map(([value, one]) => ({ value, text: one.name }))}
                  />
                </div>
              </details>
              <fieldset class="govuk-fieldset" aria-describedby="quiet-hint">
                <legend class="govuk-fieldset__legend govuk-fieldset__legend--s">{say.quiet}</legend>
                <p class="govuk-hint" id="quiet-hint">
                  {say.quietHint}
                </p>
                <Govuk.Input
                  name="quiet-from"
                  id="quiet-from"
                  label={{ text: say.quietFrom }}
                  value={typed(ask, 'quiet-from', first?.quietFrom ?? '')}
                  classes="govuk-input--width-5"
                  errorMessage={wrong(ask, 'quiet-from')}
                />
                <Govuk.Input
                  name="quiet-to"
                  id="quiet-to"
                  label={{ text: say.quietTo }}
                  value={typed(ask, 'quiet-to', first?.quietTo ?? '')}
                  classes="govuk-input--width-5"
                />
              </fieldset>
              <Govuk.Checkboxes
                name="digest"
                idPrefix="digest"
                classes="govuk-checkboxes--small"
                values={[...typedList(ask, 'digest', loaded.rules.some((rule) => rule.hasDigest) ? ['yes'] : [])]}
                items={[{ value: 'yes', text: say.hasDigest, hint: { text: say.hasDigestHint } }]}
              />
              <Govuk.Button text={say.save} />
            </Form>
          </>
        ),
      };
    },
  });

function Least({ ask, channel, legend, now }: { ask: Ask; channel: PersonalKind; legend: string; now: string }) {
  const name = `least-${channel}`;
  return (
    <Govuk.Radios
      name={name}
      idPrefix={name}
      classes="govuk-radios--small"
      value={typed(ask, name, now)}
      fieldset={{ legend: { text: `${legend}: ${say.least.toLowerCase()}`, classes: 'govuk-fieldset__legend--s' } }}
      errorMessage={wrong(ask, name)}
      items={say.leastChoices.map((choice) => ({ ...choice }))}
    />
  );
}

/** Both channels share the kinds and the quiet hours; the digest goes by e-mail. */
function readRules(input: Input, loaded: Loaded): readonly Rule[] {
  const shared = {
    codes: input.list('codes'),
    quietFrom: input.text('quiet-from') || null,
    quietTo: input.text('quiet-to') || null,
  };
  const least = (channel: PersonalKind) => (input.text(`least-${channel}`) || 'off') as Rule['least'];
  const mail: Rule = {
    channel: loaded.mail,
    least: least(loaded.mail),
    hasDigest: input.list('digest').includes('yes'),
    ...shared,
  };
  if (!loaded.hasText || !loaded.hasPhone) return [mail];
  return [mail, { channel: 'notify-text', least: least('notify-text'), hasDigest: false, ...shared }];
}
