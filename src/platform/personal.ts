/** What people wrote, marked so that the compiler keeps it out of logs, metrics and events. */
declare const personal: unique symbol;
export type Personal<T> = T & { readonly [personal]: true };

export function markPersonal<T>(value: T): Personal<T> {
  return value as Personal<T>;
}
