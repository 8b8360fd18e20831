-- Applies what a stretch of one partition changes in the inbox, with the position it leads to.
-- Whatever the order of updates, an entry that was closed stays closed, and one is never there twice.
--
-- KEYS  1 entries, 2 heads ("<kind> <reason>" of every entry), 3 closings, 4 attempts, 5 closed, 6 positions,
--       7 counts ("<kind> <reason>" of open entries), 8 dropped (by kind), 9 open unmatched (kind 1), 10 open dead letters (kind 2)
-- ARGV  1 place, 2 next, 3 open entries to keep of each kind, 4 open since (kind 1), 5 open since (kind 2), 6 closed since,
--       7 most to drop for their age, 8 number of entries opened, then of each (id, kind, at, reason, entry),
--       then of each closing (id, at, closing)
-- Returns the position

local ENTRIES, HEADS, CLOSINGS, ATTEMPTS, CLOSED = KEYS[1], KEYS[2], KEYS[3], KEYS[4], KEYS[5]
local POSITIONS, COUNTS, DROPPED = KEYS[6], KEYS[7], KEYS[8]
local open = { KEYS[9], KEYS[10] }

local function count(head, change)
  if redis.call('HINCRBY', COUNTS, head, change) == 0 then redis.call('HDEL', COUNTS, head) end
end

local function leave_open(id)
  local head = redis.call('HGET', HEADS, id)
  if not head then return end
  if redis.call('ZREM', open[tonumber(string.sub(head, 1, 1))], id) == 1 then count(head, -1) end
end

local function forget(id)
  redis.call('HDEL', ENTRIES, id)
  redis.call('HDEL', HEADS, id)
  redis.call('HDEL', CLOSINGS, id)
  redis.call('HDEL', ATTEMPTS, id)
end

local at = 9
for _ = 1, tonumber(ARGV[8]) do
  local id, kind, time, reason, entry = ARGV[at], ARGV[at + 1], ARGV[at + 2], ARGV[at + 3], ARGV[at + 4]
  at = at + 5
  local head = kind .. ' ' .. reason
  if redis.call('HSETNX', ENTRIES, id, entry) == 1 then
    redis.call('HSET', HEADS, id, head)
    if redis.call('HEXISTS', CLOSINGS, id) == 0 then
      redis.call('ZADD', open[tonumber(kind)], time, id)
      count(head, 1)
    end
  end
end

while at <= #ARGV do
  local id, time, closing = ARGV[at], ARGV[at + 1], ARGV[at + 2]
  at = at + 3
  if redis.call('HSETNX', CLOSINGS, id, closing) == 1 then
    redis.call('ZADD', CLOSED, time, id)
    leave_open(id)
  end
end

local function drop(ids)
  for _, id in ipairs(ids) do
    leave_open(id)
    forget(id)
  end
end
local keep, most = tonumber(ARGV[3]), ARGV[7]
for kind = 1, 2 do
  drop(redis.call('ZRANGEBYSCORE', open[kind], '-inf', '(' .. ARGV[3 + kind], 'LIMIT', 0, most))
  local excess = redis.call('ZCARD', open[kind]) - keep
  if excess > 0 then
    redis.call('HINCRBY', DROPPED, kind, excess)
    drop(redis.call('ZRANGE', open[kind], 0, excess - 1))
  end
end
local gone = redis.call('ZRANGEBYSCORE', CLOSED, '-inf', '(' .. ARGV[6], 'LIMIT', 0, most)
for _, id in ipairs(gone) do
  redis.call('ZREM', CLOSED, id)
  forget(id)
end

local position = tonumber(redis.call('HGET', POSITIONS, ARGV[1]) or '-1')
if tonumber(ARGV[2]) > position then
  redis.call('HSET', POSITIONS, ARGV[1], ARGV[2])
  position = tonumber(ARGV[2])
end
return position
