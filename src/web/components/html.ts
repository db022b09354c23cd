// Finished HTML: the one place where markup may pass into a page without being escaped again.
// Text from outside never comes here; it stays a string, and strings are always escaped.
import type { VNode } from 'preact';
import { jsxTemplate } from 'preact/jsx-runtime';
import { renderToString } from 'preact-render-to-string';

declare const finished: unique symbol;

/** Markup that was drawn by a template or by JSX, both of which escape what they are given. */
export type Html = string & { readonly [finished]: true };

/** Where a component takes HTML, it takes JSX as well; never a plain string. */
export type HtmlSlot = Html | VNode;

/** Text in a component: always escaped. */
export type Words = string | number;

/** Attributes of an element, escaped by the template. An optional one is left out when its value is empty. */
export type Attributes = Readonly<
  Record<string, string | number | boolean | undefined | { readonly value: unknown; readonly optional?: boolean }>
>;

/** Draws JSX as finished HTML, for the components that take HTML in their options. */
export function html(node: VNode): Html {
  return renderToString(node) as Html;
}

/** Only for what a component's own template has drawn, and for the documents' doctype. */
export function drawn(markup: string): Html {
  return markup as Html;
}

/** Puts finished HTML into JSX as it is. A Fragment with dangerouslySetInnerHTML would print nothing at all. */
export function place(markup: Html): VNode {
  return jsxTemplate([markup]) as VNode;
}
