// Neither library ships types for its browser modules; this is the little of them that we use.
type Part = new (root: Element, config?: object) => object;

declare module 'govuk-frontend' {
  export function createAll(
    part: Part,
    config?: object,
    options?: { scope?: Document | Element; onError?: (error: unknown) => void },
  ): object[];
  export const Button: Part;
  export const CharacterCount: Part;
  export const Checkboxes: Part;
  export const ErrorSummary: Part;
  export const FileUpload: Part;
  export const NotificationBanner: Part;
  export const PasswordInput: Part;
  export const Radios: Part;
  export const ServiceNavigation: Part;
  export const SkipLink: Part;
  export const Tabs: Part;
}

declare module '@ministryofjustice/frontend' {
  export const Alert: Part;
  export const ButtonMenu: Part;
  export const DatePicker: Part;
  export const FilterToggleButton: Part;
  export const MultiSelect: Part;
  export const SortableTable: Part;
}
