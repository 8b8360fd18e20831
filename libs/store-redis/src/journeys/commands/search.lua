-- Reads a shard's journeys, latest seen first and then by id downwards, beginning after a place.
--
-- KEYS  1 seen, 2 index, 3 names
-- ARGV  1 last seen to begin at (ms, or +inf), 2 member to begin after ('' at the beginning of that time),
--       3 most rows to return, 4 most rows to look at, 5… numbers of the kinds wanted; none given: all
-- Returns { last seen, member to go on after ('' at the end), then (member, last seen, kind) of each row }

local SEEN, INDEX, NAMES = KEYS[1], KEYS[2], KEYS[3]
local start, after = ARGV[1], ARGV[2]
local limit, budget = tonumber(ARGV[3]), tonumber(ARGV[4])
local wanted = #ARGV > 4 and {} or nil
for i = 5, #ARGV do wanted[tonumber(ARGV[i])] = true end

-- Byte order, as sorted sets have it; Lua's `<` follows the server's locale.
local function below(a, b)
  for i = 1, math.min(#a, #b) do
    local x, y = string.byte(a, i), string.byte(b, i)
    if x ~= y then return x < y end
  end
  return #a < #b
end

local function first_rank()
  local low = redis.call('ZCOUNT', SEEN, '(' .. start, '+inf')
  if after == '' then return low end
  local high = low + redis.call('ZCOUNT', SEEN, start, start)
  while low < high do
    local middle = math.floor((low + high) / 2)
    if below(redis.call('ZREVRANGE', SEEN, middle, middle)[1], after) then high = middle else low = middle + 1 end
  end
  return low
end

local function kind_of(member)
  local journey, subject = string.match(member, '^(.*)@(.*)$')
  if not journey then
    subject, journey = string.match(member, '^([^.]*)(.*)$')
  end
  local row = cmsgpack.unpack(redis.call('HGET', INDEX, subject))
  for i = 4, #row, 2 do
    if row[i] == journey then return row[i + 1] end
  end
end

local names = {}
local function name_of(kind)
  names[kind] = names[kind] or redis.call('HGET', NAMES, string.format('%.0f', kind))
  return names[kind]
end

local found, rank, count = {}, first_rank(), 0
local last = { start, after }
while count < limit and budget > 0 do
  local step = math.min(wanted and 100 or limit - count, budget)
  local rows = redis.call('ZREVRANGE', SEEN, rank, rank + step - 1, 'WITHSCORES')
  for i = 1, #rows, 2 do
    if count == limit then break end
    local kind = kind_of(rows[i])
    last = { rows[i + 1], rows[i] }
    if not wanted or wanted[kind] then
      count = count + 1
      found[#found + 1], found[#found + 2], found[#found + 3] = rows[i], rows[i + 1], name_of(kind)
    end
  end
  if #rows < step * 2 and count < limit then last = { '', '' } end
  if #rows < step * 2 then break end
  rank, budget = rank + step, budget - step
end
table.insert(found, 1, last[1])
table.insert(found, 2, last[2])
return found
