-- Notes a replay of an open entry, unless another attempt was noted meanwhile.
--
-- KEYS  1 entries, 2 closings, 3 attempts
-- ARGV  1 id, 2 time of the attempt to follow ('' for none), 3 time of this one, 4 the attempt
-- Returns 1 | 0: nothing was changed
--
-- An attempt is kept as "<time> <attempt>".

local id, after = ARGV[1], ARGV[2]
if redis.call('HEXISTS', KEYS[1], id) == 0 or redis.call('HEXISTS', KEYS[2], id) == 1 then return 0 end
local latest = redis.call('HGET', KEYS[3], id)
if (latest and string.match(latest, '^%-?%d+') or '') ~= after then return 0 end
redis.call('HSET', KEYS[3], id, ARGV[3] .. ' ' .. ARGV[4])
return 1
