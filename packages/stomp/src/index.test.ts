import { expect, test } from 'vitest';
import * as door from './index.ts';
import * as testingDoor from './testing.ts';

test('the public surface is', () => {
  expect(Object.keys(door).sort()).toEqual([
    'DEFAULT_DECODER_LIMITS',
    'HEARTBEAT',
    'HeaderBag',
    'STOMP_ERROR_CODES',
    'StompError',
    'createDecoder',
    'decodeText',
    'encodeFrame',
    'encodeText',
    'mostMessageRestBytes',
    'negotiateHeartbeat',
    'negotiateVersion',
    'writeMessageRest',
  ]);
});

test('the surface for tests is', () => {
  expect(Object.keys(testingDoor).sort()).toEqual(['chunkings', 'decodeAll', 'decodesWith']);
});
