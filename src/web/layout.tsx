// The frame around every page: masthead, navigation, signs of a rehearsal, messages, the page itself, footer.
// Our own brand on GOV.UK and MoJ components: no crown, no GOV.UK logo, no GDS Transport (see assets/README.md).
import type { ComponentChildren, VNode } from 'preact';
import { assetHrefs } from './components/asset-hrefs.ts';
import { drawn, type Html, html } from './components/html.ts';
import { Govuk, Moj } from './components/index.ts';
import { Mark } from './components/mark.tsx';
import { type MenuItem, Navigation } from './navigation.tsx';

export interface Flash {
  kind: 'success' | 'information' | 'warning' | 'error';
  title: string;
  text?: string | undefined;
}

export interface LayoutUser {
  name: string;
  /** The hidden token of the sign-out form. */
  csrf?: string | undefined;
  accountHref?: string | undefined;
}

export interface LayoutProps {
  title: string;
  lang?: string | undefined;
  user?: LayoutUser | undefined;
  navigation?: readonly MenuItem[] | undefined;
  /** The href of the item of the navigation that this page belongs to. */
  current?: string | undefined;
  /** True in the demonstration and in drills; or where a visitor can leave it. */
  isRehearsal?: boolean | { leaveHref: string; leaveText: string } | undefined;
  organisation?: string | undefined;
  flash?: readonly Flash[] | undefined;
  /** A desk: full width and dense. Pages for staff stay narrow and calm. */
  wide?: boolean | undefined;
  /** More scripts of our own, as paths; never inline. */
  scripts?: readonly string[] | undefined;
  nonce?: string | undefined;
  /** Stands above the main part, such as a back link or breadcrumbs. */
  before?: VNode | undefined;
  /** The page has a form with mistakes: the title says so first. */
  hasErrors?: boolean | undefined;
  version?: string | undefined;
  children: ComponentChildren;
}

/** The whole document, doctype first. */
export function Layout(props: LayoutProps): Html {
  return drawn(`<!DOCTYPE html>${html(<Page {...props} />)}`);
}

/** For sign-in, first run and other pages that stand alone: one calm column, no navigation. */
export function CentreLayout(props: Omit<LayoutProps, 'navigation' | 'current' | 'wide'>): Html {
  const { children, ...rest } = props;
  return Layout({ ...rest, children: <div class="fw-centre">{children}</div> });
}

export interface ErrorPageProps {
  title: string;
  /** What happened and what to do, in plain words; one paragraph each. */
  words: readonly string[];
  /** The short code that support can look up. */
  reference?: string | undefined;
  action?: { text: string; href: string } | undefined;
}

/** The main part of an error page. */
export function ErrorPage({ title, words, reference, action }: ErrorPageProps) {
  return (
    <div class="govuk-grid-row">
      <div class="govuk-grid-column-two-thirds fw-error">
        <h1 class="govuk-heading-l">{title}</h1>
        {words.map((paragraph) => (
          <p class="govuk-body">{paragraph}</p>
        ))}
        {reference ? (
          <p class="govuk-body fw-error__reference">
            If you ask for help, quote this reference: <strong class="fw-error__code">{reference}</strong>
          </p>
        ) : null}
        {action ? (
          <p class="govuk-body">
            <a class="govuk-link" href={action.href}>
              {action.text}
            </a>
          </p>
        ) : null}
      </div>
    </div>
  );
}

