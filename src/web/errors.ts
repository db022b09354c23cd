/** What a person is told when a page cannot be shown; absent and forbidden are one answer. */
import type { ErrorPageProps } from './layout.tsx';

export const notFound: ErrorPageProps = {
  title: 'Page not found',
  words: [
    'If you typed the address, check that it is right. If you pasted it, check that you copied all of it.',
    'It may also be that this page is not for your role. If you need it for your work, ask your administrator.',
  ],
  action: { text: 'Go to the first page', href: '/' },
};

export const expired: ErrorPageProps = {
  title: 'This form has expired',
  words: [
    'You were signed out, or the page stood open for too long. Nothing was saved. Go back, open the page again and send it once more.',
  ],
  action: { text: 'Go to the first page', href: '/' },
};

export const tooMany: ErrorPageProps = {
  title: 'Too many requests',
  words: ['There were too many requests from your address in a short time. Wait a minute, then try again.'],
};

export const tooLarge: ErrorPageProps = {
  title: 'That is too large',
  words: ['What you sent is larger than Foreword takes here. Nothing was saved. Send a smaller file or less text.'],
};

export const unreadable: ErrorPageProps = {
  title: 'That could not be read',
  words: ['What was sent to Foreword was not in a form that it can read. Nothing was saved.'],
};

/** For whoever typed a name that Foreword does not know as its own (plain text, before anything else is looked at). */
export const wrongHost =
  'Foreword does not answer to this name. Open it at its own address.\n\nIf this is its right name, whoever runs it can add the name to the setting FOREWORD_HOSTS.\n';

export function broken(reference: string): ErrorPageProps {
  return {
    title: 'Sorry, there is a problem with Foreword',
    words: [
      'What you did last may not have been saved. Please try again in a minute.',
      'Posts are still being collected: this page failed, not the watching.',
    ],
    reference,
    action: { text: 'Go to the first page', href: '/' },
  };
}

export function databaseAway(reference: string): ErrorPageProps {
  return {
    title: 'Foreword cannot reach its database',
    words: ['It tries again by itself. Nothing that was saved is lost. Please try again in a minute.'],
    reference,
    action: { text: 'Try again', href: '/' },
  };
}
