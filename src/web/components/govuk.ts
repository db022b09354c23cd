// GOV.UK Frontend as typed elements: <Govuk.Button text="Save" />.
import type { ComponentChildren, VNode } from 'preact';
import { type GovukComponents, govukFolders } from './govuk.generated.ts';
import { element } from './templates.ts';

type Element<P> = (props: P & (P extends { html?: unknown } ? { children?: ComponentChildren } : object)) => VNode;

export const Govuk = Object.fromEntries(
  Object.entries(govukFolders).map(([name, folder]) => [name, element('govuk', folder)]),
) as unknown as { readonly [K in keyof GovukComponents]: Element<GovukComponents[K]> };
