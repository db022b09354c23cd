/** A page is one value: where it is, who may, what is recorded, what it loads, what can be done on it, how it looks. */
import type { VNode } from 'preact';
import type { Asker } from '#platform';
import type { Events } from '../events.ts';
import type { Organisation, SignedIn } from '../people/person.ts';
import type { Permission } from '../people/roles.ts';

/**
 * `anybody`: no sign-in. `visitor`: only somebody who has not signed in. `signed-in`: everybody with a whole sign-in.
 * `half`: a session that still owes its second factor. Else the permission that is wanted.
 */
export type May = 'anybody' | 'visitor' | 'half' | 'signed-in' | Permission;

export type Values = Readonly<Record<string, string | readonly string[]>>;

export interface Problem {
  /** The name of the field, or '' for the whole form. */
  readonly field: string;
  readonly words: string;
}

export interface UploadedFile {
  readonly field: string;
  readonly name: string;
  readonly bytes: Uint8Array;
}

export interface Ask {
  readonly asker: Asker;
  /** Null for somebody who has not signed in. */
  readonly person: SignedIn | null;
  readonly organisation: Organisation | null;
  readonly lang: 'en' | 'cy';
  readonly now: Date;
  readonly path: string;
  readonly params: Readonly<Record<string, string>>;
  readonly query: Readonly<Record<string, string>>;
  /** Goes into every form as `_csrf`; `<Form>` does it. */
  readonly csrf: string;
  /** What was typed and what is wrong with it, when the page is shown again after an act. */
  readonly tried: { readonly act: string; readonly values: Values; readonly problems: readonly Problem[] } | null;
  /** Cookie of the session, for people's own pages. */
  readonly sessionToken: string | null;
  /** For rate limits; never stored beside anything a person did. */
  readonly ip: string;
}

export interface Input {
  readonly values: Values;
  readonly files: readonly UploadedFile[];
  /** Trimmed text of a field, '' when it is not there or more than one came. */
  text(name: string): string;
  /** All values of a field (checkboxes). */
  list(name: string): readonly string[];
}

export type Result =
  /** Done: go there (303) and say so. */
  | { readonly go: string; readonly flash?: Flash; readonly session?: string | null }
  /** Not done: show the page again with what is wrong. */
  | { readonly problems: readonly Problem[] }
  /** Not done, and there is nothing to mend: the sentence is shown on the page. */
  | { readonly refused: string }
  /** A file to save. */
  | { readonly file: { readonly name: string; readonly mime: string; readonly body: string | Uint8Array } };

export interface Flash {
  readonly kind: 'success' | 'information' | 'warning' | 'error';
  readonly title: string;
  readonly text?: string;
}

export interface Drawn {
  readonly title: string;
  readonly body: VNode;
  /** A desk: full width, dense. */
  readonly isWide?: boolean;
  /** One centred column without navigation. */
  readonly isAlone?: boolean;
  /** Which item of the menu it belongs to; its own path unless told. */
  readonly menu?: string;
  readonly before?: VNode;
}

/** Rooms of the menu that stand together, in the order in which they are shown. */
export const menuGroups = ['watch', 'respond', 'policy', 'record', 'house'] as const;
export type MenuGroup = (typeof menuGroups)[number];

export interface Page<L = unknown> {
  readonly path: string;
  readonly may: May;
  /** Recorded with who and when each time it is viewed; null for pages that show nothing of anybody. */
  readonly trace: string | null;
  /** Its place in the menu of those who may. */
  readonly menu?: {
    readonly group: MenuGroup;
    readonly words: string;
    readonly order: number;
    readonly waiting?: (ask: Ask) => Promise<number>;
  };
  /** Null is "not found", the same as for a page that does not exist. */
  load(ask: Ask): Promise<L | null>;
  /** By the value of the form's `act` field. Each names who may, when that is narrower than the page. */
  readonly acts?: Readonly<Record<string, Act<L>>>;
  view(loaded: L, ask: Ask): Drawn;
}

export interface Act<L> {
  readonly may?: May;
  /** Recorded when it was done. Null where the act records by itself, since who did it must stay sealed. */
  readonly trace: string | null;
  do(input: Input, loaded: L, ask: Ask): Promise<Result>;
}

/** Keeps the types of a page together; the list of a capability's pages is then a list of `Page`. */
export function page<L>(given: Page<L>): Page {
  return given as unknown as Page;
}

/** Server-sent events: the browser is told that something changed and fetches what it may see. Never content. */
export interface Stream {
  readonly path: string;
  readonly may: May;
  readonly names: readonly (keyof Events)[];
}

/** What is neither page nor stream: a file, a hook for another program. */
export interface Route {
  readonly method: 'GET' | 'POST';
  readonly path: string;
  readonly may: May;
  readonly trace: string | null;
  /** Hooks from other programs bring no CSRF token and are checked by their own signature. */
  readonly isHook?: boolean;
  answer(
    ask: Ask,
    raw: { readonly headers: Readonly<Record<string, string>>; readonly body: Uint8Array },
  ): Promise<{ status: number; headers?: Record<string, string>; body: string | Uint8Array } | null>;
}

/** What a capability brings to the house. */
export interface Manifest {
  readonly name: string;
  readonly pages: readonly Page[];
  readonly streams: readonly Stream[];
  readonly routes: readonly Route[];
  readonly holds: readonly Hold[];
}

/** Personal data that a table holds: what, about whom, why, how long, then what. */
export interface Hold {
  /** `watch.post`. A table with no hold fails the build. */
  readonly table: string;
  readonly what: string;
  /** 'nobody' for tables without personal data. */
  readonly about: string;
  readonly why: string;
  readonly keep: string;
  readonly then: string;
}
