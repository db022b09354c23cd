// Every part of the look on a few sample pages, for people who change it. Not part of the product.
// `node scripts/gallery.mjs FOLDER` draws them, takes pictures and runs axe over them.
import { CentreLayout, ErrorPage, Layout, type LayoutProps } from '../layout.tsx';
import type { ChartPoint } from './chart.tsx';
import type { DayHour } from './day-strip.tsx';
import {
  Chart,
  Clock,
  DayStrip,
  EmptyState,
  Govuk,
  Highlight,
  type Html,
  KeyHint,
  Live,
  Moj,
  Queue,
  QueueKeys,
  QueueRow,
  Reasons,
  SeverityTag,
  Signs,
  StackTable,
  StatTile,
  StatTiles,
  severities,
} from './index.ts';

const now = new Date('2026-07-21T14:05:00Z');
const minutes = (count: number) => new Date(now.getTime() + count * 60_000);
const frame: Omit<LayoutProps, 'title' | 'children'> = {
  organisation: 'Northmere Council',
  user: { name: 'Ann Adeyemi', csrf: 'x' },
  navigation: [
    { text: 'Now', href: '/' },
    { text: 'Queue', href: '/queue', waiting: 7 },
    { text: 'Signals', href: '/signals' },
    { text: 'Watches', href: '/watches' },
    { text: 'Sources', href: '/sources' },
    { text: 'Alerts', href: '/alerts', waiting: 120 },
    { text: 'People', href: '/people' },
  ],
  isRehearsal: { leaveHref: '/leave', leaveText: 'Leave and set up your own' },
  version: '0.1.0',
};

const counts = [4, 2, 1, 0, 0, 0, 3, 8, 14, 22, 31, 18, 16, 24, 28, 19, 12, 44, 130, 212, 164, 88, 52, 40];
const hours: DayHour[] = counts.map((count, index) => ({
  from: minutes(-60 * (24 - index) + 55),
  count,
  worst: index === 19 ? 'S1' : index === 18 ? 'S2' : index === 10 ? 'S3' : index === 14 ? 'S4' : undefined,
  isBlind: index === 4 || index === 5,
  href: `/signals?hour=${index}`,
}));

const curve: ChartPoint[] = Array.from({ length: 30 }, (_, index) => {
  const at = minutes((index - 20) * 30);
  const value = Math.round(20 + 190 / (1 + Math.exp(-(index - 16) / 2.2)));
  const isExpected = index >= 20;
  const doubt = isExpected ? (index - 19) * 9 : 0;
  return { at, value, bar: isExpected ? undefined : Math.round(value / 3), low: value - doubt, high: value + doubt };
});

function Waiting() {
  return (
    <Queue label="Signals waiting, the most urgent first">
      <QueueRow
        id="sig-1"
        href="/signals/1"
        severity="S1"
        title="A post says a child is alone on the ice at Mere Park"
        excerpt={
          <Highlight
            text="there is a little lad out on the ice at mere park, nobody with him, someone ring"
            places={[
              { start: 9, end: 21, why: 'a child' },
              { start: 22, end: 36, why: 'danger' },
            ]}
          />
        }
        kind="Threat to life"
        facts={['Mastodon', '3 posts', 'first seen 14:02']}
        clock={{ due: minutes(2), now, label: 'Acknowledge' }}
        isNew
        escalateHref="/signals/1/escalate"
        setAsideHref="/signals/1/set-aside"
      />
      <QueueRow
        id="sig-2"
        href="/signals/2"
        severity="S2"
        title="An account that looks like ours gives a false phone number for flood help"
        excerpt="Northmere Counci1 Help: ring this number now and have your bank card ready to claim your flood grant."
        kind="Impersonation"
        facts={['Bluesky', '41 posts', 'Bo has it']}
        clock={{ due: minutes(-7), now, label: 'Acknowledge' }}
        isTaken
        escalateHref="/signals/2/escalate"
        setAsideHref="/signals/2/set-aside"
      />
      <QueueRow
        id="sig-3"
        href="/signals/3"
        severity="S3"
        title="“Bins will be collected once a month” is being repeated"
        excerpt="Casgliad bin unwaith y mis yn dechrau ym mis Awst, medden nhw. Ydy hyn yn wir?"
        excerptLang="cy"
        kind="Misleading claim"
        facts={['News feeds, Bluesky', '118 posts', 'first seen 09:40']}
        clock={{ due: minutes(51), now, label: 'Acknowledge' }}
      />
      <QueueRow
        id="sig-4"
        href="/signals/4"
        severity="S4"
        title="Street light out on Cutler’s Row, third post this week"
        kind="Service request"
        facts={['Mastodon', '3 posts']}
        clock={{ due: minutes(190), now }}
      />
      <QueueRow
        id="sig-5"
        href="/signals/5"
        severity="S5"
        title="People enjoy the new swimming lessons"
        kind="Praise"
        facts={['Bluesky', '9 posts']}
      />
    </Queue>
  );
}

