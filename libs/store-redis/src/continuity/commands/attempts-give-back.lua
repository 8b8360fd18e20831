-- Takes back an attempt from each window that is still known.
--
-- KEYS  1 counts (hash window → attempts)
-- ARGV  windows
-- Returns 1

for _, window in ipairs(ARGV) do
  if tonumber(redis.call('HGET', KEYS[1], window) or '0') > 0 then
    redis.call('HINCRBY', KEYS[1], window, -1)
  end
end
return 1
