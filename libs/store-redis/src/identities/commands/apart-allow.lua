-- Takes back that two people are kept apart, whichever of their subjects it was said of.
--
-- KEYS  1 pointers
-- ARGV  1 one, 2 other
-- Returns nothing

local other = becomes(ARGV[2])
for _, member in ipairs(family(becomes(ARGV[1]))) do
  for _, apart in ipairs(redis.call('SMEMBERS', of('apart', member))) do
    if becomes(apart) == other then
      redis.call('SREM', of('apart', member), apart)
      redis.call('SREM', of('apart', apart), member)
    end
  end
end
