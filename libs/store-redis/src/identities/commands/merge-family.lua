-- The merges that made a subject what it is.
--
-- KEYS  1 pointers
-- ARGV  1 subject
-- Returns of each merge: from, into, time (ms since the epoch; '' when none was noted)

local merges = {}
for i, member in ipairs(family(ARGV[1])) do
  if i > 1 then
    merges[#merges + 1] = member
    merges[#merges + 1] = redis.call('HGET', MERGES, member)
    merges[#merges + 1] = redis.call('HGET', MERGES .. '-times', member) or ''
  end
end
return merges
