/** One piece of evidence: what it is, its files and hashes, its custody, and what may be done with it. */
import { fullDay, fullTime, Govuk, Scroll } from '#components';
import { Mistakes, page, type Route } from '#web';
import type { People } from '../../../people/door.ts';
import { may } from '../../../people/roles.ts';
import type { Custody, EvidenceDesk, EvidenceFile, EvidenceItem } from '../evidence-door.ts';
import { careWords, noteWords, recipientWords, pageWording as say } from '../wording.ts';
import { dayFrom, noDay } from './day.tsx';
import { Export, Hold, heldWords, type Names, recipients, Together, Unfinished } from './evidence-acts.tsx';

interface Loaded {
  readonly item: EvidenceItem;
  readonly names: Names;
}

const problemOf = (field: string, answer: { because: string }) => ({ problems: [{ field, words: answer.because }] });

export const evidenceItemPage = (evidence: EvidenceDesk, people: People) => {
  const pathOf = (id: string) => `/assure/evidence/${id}`;
  return page<Loaded>({
    path: '/assure/evidence/:id',
    may: 'see-evidence',
    trace: 'evidence-viewed',
    load: async (ask) => {
      const item = await evidence.item(ask.asker, ask.params.id ?? '');
      if (!item) return null;
      const ids = [
        item.evidence.askedBy,
        item.evidence.hold?.by ?? '',
        ...item.custody.map((one) => one.who),
        ...item.openings.flatMap((one) => [one.askedBy, one.confirmedBy ?? '']),
      ].filter(Boolean);
      return { item, names: await people.names(ask.asker, [...new Set(ids)]) };
    },
    acts: {
      open: {
        trace: 'evidence-opening-asked',
        do: async (input, { item }, ask) => {
          const answer = await evidence.askToOpen(ask.asker, item.evidence.id, input.text('openWhy'));
          if (!answer.ok) return problemOf('openWhy', answer);
          return { go: pathOf(item.evidence.id), flash: { kind: 'success', title: say.didAsk } };
        },
      },
      confirm: {
        trace: 'evidence-opening-confirmed',
        do: async (input, { item }, ask) => {
          const answer = await evidence.confirmOpening(ask.asker, item.evidence.id, input.text('opening'));
          if (!answer.ok) return { refused: answer.because };
          return { go: pathOf(item.evidence.id), flash: { kind: 'success', title: say.didConfirm } };
        },
      },
      again: {
        may: 'capture-evidence',
        trace: 'evidence-capture-asked',
        do: async (_input, { item }, ask) => {
          const answer = await evidence.again(ask.asker, item.evidence.id);
          if (!answer.ok) return { refused: answer.because };
          const flash = { kind: 'success', title: say.didCapture, text: say.didCaptureWords } as const;
          return { go: pathOf(item.evidence.id), flash };
        },
      },
      export: {
        may: 'export-evidence',
        trace: 'evidence-exported',
        do: async (input, { item }, ask) => {
          const to = recipients.find((one) => one === input.text('to')) ?? 'inside';
          const answer = await evidence.export(ask.asker, item.evidence.id, to, input.text('exportWhy'));
          if (!answer.ok) return problemOf('exportWhy', answer);
          return { file: { name: answer.value.name, mime: 'application/zip', body: answer.value.bytes } };
        },
      },
      hold: {
        may: 'hold-evidence',
        trace: 'evidence-held',
        do: async (input, { item }, ask) => {
          const reviewOn = dayFrom(input, 'reviewOn');
          if (!reviewOn) return { problems: [noDay('reviewOn')] };
          const answer = await evidence.hold(ask.asker, item.evidence.id, input.text('holdWhy'), reviewOn);
          if (!answer.ok) return problemOf('holdWhy', answer);
          return { go: pathOf(item.evidence.id), flash: { kind: 'success', title: say.didHold } };
        },
      },
      release: {
        may: 'hold-evidence',
        trace: 'evidence-released',
        do: async (input, { item }, ask) => {
          const answer = await evidence.release(ask.asker, item.evidence.id, input.text('holdWhy'));
          if (!answer.ok) return problemOf('holdWhy', answer);
          return { go: pathOf(item.evidence.id), flash: { kind: 'success', title: say.didRelease } };
        },
      },
    },
    view: ({ item, names }, ask) => ({
      title: say.pageTitle,
      menu: '/assure/evidence',
      before: <Govuk.BackLink text={say.back} href="/assure/evidence" />,
      body: (
        <>
          <Mistakes ask={ask} />
          <h1 class="govuk-heading-l">{say.pageTitle}</h1>
          {item.evidence.isProtected ? <Govuk.Tag text={say.protectedTag} classes="govuk-tag--red" /> : null}
          <Govuk.SummaryList rows={factRows(item, names)} />
          <Unfinished item={item} ask={ask} />
          <Files item={item} />
          {item.evidence.care === 'two-people' ? <Together item={item} names={names} ask={ask} /> : null}
          {may(ask.asker.roles, 'export-evidence') && item.evidence.state === 'kept' && item.isOpen ? (
            <Export item={item} ask={ask} />
          ) : null}
          {may(ask.asker.roles, 'hold-evidence') ? <Hold item={item} names={names} ask={ask} /> : null}
          <CustodyList custody={item.custody} names={names} />
        </>
      ),
    }),
  });
};

