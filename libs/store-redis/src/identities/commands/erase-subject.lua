-- Marks a subject and those merged into it as erased, and forgets what is kept of them here. Who they were is kept with the
-- subject, so that a second call finds them when the first one was not carried through.
--
-- KEYS  1 pointers
-- ARGV  1 subject, 2 now (ms since the epoch)
-- Returns the erased subjects

local subject = ARGV[1]
local subjects = family(subject)
local known = {}
for _, member in ipairs(subjects) do known[member] = true end
for _, member in ipairs(redis.call('SMEMBERS', of('erased', subject))) do
  if not known[member] then subjects[#subjects + 1] = member end
end

local function forget_conflict(id)
  local conflict = of('conflict', id)
  for _, one in ipairs(redis.call('HMGET', conflict, 'one', 'other')) do
    if one then redis.call('SREM', of('conflicts-of', one), id) end
  end
  local order = redis.call('HGET', conflict, 'order')
  if order then
    redis.call('ZREM', MERGES .. '-conflicts-open', order)
    redis.call('ZREM', MERGES .. '-conflicts-ruled', order)
  end
  redis.call('DEL', conflict, of('evidence', id))
end

local into = redis.call('HGET', MERGES, subject)
if into then redis.call('SREM', merged_into(into), subject) end
for _, member in ipairs(subjects) do
  redis.call('HSETNX', MERGES .. '-erased', member, ARGV[2])
  if member ~= subject then redis.call('SADD', of('erased', subject), member) end
  redis.call('HDEL', MERGES, member)
  redis.call('HDEL', MERGES .. '-times', member)
  for _, other in ipairs(redis.call('SMEMBERS', of('apart', member))) do
    redis.call('SREM', of('apart', other), member)
  end
  for _, id in ipairs(redis.call('SMEMBERS', of('conflicts-of', member))) do forget_conflict(id) end
  redis.call('DEL', merged_into(member), of('named', member), of('apart', member))
end
return subjects
