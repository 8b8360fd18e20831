-- Nobody is recognised by these journeys any more.
--
-- KEYS  1 journeys (hash journey → its keys, joined by blanks)
-- ARGV  1 begins the name of a key's set, 2… journeys
-- Returns how many somebody was recognised by
--
-- The sets are not among KEYS, for which they are depends on what was known; they have the same hash tag.

local known = 0
for i = 2, #ARGV do
  local keys = redis.call('HGET', KEYS[1], ARGV[i])
  if keys then
    for key in string.gmatch(keys, '%S+') do redis.call('SREM', ARGV[1] .. key, ARGV[i]) end
    redis.call('HDEL', KEYS[1], ARGV[i])
    known = known + 1
  end
end
return known