function Desk() {
  return (
    <>
      <h1 class="govuk-heading-l">What needs you now</h1>
      <Signs>
        <p>
          A flood scare is spreading in Northmere. Posts arrive on their own for about five minutes. Open the first row,
          or press <KeyHint keys="j" does="and then Enter" />.
        </p>
      </Signs>
      <StatTiles>
        <StatTile label="Critical or high" value={2} note="1 is late" tone="late" href="/queue?severity=S1" />
        <StatTile label="Waiting for a person" value={7} note="3 more than an hour ago" tone="act" href="/queue" />
        <StatTile label="Sources we can see" value="11 of 12" note="1 blind since 13:20" tone="act" href="/sources" />
        <StatTile label="Posts read today" value="48,210" note="902 kept" />
      </StatTiles>
      <DayStrip id="day" hours={hours} />
      <div class="moj-action-bar__filter" />
      <div class="fw-desk-grid">
        <div>
          <h2 class="govuk-heading-m">Waiting</h2>
          <QueueKeys
            keys={[
              { key: 'j', does: 'next' },
              { key: 'k', does: 'before' },
              { key: 'e', does: 'escalate' },
              { key: 's', does: 'set aside' },
              { key: '/', does: 'filter' },
              { key: '?', does: 'all keys' },
            ]}
          />
          <Live id="queue" path="/queue/live">
            <Waiting />
          </Live>
        </div>
        <Moj.Filter
          heading={{ text: 'Filter' }}
          attributes={{ id: 'filter' }}
          submit={{ text: 'Apply' }}
          selectedFilters={{
            heading: { text: 'Chosen' },
            clearLink: { text: 'Clear', href: '/queue' },
            categories: [{ heading: { text: 'Network' }, items: [{ text: 'Bluesky', href: '/queue' }] }],
          }}
          optionsHtml={
            <>
              <Govuk.Input
                id="words"
                name="words"
                label={{ text: 'Words' }}
                attributes={{ 'data-key': '/', 'data-key-does': 'Go to the filter' }}
              />
              <Govuk.Checkboxes
                name="severity"
                classes="govuk-checkboxes--small"
                fieldset={{ legend: { text: 'How bad', classes: 'govuk-fieldset__legend--s' } }}
                items={severities.map((severity) => ({ value: severity, html: <SeverityTag severity={severity} /> }))}
              />
            </>
          }
        />
      </div>
    </>
  );
}

