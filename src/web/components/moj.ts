// MoJ Frontend as typed elements: <Moj.Alert variant="success" title="Saved" text="..." />.
import type { ComponentChildren, VNode } from 'preact';
import type * as Props from './moj-props.ts';
import { element } from './templates.ts';

type WithChildren<P> = P & { children?: ComponentChildren };

export const Moj = {
  Alert: element('moj', 'alert') as (props: WithChildren<Props.AlertProps>) => VNode,
  Badge: element('moj', 'badge') as (props: WithChildren<Props.BadgeProps>) => VNode,
  Banner: element('moj', 'banner') as (props: WithChildren<Props.BannerProps>) => VNode,
  ButtonMenu: element('moj', 'button-menu') as (props: Props.ButtonMenuProps) => VNode,
  DatePicker: element('moj', 'date-picker') as (props: Props.DatePickerProps) => VNode,
  Filter: element('moj', 'filter') as (props: Props.FilterProps) => VNode,
  IdentityBar: element('moj', 'identity-bar') as (props: Props.IdentityBarProps) => VNode,
  NotificationBadge: element('moj', 'notification-badge') as (props: Props.NotificationBadgeProps) => VNode,
  PageHeaderActions: element('moj', 'page-header-actions') as (props: Props.PageHeaderActionsProps) => VNode,
  Pagination: element('moj', 'pagination') as (props: Props.PaginationProps) => VNode,
  Search: element('moj', 'search') as (props: Props.SearchProps) => VNode,
  SideNavigation: element('moj', 'side-navigation') as (props: Props.SideNavigationProps) => VNode,
  SubNavigation: element('moj', 'sub-navigation') as (props: Props.SubNavigationProps) => VNode,
  TicketPanel: element('moj', 'ticket-panel') as (props: Props.TicketPanelProps) => VNode,
  Timeline: element('moj', 'timeline') as (props: Props.TimelineProps) => VNode,
} as const;
