-- Puts a lease in the place of the one that the caller has seen.
--
-- KEYS  1 held (hash journey → "<mark> <lease>"), 2 ends (sorted set of journeys by their lease's end),
--       3 changes (sorted set of journeys by the number of their last change), 4 counter
-- ARGV  1 journey, 2 mark seen ('' for none), 3 now, 4 leases forgotten at most, 5 the end, 6 "<mark> <lease>" ('' for none)
-- Returns 1 | 0: nothing was changed

local over = redis.call('ZRANGEBYSCORE', KEYS[2], '-inf', '(' .. ARGV[3], 'LIMIT', 0, ARGV[4])
for _, journey in ipairs(over) do
  redis.call('HDEL', KEYS[1], journey)
  redis.call('ZREM', KEYS[2], journey)
  redis.call('ZREM', KEYS[3], journey)
end

local journey = ARGV[1]
local ends = redis.call('ZSCORE', KEYS[2], journey)
local mark = ''
if ends and tonumber(ends) > tonumber(ARGV[3]) then
  mark = string.match(redis.call('HGET', KEYS[1], journey), '^%S+')
end
if mark ~= ARGV[2] then return 0 end
if ARGV[6] == '' then
  redis.call('HDEL', KEYS[1], journey)
  redis.call('ZREM', KEYS[2], journey)
else
  redis.call('HSET', KEYS[1], journey, ARGV[6])
  redis.call('ZADD', KEYS[2], ARGV[5], journey)
end
redis.call('ZADD', KEYS[3], redis.call('INCR', KEYS[4]), journey)
return 1
