-- Points a subject at the one it has become. Refused where the subject points somewhere already, one of the two was erased,
-- the pointers would make a circle, or the subject is named and must not be.
--
-- KEYS  1 pointers
-- ARGV  1 from, 2 into, 3 now (ms since the epoch), 4 1: only while `from` is anonymous, 5 who decided it and why
--       (JSON; '' for nobody)
-- Returns 1 | 0: nothing was changed

local from, into = ARGV[1], ARGV[2]
if redis.call('HEXISTS', MERGES, from) == 1 or is_erased(from) or is_erased(into) then return 0 end
if becomes(into) == from then return 0 end
if ARGV[4] == '1' and is_named(from) then return 0 end
redis.call('HSET', MERGES, from, into)
redis.call('HSET', MERGES .. '-times', from, ARGV[3])
redis.call('SADD', merged_into(into), from)
local decided = ARGV[5] == '' and '' or ' ' .. ARGV[5]
redis.call('HSET', MERGES .. '-untold', from, ARGV[3] .. ' ' .. into .. decided)
return 1
