-- Makes the caller the owner of a shard (I1): raises its epoch and hands over where the last owner stopped.
--
-- KEYS  1 shard, 2 outbox
-- ARGV  1 now (ms since the epoch)
-- Returns { epoch, partition or false, offset or false, outbox sequence, entry ("<offset>:<payload>"), … } in no order
--
-- The epoch is never below the time, so that it rises also when the store was emptied or restored from an old copy: an
-- owner from before is fenced for ever.

local held = redis.call('HMGET', KEYS[1], 'epoch', 'partition', 'offset')
local epoch = string.format('%.0f', math.max(tonumber(held[1] or '0') + 1, tonumber(ARGV[1])))
redis.call('HSET', KEYS[1], 'epoch', epoch)

local answer = redis.call('HGETALL', KEYS[2])
table.insert(answer, 1, epoch)
table.insert(answer, 2, held[2])
table.insert(answer, 3, held[3])
return answer
