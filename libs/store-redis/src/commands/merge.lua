-- Points a subject at the one it has become, unless it points somewhere already or the pointers would make a circle.
--
-- KEYS  1 pointers, 2 merged into the target, 3 merges the log was perhaps not told of
-- ARGV  1 from, 2 into, 3 now (ms since the epoch)
-- Returns 1 | 0: nothing was changed

local from, into = ARGV[1], ARGV[2]
if redis.call('HEXISTS', KEYS[1], from) == 1 then return 0 end
local current = into
while current do
  if current == from then return 0 end
  current = redis.call('HGET', KEYS[1], current)
end
redis.call('HSET', KEYS[1], from, into)
redis.call('SADD', KEYS[2], from)
redis.call('HSET', KEYS[3], from, ARGV[3] .. ' ' .. into)
return 1
