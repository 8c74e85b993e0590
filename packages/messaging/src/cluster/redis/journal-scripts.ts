import { redisScript } from './redis-script.ts';

// A destination's journal: a stream whose ids are `<seq>-0`, and a hash with the number that was given last
// (`seq`) and an id made with the journal (`epoch`). A stream without its hash is of another journal.

/**
 * Appends one entry with the next number, takes the oldest away beyond about as many as are kept, and wakes
 * who listens. KEYS: stream, head. ARGV: channel, destination, how many are kept, epoch, payload, content type.
 */
export const APPEND = redisScript(`
if redis.call('HSETNX', KEYS[2], 'epoch', ARGV[4]) == 1 then redis.call('DEL', KEYS[1]) end
local seq = redis.call('HINCRBY', KEYS[2], 'seq', 1)
local id = string.format('%.0f-0', seq)
redis.call('XADD', KEYS[1], 'MAXLEN', '~', ARGV[3], id, 'p', ARGV[5], 't', ARGV[6])
redis.call('PUBLISH', ARGV[1], ARGV[2])
return seq
`);

/**
 * A page of one moment: the newest number, the epoch and the id of the oldest entry, or nothing for either, then id, payload and content
 * type of each entry. KEYS: stream, head. ARGV: the number to read after, how many at most.
 */
export const READ_PAGE = redisScript(`
local oldest = redis.call('XRANGE', KEYS[1], '-', '+', 'COUNT', 1)[1]
local head = redis.call('HMGET', KEYS[2], 'seq', 'epoch')
local answer = { head[1] or '0', head[2] or '', oldest and oldest[1] or '' }
for _, entry in ipairs(redis.call('XRANGE', KEYS[1], '(' .. ARGV[1] .. '-0', '+', 'COUNT', ARGV[2])) do
  table.insert(answer, entry[1])
  table.insert(answer, entry[2][2])
  table.insert(answer, entry[2][4])
end
return answer
`);

/** Forgets the entries up to a number. KEYS: stream, head. ARGV: the number. */
export const TRIM = redisScript(`
return redis.call('XTRIM', KEYS[1], 'MINID', string.format('%.0f-0', ARGV[1] + 1))
`);

/** What a journal teaches Redis before anything is run. */
export const JOURNAL_SCRIPTS = [APPEND, READ_PAGE, TRIM];
