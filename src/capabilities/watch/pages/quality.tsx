/** The card that says how good the triage is, measured on posts that it was not tuned on. Stands beside the queue. */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { Govuk } from '#components';
import { packageRoot } from '#platform';
import { page } from '#web';
import { pageWording as say } from '../wording.ts';
import { codeName } from './parts.tsx';

interface Share {
  readonly share: number;
  /** 95 % interval by Wilson. */
  readonly low: number;
  readonly high: number;
  readonly of: number;
}

export interface QualityCard {
  readonly measuredOn: string;
  readonly size: number;
  readonly rightFirst: Share;
  readonly criticismRaised: Share;
  readonly codes: readonly {
    readonly code: string;
    readonly n: number;
    readonly found: Share;
    readonly right: Share;
  }[];
}

export const qualityPage = () =>
  page<QualityCard>({
    path: '/watch/quality',
    may: 'see-quality',
    trace: null,
    load: async () => {
      try {
        return JSON.parse(
          readFileSync(join(packageRoot, 'src/engines/triage/quality-card.json'), 'utf8'),
        ) as QualityCard;
      } catch {
        return null;
      }
    },
    view: (card) => ({
      title: say.qualityTitle,
      menu: '/watch/queue',
      before: <Govuk.BackLink text={say.backToQueue} href="/watch/queue" />,
      body: (
        <>
          <h1 class="govuk-heading-l">{say.qualityTitle}</h1>
          <p class="govuk-body">{say.qualityIntro(card.size)}</p>
          <Govuk.SummaryList
            rows={[
              { key: { text: say.rightFirst }, value: { text: percent(card.rightFirst) } },
              { key: { text: say.criticismRaised }, value: { text: percent(card.criticismRaised) } },
            ]}
          />
          <Govuk.Table
            caption={say.qualityByCode}
            captionClasses="govuk-table__caption--m"
            classes="fw-figures"
            head={[
              { text: say.code },
              { text: say.labelled, format: 'numeric' },
              { text: say.foundOf, format: 'numeric' },
              { text: say.rightOf, format: 'numeric' },
            ]}
            rows={card.codes.map((one) => [
              { text: codeName(one.code) },
              { text: String(one.n), format: 'numeric' },
              { text: percent(one.found), format: 'numeric' },
              { text: percent(one.right), format: 'numeric' },
            ])}
          />
          {say.qualityLimits.map((words) => (
            <p class="govuk-body">{words}</p>
          ))}
        </>
      ),
    }),
  });

function percent({ share, low, high }: Share): string {
  return `${Math.round(share * 100)}% (${Math.round(low * 100)} to ${Math.round(high * 100)})`;
}
