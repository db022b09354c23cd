// The options of the MoJ components we use, written by hand: MoJ Frontend publishes no description of them.
import type {
  ButtonProps,
  ErrorMessageProps,
  HintProps,
  InputPropsFormGroup,
  LabelProps,
  PaginationPropsNext,
  PaginationPropsPrevious,
} from './govuk.generated.ts';
import type { Attributes, HtmlSlot, Words } from './html.ts';

/** Words or finished HTML. */
export interface Content {
  text?: Words | undefined;
  html?: HtmlSlot | undefined;
}

interface Dressed {
  classes?: string | undefined;
  attributes?: Readonly<Record<string, string | number>> | undefined;
}

export interface AlertProps extends Content, Dressed {
  variant: 'information' | 'success' | 'warning' | 'error';
  /** Read out as the label of the region; shown as a heading only on request. */
  title: string;
  showTitleAsHeading?: boolean | undefined;
  headingTag?: 'h2' | 'h3' | 'h4' | undefined;
  dismissible?: boolean | undefined;
  dismissText?: string | undefined;
  disableAutoFocus?: boolean | undefined;
  focusOnDismissSelector?: string | undefined;
  role?: string | undefined;
}

export interface BadgeProps extends Content, Dressed {}

export interface BannerProps extends Content, Dressed {
  type?: 'success' | 'warning' | 'information' | undefined;
  iconFallbackText?: string | undefined;
}

export interface FilterProps {
  attributes?: Dressed['attributes'];
  heading: Content;
  selectedFilters?:
    | {
        heading: Content;
        clearLink: { text: string; href: string };
        categories: readonly { heading: Content; items: readonly { text: string; href: string }[] }[];
      }
    | undefined;
  submit?: { text?: string | undefined; attributes?: Attributes | undefined } | undefined;
  optionsHtml: HtmlSlot;
}

export interface ButtonMenuProps extends Dressed {
  button: { text: string; classes?: string | undefined };
  alignMenu?: 'left' | 'right' | undefined;
  items: readonly ButtonProps[];
}

export interface IdentityBarProps extends Dressed {
  title?: Content | undefined;
  menus?: readonly ButtonMenuProps[] | undefined;
}

export interface PageHeaderActionsProps extends Dressed {
  heading: Content & { level?: 1 | 2 | 3 | undefined; classes?: string | undefined };
  items?: readonly ButtonProps[] | undefined;
}

export interface PaginationProps extends Dressed {
  items?: readonly { number?: number; href?: string; current?: boolean; ellipsis?: boolean }[] | undefined;
  previous?: PaginationPropsPrevious | undefined;
  next?: PaginationPropsNext | undefined;
  landmarkLabel?: string | undefined;
  results?:
    | { text?: string; count?: number; from?: number; to?: number; pages?: { current: number; count: number } }
    | undefined;
}

export interface SearchProps extends Dressed {
  action: string;
  method?: 'get' | 'post' | undefined;
  csrf?: { name?: string | undefined; value: string } | undefined;
  layout?: 'stacked' | undefined;
  iconButton?: boolean | undefined;
  label: Content & Dressed;
  hint?: (Content & { id?: string | undefined; classes?: string | undefined }) | undefined;
  input: { id: string; name?: string | undefined; value?: string | undefined; classes?: string | undefined };
  button: Pick<ButtonProps, 'text' | 'classes' | 'attributes'>;
}

interface NavigationItem extends Content {
  href: string;
  active?: boolean | undefined;
  attributes?: Dressed['attributes'];
}

export interface SideNavigationProps extends Dressed {
  label: string;
  items?: readonly NavigationItem[] | undefined;
  sections?:
    | readonly {
        heading: Content & { headingLevel?: 2 | 3 | 4 | undefined; classes?: string | undefined };
        items: readonly NavigationItem[];
      }[]
    | undefined;
}

export interface SubNavigationProps extends Dressed {
  label: string;
  items: readonly (NavigationItem & { classes?: string | undefined })[];
}

export interface TimelineProps extends Dressed {
  headingLevel?: 2 | 3 | 4 | undefined;
  items: readonly (Content & {
    classes?: string | undefined;
    attributes?: Dressed['attributes'];
    label: Content;
    byline?: Content | undefined;
    /** An ISO 8601 moment. */
    datetime: {
      timestamp: string;
      type?: 'datetime' | 'shortdatetime' | 'date' | 'shortdate' | 'time' | undefined;
      format?: string | undefined;
    };
  })[];
}

export interface DatePickerProps extends Dressed {
  id: string;
  name: string;
  value?: string | undefined;
  label: LabelProps;
  hint?: HintProps | undefined;
  errorMessage?: ErrorMessageProps | undefined;
  formGroup?: InputPropsFormGroup | undefined;
  /** All dates as dd/mm/yyyy. */
  minDate?: string | undefined;
  maxDate?: string | undefined;
  excludedDates?: string | undefined;
  excludedDays?: string | undefined;
  leadingZeros?: boolean | undefined;
  weekStartDay?: 'monday' | 'sunday' | undefined;
}

export interface TicketPanelProps extends Dressed {
  items: readonly (Content & Dressed)[];
}

export interface NotificationBadgeProps extends Dressed {
  text: number;
  visuallyHiddenText?: string | undefined;
}
