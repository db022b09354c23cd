// What runs in the browser. Every page works without it; with it, the queue is live and the keys work.
import {
  Alert,
  ButtonMenu,
  DatePicker,
  FilterToggleButton,
  MultiSelect,
  SortableTable,
} from '@ministryofjustice/frontend';
import {
  Button,
  CharacterCount,
  Checkboxes,
  createAll,
  ErrorSummary,
  FileUpload,
  NotificationBanner,
  PasswordInput,
  Radios,
  ServiceNavigation,
  SkipLink,
  Tabs,
} from 'govuk-frontend';
import { startClocks } from './clocks.ts';
import { startKeys } from './keys.ts';
import { startLive } from './live.ts';
import { startPasskeys } from './passkeys.ts';

// GOV.UK sets these by an inline script, which our content policy refuses.
document.body.classList.add('js-enabled');
if ('noModule' in HTMLScriptElement.prototype) document.body.classList.add('govuk-frontend-supported');

/** Also for a region that has just been refreshed. */
function dress(scope: Document | Element): void {
  for (const part of [
    Button,
    CharacterCount,
    Checkboxes,
    ErrorSummary,
    FileUpload,
    NotificationBanner,
    PasswordInput,
    Radios,
    ServiceNavigation,
    SkipLink,
    Tabs,
  ]) {
    createAll(part, undefined, { scope, onError: () => {} });
  }
  for (const part of [Alert, ButtonMenu, DatePicker, MultiSelect, SortableTable]) {
    createAll(part, undefined, { scope, onError: () => {} });
  }
}

dress(document);
// MoJ's own start leaves this one out; without it the filter covers a whole phone.
createAll(
  FilterToggleButton,
  {
    bigModeMediaQuery: '(min-width: 64em)',
    startHidden: true,
    toggleButtonContainer: { selector: '.moj-action-bar__filter' },
    closeButtonContainer: { selector: '.moj-filter__header-action' },
    toggleButton: { showText: 'Show filter', hideText: 'Hide filter', classes: 'govuk-button--secondary' },
    closeButton: { text: 'Close', classes: '' },
  },
  { onError: () => {} },
);
// For browsers that do not know the style rule for it: the room that is open is in sight in the line of rooms.
const room = document.querySelector('.fw-rooms [aria-current]');
room?.closest('ul')?.scrollBy(room.getBoundingClientRect().left - 80, 0);
startClocks();
startKeys();
startLive(dress);
startPasskeys();
