-- Notes a conflict between two subjects, or more evidence of it, each interaction's once.
--
-- KEYS  1 pointers
-- ARGV  1 id, 2 one, 3 other, 4 interaction, 5 its time (ms since the epoch), 6 evidence, 7 most that is kept
-- Returns 'new' | 'open' | 'ruled'; of an erased subject nothing is noted: 'open'

local id, one, other, at = ARGV[1], ARGV[2], ARGV[3], ARGV[5]
if is_erased(one) or is_erased(other) then return 'open' end
local conflict, evidence = of('conflict', id), of('evidence', id)
local first_at, last_at, order, ruled = unpack(redis.call('HMGET', conflict, 'firstAt', 'lastAt', 'order', 'ruledAt'))
local said = first_at and (ruled and 'ruled' or 'open') or 'new'

for _, known in ipairs(redis.call('LRANGE', evidence, 0, -1)) do
  if cjson.decode(known).interactionId == ARGV[4] then return said end
end
redis.call('RPUSH', evidence, ARGV[6])
if redis.call('LLEN', evidence) > tonumber(ARGV[7]) then -- the second one goes: the first stays, and the latest
  redis.call('LSET', evidence, 1, '')
  redis.call('LREM', evidence, 1, '')
end

if not first_at then
  redis.call('HSET', conflict, 'one', one, 'other', other, 'firstAt', at)
  redis.call('SADD', of('conflicts-of', one), id)
  redis.call('SADD', of('conflicts-of', other), id)
end
if not last_at or tonumber(at) > tonumber(last_at) then last_at = at end
local place = MERGES .. (ruled and '-conflicts-ruled' or '-conflicts-open')
if order then redis.call('ZREM', place, order) end
order = string.format('%016.0f', tonumber(last_at)) .. ' ' .. id
redis.call('ZADD', place, 0, order)
redis.call('HSET', conflict, 'lastAt', last_at, 'order', order)
redis.call('HINCRBY', conflict, 'times', 1)
return said
