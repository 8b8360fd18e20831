-- Puts what journeys are recognised by in the place of what was known of them, with the position that leads to.
--
-- KEYS  1 journeys (hash journey → its keys, joined by blanks), 2 positions (hash place → next offset)
-- ARGV  1 place, 2 position seen ('' for none), 3 next, 4 begins the name of a key's set, then for each journey: its id, its keys
--       joined by blanks
-- Returns 1 | 0: nothing was changed
--
-- The sets are not among KEYS, for which they are depends on what was known; they have the same hash tag.

if (redis.call('HGET', KEYS[2], ARGV[1]) or '') ~= ARGV[2] then return 0 end
for i = 5, #ARGV, 2 do
  local journey, keys = ARGV[i], ARGV[i + 1]
  for key in string.gmatch(redis.call('HGET', KEYS[1], journey) or '', '%S+') do
    redis.call('SREM', ARGV[4] .. key, journey)
  end
  for key in string.gmatch(keys, '%S+') do redis.call('SADD', ARGV[4] .. key, journey) end
  if keys == '' then
    redis.call('HDEL', KEYS[1], journey)
  else
    redis.call('HSET', KEYS[1], journey, keys)
  end
end
redis.call('HSET', KEYS[2], ARGV[1], ARGV[3])
return 1
