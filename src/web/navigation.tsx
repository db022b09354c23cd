/** The menu: rooms in groups, and under them the rooms of the group that is open. Works without script. */
import { Govuk } from './components/index.ts';
import { houseWording as say } from './house-wording.ts';
import { type MenuGroup, menuGroups } from './page.ts';

export interface MenuItem {
  readonly text: string;
  readonly href: string;
  /** Stands by itself where it belongs to no group. */
  readonly group?: MenuGroup | undefined;
  /** How many things wait there; shown when above nought. */
  readonly waiting?: number | undefined;
}

interface Props {
  readonly navigation?: readonly MenuItem[] | undefined;
  /** The href of the item that the page belongs to. */
  readonly current?: string | undefined;
  readonly wide?: boolean | undefined;
}

/** So many rooms fit beside each other: then there is nothing to group. */
const mostInOneRow = 6;

interface Entry extends MenuItem {
  readonly items: readonly MenuItem[];
}

export function Navigation({ navigation = [], current, wide }: Props) {
  if (navigation.length === 0) return null;
  const entries = entriesOf(navigation);
  const open = entries.find((entry) => entry.items.some((item) => item.href === current));
  return (
    <div class={`fw-navigation${wide ? ' fw-navigation--desk' : ''}`}>
      <Govuk.ServiceNavigation
        navigationLabel="Main menu"
        menuButtonText="Menu"
        navigation={entries.map((entry) => ({
          href: entry.href,
          ...(entry === open ? (entry.items.length > 1 ? { active: true } : { current: true }) : {}),
          html: <Words {...entry} />,
        }))}
      />
      {open && open.items.length > 1 ? (
        <nav class="fw-rooms" aria-label={open.text}>
          <ul class={`govuk-width-container fw-width fw-rooms__list${wide ? ' fw-width--desk' : ''}`}>
            {open.items.map((item) => (
              <li>
                <a
                  class="govuk-link fw-rooms__link"
                  href={item.href}
                  aria-current={item.href === current ? 'page' : undefined}
                >
                  <Words {...item} />
                </a>
              </li>
            ))}
          </ul>
        </nav>
      ) : null}
    </div>
  );
}

/** A group leads to its first room. A group with one room is that room. */
function entriesOf(navigation: readonly MenuItem[]): readonly Entry[] {
  const alone = (item: MenuItem): Entry => ({ ...item, items: [item] });
  if (navigation.length <= mostInOneRow) return navigation.map(alone);
  const grouped = menuGroups.flatMap((group): Entry[] => {
    const items = navigation.filter((item) => item.group === group);
    const [first] = items;
    if (!first) return [];
    if (items.length === 1) return [alone(first)];
    const waiting = items.reduce((sum, item) => sum + (item.waiting ?? 0), 0);
    return [{ text: say.menuGroups[group], href: first.href, waiting, items }];
  });
  return [...grouped, ...navigation.filter((item) => item.group === undefined).map(alone)];
}

function Words({ text, waiting = 0 }: MenuItem) {
  return (
    <>
      {text}
      {waiting > 0 ? (
        <>
          {' '}
          <span class="fw-count">
            {waiting > 99 ? '99+' : waiting}
            <span class="govuk-visually-hidden"> waiting</span>
          </span>
        </>
      ) : null}
    </>
  );
}
