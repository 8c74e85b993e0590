import { expect, test } from 'vitest';
import * as door from './index.ts';

test('the public door opens to these and no others', () => {
  expect(Object.keys(door).toSorted()).toMatchInlineSnapshot(`
    [
      "DEFAULT_LIMITS",
      "DISCONNECT_REASONS",
      "HANDLER_ERRORS",
      "HandlerError",
      "MESSAGING_ERRORS",
      "MessagingError",
      "brokerRelay",
      "compilePattern",
      "createMemoryJournal",
      "createMessaging",
      "matchDestination",
      "memoryHub",
      "prometheusText",
      "silentLogger",
      "simpleBroker",
    ]
  `);
});
