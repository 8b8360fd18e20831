-- Notes that a value came with a subject. The first ones stay: that they are too many is known by then.
--
-- KEYS  1 subjects the value came with
-- ARGV  1 subject, 2 most that are kept
-- Returns 'added' | 'known' | 'full', then all subjects

local said = 'known'
if redis.call('SISMEMBER', KEYS[1], ARGV[1]) == 0 then
  if redis.call('SCARD', KEYS[1]) >= tonumber(ARGV[2]) then
    said = 'full'
  else
    redis.call('SADD', KEYS[1], ARGV[1])
    said = 'added'
  end
end
return { said, unpack(redis.call('SMEMBERS', KEYS[1])) }
