/** What is neither page nor act: pictures as they will appear, and the word that something changed. */
import type { Route, Stream } from '#web';
import { readBytes } from '../bytes.ts';
import { me as byProgram } from '../check.ts';
import type { PublishDoor } from './index.ts';

type Media = { readonly mime: string; readonly bytes: Uint8Array } | null;

const answerOf = (media: Media) =>
  media && {
    status: 200,
    headers: { 'content-type': media.mime, 'x-content-type-options': 'nosniff' },
    body: media.bytes,
  };

export function publishRoutes({ drafts }: PublishDoor): readonly Route[] {
  return [
    {
      method: 'GET',
      path: '/respond/drafts/pictures/:hash',
      may: 'see-publishing',
      trace: null,
      answer: async (ask) => answerOf(await drafts.media(ask.asker, ask.params.hash ?? '')),
    },
    {
      method: 'GET',
      path: '/respond/outside/:secret/pictures/:hash',
      may: 'anybody',
      trace: null,
      answer: async (ask) => {
        const found = await drafts.byLink(ask.params.secret ?? '');
        const hash = ask.params.hash ?? '';
        // The link opens what is approved by it, and no other picture.
        const isShown =
          found &&
          readBytes(found.submission.bytes).parts.some((part) => part.images.some((image) => image.hash === hash));
        return isShown ? answerOf(await drafts.media(byProgram, hash)) : null;
      },
    },
  ];
}

export const publishStreams: readonly Stream[] = [
  {
    path: '/respond/drafts/changes',
    may: 'see-publishing',
    names: [
      'respond.draft-changed',
      'respond.response-published',
      'respond.response-failed',
      'respond.response-removed',
      'respond.publishing-stopped',
      'respond.publishing-started',
    ],
  },
];
