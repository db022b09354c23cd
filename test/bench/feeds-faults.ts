/** The names that the W3C Feed Validation Service gives to faults, and what the same fault is called here. */

const special: Readonly<Record<string, readonly string[]>> = {
  SAXError: ['not-well-formed', 'cut-off'],
  UnicodeError: ['unicode-error', 'bad-characters', 'unknown-encoding'],
  BadCharacters: ['bad-characters', 'unicode-error'],
  // The service says "some error"; any fault of ours answers that.
  Error: [
    'invalid-positive-integer',
    'invalid-true-false',
    'invalid-float',
    'invalid-integer',
    'invalid-boolean-attribute',
    'undefined-element',
    'unexpected-attribute',
    'missing-attribute',
    'not-well-formed',
  ],
  InvalidW3CDTFDate: ['invalid-w3cdtf-date'],
  MissingDCLanguage: ['missing-dc-language'],
  MissingTitle: ['missing-title', 'missing-element'],
};

/** What codes count as naming the fault `name`. */
export function namesOf(name: string): readonly string[] {
  return special[name] ?? [kebab(name)];
}

export function kebab(name: string): string {
  return name
    .replace(/([a-z0-9])([A-Z])/g, '$1-$2')
    .replace(/([A-Z]+)([A-Z][a-z])/g, '$1-$2')
    .toLowerCase();
}