function Page(props: LayoutProps) {
  const { title, lang = 'en', organisation, hasErrors, scripts = [], nonce, wide } = props;
  const assets = assetHrefs();
  return (
    <html lang={lang} class="govuk-template fw-template">
      <head>
        <meta charSet="utf-8" />
        <title>{`${hasErrors ? 'Error: ' : ''}${title} - ${organisation ? `${organisation} - ` : ''}Foreword`}</title>
        <meta name="viewport" content="width=device-width, initial-scale=1, viewport-fit=cover" />
        <meta name="color-scheme" content="light dark" />
        <meta name="theme-color" media="(prefers-color-scheme: light)" content="#0d3b40" />
        <meta name="theme-color" media="(prefers-color-scheme: dark)" content="#081f22" />
        <meta name="robots" content="noindex, nofollow" />
        <link rel="icon" href={assets.icon} type="image/svg+xml" sizes="any" />
        <link rel="stylesheet" href={assets.css} />
        <script type="module" src={assets.js} nonce={nonce} />
        {scripts.map((path) => (
          <script type="module" src={path} nonce={nonce} />
        ))}
      </head>
      <body class={`govuk-template__body fw-body${wide ? ' fw-body--desk' : ''}`}>
        <Govuk.SkipLink href="#main-content" text="Skip to main content" />
        <RehearsalBanner isRehearsal={props.isRehearsal} />
        <Masthead {...props} />
        <Navigation {...props} />
        <div class={`govuk-width-container fw-width${wide ? ' fw-width--desk' : ''}`}>
          {props.before ? (
            <nav class="fw-before" aria-label="Where you are">
              {props.before}
            </nav>
          ) : null}
          <main class="govuk-main-wrapper fw-main" id="main-content" tabIndex={-1}>
            <Flashes flash={props.flash} hasErrors={props.hasErrors} />
            {props.children}
          </main>
        </div>
        <Footer version={props.version} wide={wide} />
        <div id="fw-announcer" class="govuk-visually-hidden" aria-live="polite" aria-atomic="true" />
      </body>
    </html>
  );
}

function RehearsalBanner({ isRehearsal }: Pick<LayoutProps, 'isRehearsal'>) {
  if (!isRehearsal) return null;
  return (
    <section class="fw-rehearsal" aria-label="Rehearsal">
      <div class="govuk-width-container fw-rehearsal__inner">
        <p class="fw-rehearsal__words">
          <strong class="fw-rehearsal__word">Rehearsal</strong> Nothing here is real.{' '}
          <span class="fw-rehearsal__more">No person, post or place exists.</span>
        </p>
        {typeof isRehearsal === 'object' ? (
          <a class="fw-rehearsal__leave" href={isRehearsal.leaveHref}>
            {isRehearsal.leaveText}
          </a>
        ) : null}
      </div>
    </section>
  );
}

function Masthead({ organisation, user, wide }: LayoutProps) {
  return (
    <header class="fw-masthead">
      <div class={`govuk-width-container fw-width fw-masthead__inner${wide ? ' fw-width--desk' : ''}`}>
        <a class="fw-masthead__home" href="/">
          <Mark />
          <span class="fw-masthead__name">Foreword</span>
        </a>
        {organisation ? <span class="fw-masthead__organisation">{organisation}</span> : null}
        {user ? (
          <div class="fw-masthead__user">
            <a class="fw-masthead__link" href={user.accountHref ?? '/account'}>
              <span class="govuk-visually-hidden">Your account: </span>
              {user.name}
            </a>
            <form class="fw-masthead__form" method="post" action="/sign-out">
              {user.csrf ? <input type="hidden" name="_csrf" value={user.csrf} /> : null}
              <button class="fw-masthead__link fw-masthead__button" type="submit">
                Sign out
              </button>
            </form>
          </div>
        ) : null}
      </div>
    </header>
  );
}

function Flashes({ flash = [], hasErrors }: Pick<LayoutProps, 'flash' | 'hasErrors'>) {
  if (flash.length === 0) return null;
  return (
    <div class="fw-flashes">
      {flash.map((message) => (
        <Moj.Alert
          variant={message.kind}
          title={message.title}
          showTitleAsHeading={message.text !== undefined}
          text={message.text ?? message.title}
          role={message.kind === 'error' ? 'alert' : 'status'}
          // The summary of a form's mistakes takes the focus first.
          disableAutoFocus={hasErrors || message.kind !== 'error'}
        />
      ))}
    </div>
  );
}

function Footer({ version, wide }: Pick<LayoutProps, 'version' | 'wide'>) {
  const links: [string, string][] = [
    ['Help', '/help'],
    ['Register of watches', '/register'],
    ['Privacy', '/privacy'],
    ['Accessibility', '/accessibility'],
    ['About this version', '/about'],
  ];
  return (
    <footer class="fw-footer">
      <div class={`govuk-width-container fw-width fw-footer__inner${wide ? ' fw-width--desk' : ''}`}>
        <h2 class="govuk-visually-hidden">Support links</h2>
        <ul class="fw-footer__links">
          {links.map(([text, href]) => (
            <li>
              <a class="fw-footer__link" href={href}>
                {text}
              </a>
            </li>
          ))}
        </ul>
        <p class="fw-footer__words">Foreword{version ? ` ${version}` : ''}. People before openness.</p>
      </div>
    </footer>
  );
}
