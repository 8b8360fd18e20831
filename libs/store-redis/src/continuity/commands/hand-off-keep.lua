-- Keeps a new hand-off, unless its code or its space is taken.
--
-- KEYS  1 rows (hash id → "<hash of the code> <hand-off>"), 2 codes (hash code → id), 3 redeemed (hash id → by),
--       4 its space, 5 open, 6 done (sorted sets of ids by expiry)
-- ARGV  1 id, 2 hash of the code, 3 now, 4 expiry, 5 capacity, 6 the hand-off,
--       7 done ones that expired before this are forgotten, 8 so many at most
-- Returns kept | taken | full

local gone = redis.call('ZRANGEBYSCORE', KEYS[6], '-inf', '(' .. ARGV[7], 'LIMIT', 0, ARGV[8])
for _, id in ipairs(gone) do
  local row = redis.call('HGET', KEYS[1], id)
  if row then redis.call('HDEL', KEYS[2], string.match(row, '^%S+')) end
  redis.call('HDEL', KEYS[1], id)
  redis.call('HDEL', KEYS[3], id)
  redis.call('ZREM', KEYS[6], id)
end

local id, code = ARGV[1], ARGV[2]
if redis.call('HEXISTS', KEYS[2], code) == 1 then return 'taken' end
redis.call('ZREMRANGEBYSCORE', KEYS[4], '-inf', ARGV[3])
if redis.call('ZCARD', KEYS[4]) >= tonumber(ARGV[5]) then return 'full' end
redis.call('HSET', KEYS[1], id, code .. ' ' .. ARGV[6])
redis.call('HSET', KEYS[2], code, id)
redis.call('ZADD', KEYS[4], ARGV[4], id)
redis.call('ZADD', KEYS[5], ARGV[4], id)
return 'kept'
