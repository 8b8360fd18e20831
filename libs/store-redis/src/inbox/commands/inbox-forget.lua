-- Forgets entries of the inbox, open or closed.
--
-- KEYS  1 entries, 2 heads ("<kind> <reason>" of every entry), 3 closings, 4 attempts, 5 closed,
--       6 counts ("<kind> <reason>" of open entries), 7 open unmatched (kind 1), 8 open dead letters (kind 2)
-- ARGV  ids
-- Returns how many there were

local known = 0
for _, id in ipairs(ARGV) do
  local head = redis.call('HGET', KEYS[2], id)
  if head then
    known = known + 1
    if redis.call('ZREM', KEYS[6 + tonumber(string.sub(head, 1, 1))], id) == 1
      and redis.call('HINCRBY', KEYS[6], head, -1) == 0 then
      redis.call('HDEL', KEYS[6], head)
    end
  end
  redis.call('ZREM', KEYS[5], id)
  for hash = 1, 4 do redis.call('HDEL', KEYS[hash], id) end
end
return known