function factRows({ evidence }: EvidenceItem, names: Names) {
  const about = { incident: say.aboutIncident, signal: say.aboutSignal };
  const isLong = evidence.keepUntil.getUTCFullYear() > 9000;
  const hold = evidence.hold;
  const rows: readonly [string, string][] = [
    [say.address, evidence.url],
    [say.why, evidence.why],
    [say.about, evidence.about ? about[evidence.about.kind] : say.aboutNothing],
    [say.by, names.get(evidence.askedBy) ?? say.system],
    [say.captured, evidence.capturedAt ? fullTime(evidence.capturedAt) : say.stateWords[evidence.state]],
    ...evidence.notes.map((note) => [say.notes, noteWords[note]] as [string, string]),
    [say.care, careWords[evidence.care]],
    [say.keepUntil, isLong ? say.keepLong : fullDay(evidence.keepUntil)],
    ...(hold ? [[say.holdTitle, heldWords(hold, names)] as [string, string]] : []),
    ...(evidence.manifestHash ? [[say.hash, evidence.manifestHash] as [string, string]] : []),
    ...(evidence.keyId ? [[say.signedBy, evidence.keyId] as [string, string]] : []),
    [say.stamp, evidence.isStamped ? say.hasStamp : say.none],
  ];
  return rows.map(([key, value]) => ({ key: { text: key }, value: { text: value, classes: 'fw-break' } }));
}

function Files({ item }: { item: EvidenceItem }) {
  const { evidence, files, isOpen } = item;
  if (evidence.care === 'pointer') return <Govuk.InsetText text={say.pointer} />;
  if (files.length === 0) return null;
  const name = (file: EvidenceFile) =>
    isOpen || file.isWorkingCopy ? (
      <a class="govuk-link" href={`/assure/evidence/${evidence.id}/files/${file.name}`}>
        {file.isWorkingCopy ? say.workingCopy : file.name}
      </a>
    ) : (
      <span>{file.name}</span>
    );
  return (
    <>
      <h2 class="govuk-heading-m">{say.files}</h2>
      <p class="govuk-body">{isOpen ? say.looking : say.sealed}</p>
      <Scroll label={say.files}>
        <Govuk.Table
          caption={say.files}
          captionClasses="govuk-visually-hidden"
          head={[{ text: say.fileColumn }, { text: say.sizeColumn }, { text: say.hashColumn }]}
          rows={files.map((file) => [
            { html: name(file) },
            { text: sizeOf(file.bytes) },
            { html: <code class="fw-break">{file.sha256}</code> },
          ])}
        />
      </Scroll>
    </>
  );
}

const sizeOf = (bytes: number) =>
  bytes < 2048
    ? `${bytes} B`
    : bytes < 2_097_152
      ? `${Math.round(bytes / 1024)} KB`
      : `${Math.round(bytes / 1_048_576)} MB`;

function CustodyList({ custody, names }: { custody: readonly Custody[]; names: Names }) {
  if (custody.length === 0) return null;
  const words = (one: Custody) =>
    [say.custodyWhat[one.what] ?? one.what, one.why, one.recipient ? say.to(recipientWords[one.recipient]) : null]
      .filter(Boolean)
      .join(': ');
  return (
    <>
      <h2 class="govuk-heading-m">{say.custody}</h2>
      <Scroll label={say.custody}>
        <Govuk.Table
          caption={say.custody}
          captionClasses="govuk-visually-hidden"
          head={[{ text: say.whenColumn }, { text: say.whoColumn }, { text: say.whatColumn }]}
          rows={custody.map((one) => [
            { text: fullTime(one.at) },
            { text: names.get(one.who) ?? say.system },
            { text: words(one) },
          ])}
        />
      </Scroll>
    </>
  );
}

/** One file, never shown as a page of ours: saved, or a picture. */
export const fileRoute = (evidence: EvidenceDesk): Route => ({
  method: 'GET',
  path: '/assure/evidence/:id/files/:name',
  may: 'see-evidence',
  trace: 'evidence-file-viewed',
  answer: async (ask) => {
    const found = await evidence.file(ask.asker, ask.params.id ?? '', ask.params.name ?? '');
    if (!found) return null;
    const isShown = found.file.mediaType === 'image/png' || found.file.name.endsWith('.txt');
    const mime =
      found.file.mediaType === 'image/png'
        ? 'image/png'
        : isShown
          ? 'text/plain; charset=utf-8'
          : 'application/octet-stream';
    const headers = {
      'content-type': mime,
      'content-disposition': `${isShown ? 'inline' : 'attachment'}; filename="${found.file.name}"`,
      'content-security-policy': "default-src 'none'; sandbox",
      'x-content-type-options': 'nosniff',
    };
    return { status: 200, headers, body: found.bytes };
  },
});
