/** Who asks. Every transaction carries one, and the database refuses rows that this asker may not see. */
export interface Asker {
  readonly kind: 'person' | 'system' | 'visitor';
  /** A person's id, or the name of the part of the program that acts by itself. */
  readonly id: string;
  readonly roles: readonly string[];
}

/** Somebody who has not signed in. */
export const visitor: Asker = { kind: 'visitor', id: 'visitor', roles: [] };

/** A part of the program acting by itself, with the roles that its work needs and no more. */
export function system(name: string, ...roles: string[]): Asker {
  return { kind: 'system', id: name, roles: ['system', `system:${name}`, ...roles] };
}
