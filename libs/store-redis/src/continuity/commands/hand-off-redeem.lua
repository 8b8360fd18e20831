-- Redeems a hand-off once.
--
-- KEYS  1 rows, 2 redeemed (hash id → by), 3 its space, 4 open, 5 done
-- ARGV  1 id, 2 by, 3 now, 4 expiry
-- Returns redeemed | used | expired | unknown

local id, by = ARGV[1], ARGV[2]
if redis.call('HEXISTS', KEYS[1], id) == 0 then return 'unknown' end
local first = redis.call('HGET', KEYS[2], id)
if first then return first == by and 'redeemed' or 'used' end
if tonumber(ARGV[3]) >= tonumber(ARGV[4]) then return 'expired' end
redis.call('HSET', KEYS[2], id, by)
redis.call('ZREM', KEYS[3], id)
redis.call('ZREM', KEYS[4], id)
redis.call('ZADD', KEYS[5], ARGV[4], id)
return 'redeemed'