function Signal() {
  return (
    <>
      <Moj.PageHeaderActions
        heading={{ text: 'A post says a child is alone on the ice at Mere Park', classes: 'govuk-heading-l' }}
        items={[
          { text: 'Escalate', attributes: { 'data-key': 'e' } },
          { text: 'Set aside', classes: 'govuk-button--secondary', attributes: { 'data-key': 's' } },
        ]}
      />
      <div class="fw-row">
        <SeverityTag severity="S1" />
        <Clock due={minutes(2)} now={now} label="Acknowledge" />
        <Clock due={minutes(12)} now={now} pausedBecause="waiting for the fire service" />
        <Clock due={minutes(12)} now={now} doneAt={now} />
        <Clock due={minutes(-90)} now={now} label="First decision" />
      </div>
      <Moj.SubNavigation
        label="Signal"
        items={[
          { text: 'Story', href: '#1', active: true },
          { text: 'Posts (3)', href: '#2' },
          { text: 'Spread', href: '#3' },
          { text: 'History', href: '#4' },
        ]}
      />
      <div class="fw-desk-grid">
        <div>
          <Chart
            id="spread"
            title="How far it has spread"
            words="Posts rose from 20 to about 200 an hour between 10:00 and 14:00. About 210 are expected by 19:00, between 130 and 290."
            points={curve}
            lineLabel="Posts an hour"
            barLabel="New people"
            bandLabel="Likely range"
            now={now}
            limit={{ value: 180, label: 'Warning line' }}
            lang="en"
          />
          <h2 class="govuk-heading-m">Who and where</h2>
          <Govuk.SummaryList
            rows={[
              { key: { text: 'First seen' }, value: { text: '21 July 2026 at 15:02' } },
              {
                key: { text: 'Network' },
                value: { html: <Moj.Badge text="Mastodon" /> },
                actions: { items: [{ href: '#', text: 'Change', visuallyHiddenText: 'network' }] },
              },
              { key: { text: 'Kind' }, value: { html: <Govuk.Tag classes="govuk-tag--red" text="Threat to life" /> } },
            ]}
          />
          <h2 class="govuk-heading-m">What has happened</h2>
          <Moj.Timeline
            headingLevel={3}
            items={[
              {
                label: { text: 'Raised to S1' },
                text: 'Two posts name the same place.',
                byline: { text: 'Foreword' },
                datetime: { timestamp: '2026-07-21T14:03:00Z', type: 'datetime' },
              },
              {
                label: { text: 'First post seen' },
                text: 'Kept as evidence.',
                datetime: { timestamp: '2026-07-21T14:02:00Z', type: 'datetime' },
              },
            ]}
          />
        </div>
        <div>
          <h2 class="govuk-heading-m">Why it is here</h2>
          <Reasons
            total={92}
            reasons={[
              { words: 'Says a child is in danger now', score: 60, detail: '“little lad out on the ice”' },
              { words: 'Names a place in our area', score: 20, detail: 'Mere Park' },
              { words: 'Asks others to ring for help', score: 18 },
              { words: 'A single author so far', score: -6 },
            ]}
          />
        </div>
      </div>
    </>
  );
}

function Staff() {
  return (
    <div class="govuk-grid-row">
      <div class="govuk-grid-column-two-thirds">
        <Govuk.ErrorSummary
          titleText="There is a problem"
          errorList={[{ text: 'Enter what the watch is for', href: '#purpose' }]}
        />
        <h1 class="govuk-heading-l">Propose a watch</h1>
        <p class="govuk-body">
          A watch looks for words in public posts. It needs a purpose, an owner and an end date. Somebody else approves
          it. <a href="/help">Read what a watch may not do</a>.
        </p>
        <Govuk.Textarea
          id="purpose"
          name="purpose"
          label={{ text: 'What is it for?', classes: 'govuk-label--m' }}
          hint={{ text: 'All staff can read this' }}
          errorMessage={{ text: 'Enter what the watch is for' }}
        />
        <Moj.DatePicker
          id="ends"
          name="ends"
          label={{ text: 'When does it end?' }}
          hint={{ text: '12 months off at most' }}
        />
        <Govuk.Radios
          name="basis"
          fieldset={{ legend: { text: 'Lawful basis', classes: 'govuk-fieldset__legend--m' } }}
          items={[
            { value: 'task', text: 'Public task', checked: true, hint: { text: 'Most watches of a council' } },
            { value: 'interest', text: 'Legitimate interests' },
            { divider: 'or' },
            { value: 'ask', text: 'I do not know' },
          ]}
        />
        <Govuk.Select
          id="owner"
          name="owner"
          label={{ text: 'Owner' }}
          items={[
            { value: 'a', text: 'Ann Adeyemi' },
            { value: 'b', text: 'Bo Bevan' },
          ]}
        />
        <Govuk.Details summaryText="Why we ask">
          The register of watches shows it to everybody who works here.
        </Govuk.Details>
        <Govuk.WarningText text="A watch on a person is refused." iconFallbackText="Warning" />
        <div class="govuk-button-group">
          <Govuk.Button text="Send for approval" />
          <Govuk.Button text="Save for later" classes="govuk-button--secondary" />
          <Govuk.Button text="Delete" classes="govuk-button--warning" />
          <a class="govuk-link" href="/watches">
            Cancel
          </a>
        </div>
        <Govuk.InsetText>Nothing is collected until somebody else has approved it.</Govuk.InsetText>
        <EmptyState title="No watches yet">
          <p class="govuk-body">
            A watch tells Foreword which words matter to you. Begin with the name of your organisation.
          </p>
          <Govuk.Button text="Propose your first watch" href="#" />
        </EmptyState>
        <h2 class="govuk-heading-m govuk-!-margin-top-6">Tags and tables</h2>
        <p>
          {['', 'grey', 'green', 'teal', 'blue', 'purple', 'magenta', 'red', 'orange', 'yellow'].map((colour) => (
            <>
              <Govuk.Tag text={colour || 'plain'} classes={colour ? `govuk-tag--${colour}` : ''} />{' '}
            </>
          ))}
        </p>
        <Govuk.Table
          caption="Sources"
          captionClasses="govuk-table__caption--m"
          attributes={{ 'data-module': 'moj-sortable-table' }}
          head={[
            { text: 'Source', attributes: { 'aria-sort': 'ascending' } },
            { text: 'Posts', format: 'numeric', attributes: { 'aria-sort': 'none' } },
          ]}
          rows={[
            [{ text: 'Northmere Echo' }, { text: 412, format: 'numeric' }],
            [{ text: 'Bluesky' }, { text: 3011, format: 'numeric' }],
          ]}
        />
        <StackTable
          caption="Official accounts"
          head={['Name', 'Network', 'Looked after by']}
          rows={[
            [{ text: '@NorthmereCouncil' }, { text: 'Bluesky' }, { text: 'Ann Weatherby' }],
            [{ text: '@NorthmereBins' }, { text: 'Mastodon' }, { text: 'Bo Lindqvist' }],
          ]}
        />
        <Govuk.TaskList
          items={[
            { title: { text: 'Name your organisation' }, href: '#', status: { text: 'Done' } },
            {
              title: { text: 'Add a source' },
              href: '#',
              status: { tag: { text: 'Next', classes: 'govuk-tag--blue' } },
            },
          ]}
        />
        <Govuk.NotificationBanner text="The alert was sent." type="success" />
        <Govuk.Panel titleText="Watch proposed" text="Bo will look at it today" headingLevel={2} />
        <Govuk.Tabs
          items={[
            { label: 'Posts', id: 'posts', panel: { text: 'Three posts' } },
            { label: 'People', id: 'people', panel: { text: 'Two people' } },
          ]}
        />
        <Moj.Pagination
          landmarkLabel="Pages"
          items={[
            { number: 1, href: '#', current: true },
            { number: 2, href: '#' },
            { number: 3, href: '#' },
          ]}
          next={{ href: '#', text: 'Next' }}
          results={{ count: 60, from: 1, to: 20, text: 'watches' }}
        />
      </div>
    </div>
  );
}

