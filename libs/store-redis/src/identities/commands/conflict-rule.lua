-- Decides a conflict, or opens it again, for who has seen how it was decided before.
--
-- KEYS  1 pointers
-- ARGV  1 id, 2 time of the ruling seen ('' for none), 3 time of the next (ms since the epoch; '' for none), 4 the next ruling
-- Returns 1 | 0: nothing was changed

local id = ARGV[1]
local conflict = of('conflict', id)
local order, ruled = unpack(redis.call('HMGET', conflict, 'order', 'ruledAt'))
if not order or (ruled or '') ~= ARGV[2] then return 0 end
local open, decided = MERGES .. '-conflicts-open', MERGES .. '-conflicts-ruled'
redis.call('ZREM', ruled and decided or open, order)
if ARGV[3] == '' then
  redis.call('HDEL', conflict, 'ruledAt', 'ruling')
  redis.call('ZADD', open, 0, order)
else
  redis.call('HSET', conflict, 'ruledAt', ARGV[3], 'ruling', ARGV[4])
  redis.call('ZADD', decided, 0, order)
end
return 1
