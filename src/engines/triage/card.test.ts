/** The quality card beside the queue must say what a fresh measurement says. */
import { expect, test } from 'vitest';
import { cardOf, heldBack, measure } from '../../../test/bench/triage-measure.ts';
import card from './quality-card.json' with { type: 'json' };

test('the card agrees with a fresh measurement (else: npx tsx test/bench/triage.bench.ts --card src/engines/triage/quality-card.json)', () => {
  expect(card).toEqual(JSON.parse(JSON.stringify(cardOf(measure(heldBack())))));
});
