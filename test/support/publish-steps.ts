/** Random steps for the model of publishing; most walks let something go and have something go wrong. */
import fc from 'fast-check';
import { faultKinds, type Step } from './publish-model.ts';

const which = fc.nat({ max: 3 });
const faults = fc.array(
  fc.oneof({ weight: 2, arbitrary: fc.constant(null) }, { weight: 3, arbitrary: fc.constantFrom(...faultKinds) }),
  { maxLength: 3 },
);

type Single = Exclude<Step, { readonly do: 'together' }>;

const single: fc.Arbitrary<Single> = fc.oneof(
  {
    weight: 5,
    arbitrary: fc.record({
      do: fc.constant('draft' as const),
      inMinutes: fc.constantFrom(null, null, 1, 10),
      parts: fc.constantFrom(1 as const, 2 as const),
      leaves: fc.boolean(),
    }),
  },
  { weight: 6, arbitrary: fc.record({ do: fc.constant('approve' as const), which }) },
  { weight: 5, arbitrary: fc.record({ do: fc.constant('release' as const), which }) },
  { weight: 2, arbitrary: fc.record({ do: fc.constant('edit' as const), which }) },
  { weight: 1, arbitrary: fc.record({ do: fc.constantFrom('withdraw' as const, 'submit' as const), which }) },
  { weight: 1, arbitrary: fc.record({ do: fc.constant('put-back' as const), which }) },
  {
    weight: 1,
    arbitrary: fc.record({
      do: fc.constantFrom('stop' as const, 'start' as const),
      scope: fc.constantFrom('all' as const, 'account' as const),
    }),
  },
  {
    weight: 3,
    arbitrary: fc.record({ do: fc.constant('wait' as const), seconds: fc.constantFrom(1, 30, 61, 700, 3000) }),
  },
  { weight: 6, arbitrary: fc.record({ do: fc.constant('send' as const), faults }) },
  { weight: 1, arbitrary: fc.constant({ do: 'look' as const }) },
);

/** Sending beside an edit, a stop or another sender, all begun in the same moment. */
const together: fc.Arbitrary<Step> = fc
  .array(single, { minLength: 2, maxLength: 3 })
  .map((steps) => ({ do: 'together' as const, steps }));

const beginning: readonly Step[] = [
  { do: 'draft', inMinutes: null, parts: 1, leaves: true },
  { do: 'approve', which: 0 },
];

export const stepsOf: fc.Arbitrary<readonly Step[]> = fc
  .tuple(
    fc.boolean(),
    fc.array(fc.oneof({ weight: 5, arbitrary: single as fc.Arbitrary<Step> }, { weight: 2, arbitrary: together }), {
      minLength: 3,
      maxLength: 14,
    }),
  )
  .map(([isBegun, steps]) => (isBegun ? [...beginning, ...steps] : steps));
