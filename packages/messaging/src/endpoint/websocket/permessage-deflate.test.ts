import { describe, expect, test } from 'vitest';
import { acceptDeflate } from './permessage-deflate.ts';

const PLAIN = 'permessage-deflate; server_no_context_takeover; client_no_context_takeover';

describe('an offer of permessage-deflate (RFC 7692 §7.1)', () => {
  test.each([
    ['permessage-deflate', PLAIN],
    ['permessage-deflate; client_max_window_bits', PLAIN],
    ['permessage-deflate; client_max_window_bits=10', PLAIN],
    ['permessage-deflate; client_max_window_bits="15"; server_no_context_takeover', PLAIN],
    ['permessage-deflate; server_max_window_bits=15', `${PLAIN}; server_max_window_bits=15`],
    ['x-webkit-deflate-frame, permessage-deflate', PLAIN],
    // What cannot be had is declined, and the next offer is looked at.
    ['permessage-deflate; server_max_window_bits=10, permessage-deflate', PLAIN],
  ])('is taken: %s', (offer, answer) => {
    expect(acceptDeflate(offer)).toBe(answer);
  });

  test.each([
    undefined,
    '',
    'permessage-bzip2',
    'permessage-deflate; server_max_window_bits=10',
    'permessage-deflate; server_max_window_bits',
    'permessage-deflate; client_max_window_bits=7',
    'permessage-deflate; client_max_window_bits=16',
    'permessage-deflate; client_max_window_bits=010',
    'permessage-deflate; server_no_context_takeover=1',
    'permessage-deflate; client_no_context_takeover; client_no_context_takeover',
    'permessage-deflate; unknown',
  ])('is declined: %s', (offer) => {
    expect(acceptDeflate(offer)).toBeUndefined();
  });
});
