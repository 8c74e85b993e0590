import { redisScript } from './redis-script.ts';

// The nodes' table: `<prefix>nodes` is a sorted set of node ids by the end of their lease, and
// `<prefix>rows:<node>` a hash of one node's rows (`r<key>`) with the number of its last change (`v`).
// Time is Redis's own: what the clocks of nodes say plays no part.
const NOW = `
local time = redis.call('TIME')
local now = time[1] * 1000 + math.floor(time[2] / 1000)
`;

/**
 * Changes a node's rows and tells the other nodes. KEYS: nodes, rows. ARGV: channel, announcement, node id,
 * lease in ms, number of the change, `whole` or the number of the change before; then pairs of a key and `=`
 * with its value, or `-`. Answers 0 and does nothing when the change before is not there: Redis lost it.
 */
export const WRITE_ROWS = redisScript(`${NOW}
if ARGV[6] == 'whole' then redis.call('DEL', KEYS[2])
elseif redis.call('HGET', KEYS[2], 'v') ~= ARGV[6] then return 0 end
for i = 7, #ARGV, 2 do
  if ARGV[i + 1] == '-' then redis.call('HDEL', KEYS[2], 'r' .. ARGV[i])
  else redis.call('HSET', KEYS[2], 'r' .. ARGV[i], string.sub(ARGV[i + 1], 2)) end
end
redis.call('HSET', KEYS[2], 'v', ARGV[5])
redis.call('PEXPIRE', KEYS[2], ARGV[4] * 2)
redis.call('ZADD', KEYS[1], now + ARGV[4], ARGV[3])
redis.call('PUBLISH', ARGV[1], ARGV[2])
return 1
`);

/**
 * Renews a node's lease, takes away the nodes whose lease is over, and answers 1 when the node's own rows
 * are still there, then id and number of the last change of every node. KEYS: nodes. ARGV: what the keys
 * of rows begin with, node id, lease in ms.
 */
export const BEAT = redisScript(`${NOW}
local mine = redis.call('PEXPIRE', ARGV[1] .. ARGV[2], ARGV[3] * 2)
if mine == 1 then redis.call('ZADD', KEYS[1], now + ARGV[3], ARGV[2]) end
for _, node in ipairs(redis.call('ZRANGEBYSCORE', KEYS[1], '-inf', now)) do
  redis.call('DEL', ARGV[1] .. node)
  redis.call('ZREM', KEYS[1], node)
end
local answer = { mine }
for _, node in ipairs(redis.call('ZRANGE', KEYS[1], 0, -1)) do
  table.insert(answer, node)
  table.insert(answer, redis.call('HGET', ARGV[1] .. node, 'v') or '0')
end
return answer
`);

/** A node's rows as they are: a flat list of names and values. KEYS: rows. */
export const LOAD_ROWS = redisScript(`return redis.call('HGETALL', KEYS[1])`);

/** Takes a node away and tells the others. KEYS: nodes, rows. ARGV: channel, announcement, node id. */
export const LEAVE = redisScript(`
redis.call('DEL', KEYS[2])
redis.call('ZREM', KEYS[1], ARGV[3])
redis.call('PUBLISH', ARGV[1], ARGV[2])
return 1
`);

/**
 * Keeps a notice for nodes whose link is down, and tells those whose is up. KEYS: notices. ARGV: channel,
 * node id, payload, how many are kept, for how long in ms.
 */
export const NOTIFY = redisScript(`
local id = redis.call('XADD', KEYS[1], 'MAXLEN', '~', ARGV[4], '*', 'n', ARGV[2], 'p', ARGV[3])
redis.call('PEXPIRE', KEYS[1], ARGV[5])
redis.call('PUBLISH', ARGV[1], id)
return 1
`);

/**
 * The notices after an id, or, without one, of the last so many milliseconds: id, node id and payload of
 * each, in a flat list. KEYS: notices. ARGV: id or nothing, milliseconds, how many at most.
 */
export const READ_NOTICES = redisScript(`${NOW}
local from = ARGV[1]
if from == '' then from = string.format('%.0f', now - ARGV[2]) else from = '(' .. from end
local answer = {}
for _, entry in ipairs(redis.call('XRANGE', KEYS[1], from, '+', 'COUNT', ARGV[3])) do
  table.insert(answer, entry[1])
  table.insert(answer, entry[2][2])
  table.insert(answer, entry[2][4])
end
return answer
`);

/** What a link teaches Redis before anything is run. */
export const CLUSTER_SCRIPTS = [WRITE_ROWS, BEAT, LOAD_ROWS, LEAVE, NOTIFY, READ_NOTICES];
