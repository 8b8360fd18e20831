-- Forgets a hand-off, used or not.
--
-- KEYS  1 rows (hash id → "<hash of the code> <hand-off>"), 2 codes (hash code → id), 3 redeemed (hash id → by),
--       4 its space, 5 open, 6 done (sorted sets of ids by expiry)
-- ARGV  1 id
-- Returns 1 | 0: there was none

local row = redis.call('HGET', KEYS[1], ARGV[1])
if not row then return 0 end
redis.call('HDEL', KEYS[2], string.match(row, '^%S+'))
redis.call('HDEL', KEYS[1], ARGV[1])
redis.call('HDEL', KEYS[3], ARGV[1])
for set = 4, 6 do redis.call('ZREM', KEYS[set], ARGV[1]) end
return 1
