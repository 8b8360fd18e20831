-- Empties a shard, keeping its epoch and counting its outbox on.
--
-- KEYS  1 shard, 2… everything else of the shard, its due keys last
-- ARGV  1 epoch, 2… names of the clocks whose due keys are among KEYS
-- Returns { 'applied' } | { 'fenced' } | { 'clocks', name… }: nothing was changed, give these clocks' keys too

if redis.call('HGET', KEYS[1], 'epoch') ~= ARGV[1] then return { 'fenced' } end

local declared, missing = {}, { 'clocks' }
for i = 2, #ARGV do declared['clock:' .. ARGV[i]] = true end
for _, field in ipairs(redis.call('HKEYS', KEYS[1])) do
  if string.sub(field, 1, 6) == 'clock:' and not declared[field] then
    missing[#missing + 1] = string.sub(field, 7)
  end
end
if #missing > 1 then return missing end

local sequence = redis.call('HGET', KEYS[1], 'sequence') or '-1'
for i = 1, #KEYS do redis.call('UNLINK', KEYS[i]) end
redis.call('HSET', KEYS[1], 'epoch', ARGV[1], 'sequence', sequence, 'published', sequence)
return { 'applied' }
