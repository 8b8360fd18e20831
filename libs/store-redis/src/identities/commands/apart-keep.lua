-- Notes that two subjects are two people.
--
-- KEYS  1 pointers
-- ARGV  1 one, 2 other
-- Returns nothing; of an erased one nothing is noted

local one, other = ARGV[1], ARGV[2]
if one == other or is_erased(one) or is_erased(other) then return end
redis.call('SADD', of('apart', one), other)
redis.call('SADD', of('apart', other), one)
