-- Takes back the pointer of a merge, and notes the split as untold.
--
-- KEYS  1 pointers
-- ARGV  1 from, 2 into, 3 field of the untold split, 4 its value
-- Returns 1 | 0: `from` does not point there, nothing was changed

local from, into = ARGV[1], ARGV[2]
if redis.call('HGET', MERGES, from) ~= into then return 0 end
redis.call('HDEL', MERGES, from)
redis.call('HDEL', MERGES .. '-times', from)
redis.call('SREM', merged_into(into), from)
redis.call('HSET', MERGES .. '-splits', ARGV[3], ARGV[4])
return 1
