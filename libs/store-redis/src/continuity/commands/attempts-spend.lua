-- Counts an attempt in each window, or in none when one of them is full.
--
-- KEYS  1 counts (hash window → attempts), 2 ends (sorted set of windows by their end)
-- ARGV  1 now, 2 windows forgotten at most, then for each window: its name, its limit, its end
-- Returns 0: counted | the end of the last one that is full

local over = redis.call('ZRANGEBYSCORE', KEYS[2], '-inf', '(' .. ARGV[1], 'LIMIT', 0, ARGV[2])
for _, window in ipairs(over) do
  redis.call('HDEL', KEYS[1], window)
  redis.call('ZREM', KEYS[2], window)
end

local full = 0
for i = 3, #ARGV, 3 do
  local count = tonumber(redis.call('HGET', KEYS[1], ARGV[i]) or '0')
  if count >= tonumber(ARGV[i + 1]) then full = math.max(full, tonumber(ARGV[i + 2])) end
end
if full > 0 then return string.format('%.0f', full) end
for i = 3, #ARGV, 3 do
  redis.call('HINCRBY', KEYS[1], ARGV[i], 1)
  redis.call('ZADD', KEYS[2], ARGV[i + 2], ARGV[i])
end
return '0'
