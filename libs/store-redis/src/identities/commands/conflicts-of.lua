-- The conflicts that a subject, or one merged into it, is part of.
--
-- KEYS  1 pointers
-- ARGV  1 subject
-- Returns their ids; one may be there twice

local ids = {}
for _, member in ipairs(family(ARGV[1])) do
  for _, id in ipairs(redis.call('SMEMBERS', of('conflicts-of', member))) do ids[#ids + 1] = id end
end
return ids
