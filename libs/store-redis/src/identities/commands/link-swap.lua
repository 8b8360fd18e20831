-- Puts a value in the place of the one that the caller has seen.
--
-- KEYS  1 the identifier's
-- ARGV  1 value seen ('' for none), 2 next value ('' for none)
-- Returns 1 | 0: it is another one by now, nothing was changed

if (redis.call('GET', KEYS[1]) or '') ~= ARGV[1] then return 0 end
if ARGV[2] == '' then redis.call('DEL', KEYS[1]) else redis.call('SET', KEYS[1], ARGV[2]) end
return 1