/** Name and document of each sample page. */
export const samples: Readonly<Record<string, () => Html>> = {
  desk: () => Layout({ ...frame, title: 'Now', current: '/', wide: true, children: <Desk /> }),
  signal: () =>
    Layout({
      ...frame,
      title: 'Signal',
      current: '/queue',
      wide: true,
      before: <Govuk.BackLink href="/queue" text="Back to the queue" />,
      children: <Signal />,
    }),
  staff: () =>
    Layout({
      ...frame,
      title: 'Propose a watch',
      current: '/watches',
      hasErrors: true,
      flash: [
        { kind: 'success', title: 'Saved' },
        { kind: 'warning', title: 'One source is blind', text: 'Northmere Echo has sent nothing since 13:20.' },
        { kind: 'information', title: 'Bo is on call until 18:00' },
        { kind: 'error', title: 'The alert to Teams was not delivered', text: 'We will try again in 5 minutes.' },
      ],
      children: <Staff />,
    }),
  'sign-in': () =>
    CentreLayout({
      title: 'Sign in',
      organisation: 'Northmere Council',
      children: (
        <>
          <h1 class="govuk-heading-l">Sign in</h1>
          <form method="post" action="/sign-in">
            <Govuk.Input
              id="email"
              name="email"
              type="email"
              autocomplete="username"
              label={{ text: 'E-mail address' }}
            />
            <Govuk.PasswordInput id="password" name="password" label={{ text: 'Password' }} />
            <Govuk.Button text="Continue" />
          </form>
          <p class="govuk-body">
            <a class="govuk-link" href="/forgot">
              I cannot sign in
            </a>
          </p>
        </>
      ),
    }),
  error: () =>
    Layout({
      ...frame,
      title: 'Sorry, there is a problem',
      children: (
        <ErrorPage
          title="Sorry, there is a problem"
          words={['Your work was saved up to the last page. Nothing was published.', 'Try again in a few minutes.']}
          reference="K7QM-2XTD"
          action={{ text: 'Go to the first page', href: '/' }}
        />
      ),
    }),
};
