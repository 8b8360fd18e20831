-- Takes back the notes that the log was perhaps not told what became of a subject.
--
-- KEYS  1 pointers
-- ARGV  1 subject, 2 time of the change that was told of (ms since the epoch; '' for all)
-- Returns nothing

local subject, at = ARGV[1], ARGV[2]
local untold = redis.call('HGET', MERGES .. '-untold', subject)
if untold and (at == '' or string.match(untold, '^%S+') == at) then
  redis.call('HDEL', MERGES .. '-untold', subject)
end
if at ~= '' then
  redis.call('HDEL', MERGES .. '-splits', subject .. ' ' .. at)
  return
end
local begins = subject .. ' '
for _, field in ipairs(redis.call('HKEYS', MERGES .. '-splits')) do
  if string.sub(field, 1, #begins) == begins then redis.call('HDEL', MERGES .. '-splits', field) end
end
