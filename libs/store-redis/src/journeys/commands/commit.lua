-- Applies everything one shard changes at once, or nothing (I1, I3, I4).
--
-- KEYS  1 shard, 2 subjects, 3 index, 4 seen, 5 kinds, 6 names, 7 outbox, 8 history, 9 archived,
--       10 archives; 11… due, one a clock
-- ARGV  1 epoch, 2 partition, 3 offset, 4 offset of the watermark it builds on ('' unchecked), 5 published up to,
--       6 '1' when 7 is to be published, 7 payload, 8 number of clocks C, then C clock names (due keys in that order),
--       number of subjects, and for each subject:
--         subject, state, number of clocks it has timers on, (clock's number, due at (ms)) each, history block ('' none),
--         number of journeys, (journey id, kind, last seen (ms)) each,
--         '1' when what is archived of it goes, number of archived, (journey id, state) each
-- Returns { 'applied', sequence } | { 'fenced' } | { 'clocks', name… }: nothing was changed, declare these clocks too
--
-- Rows of `index` are msgpack arrays: array of clocks it has timers on, history chunks moved out, history tail, then (journey, kind number) pairs.
-- A kind is the text of all that journeys are filtered by; `kinds` maps it to "<number> <journeys>", `names` back.

local SHARD, SUBJECTS, INDEX, SEEN, KINDS, NAMES, OUTBOX, HISTORY, ARCHIVED, ARCHIVES =
  KEYS[1], KEYS[2], KEYS[3], KEYS[4], KEYS[5], KEYS[6], KEYS[7], KEYS[8], KEYS[9], KEYS[10]
local FIRST_DUE = 11
local CHUNK = 1000       -- arguments of one command: Lua unpacks no more than some 8,000
local TAIL_BYTES = 512   -- history longer than this moves out of the index row, so that a commit rewrites little

local at = 0
local function argument()
  at = at + 1
  return ARGV[at]
end
local function integer(value) return string.format('%.0f', value) end

local epoch, partition, offset = argument(), argument(), argument()
local follows, published = argument(), tonumber(argument())
local publishes, payload = argument() == '1', argument()

local held = redis.call('HMGET', SHARD, 'epoch', 'partition', 'offset', 'sequence', 'published')
if held[1] ~= epoch then return { 'fenced' } end
local sequence, dropped = tonumber(held[4] or '-1'), tonumber(held[5] or '-1')
local repeated = held[2] == partition and tonumber(held[3]) >= tonumber(offset)
if not repeated and follows ~= '' and follows ~= (held[3] or '-1') then return { 'fenced' } end

local clocks, clock_number = {}, {}
for number = 1, tonumber(argument()) do
  clocks[number] = argument()
  clock_number[clocks[number]] = number
end

local writes = {}
for number = 1, tonumber(argument()) do
  local write = { subject = argument(), state = argument(), due = {}, journeys = {}, archived = {} }
  for d = 1, tonumber(argument()) do write.due[d] = { clock = tonumber(argument()), at = argument() } end
  write.block = argument()
  for j = 1, tonumber(argument()) do
    write.journeys[j] = { id = argument(), kind = argument(), seen = argument() }
  end
  write.forgets = argument() == '1'
  for j = 1, tonumber(argument()) do write.archived[j] = { id = argument(), state = argument() } end
  writes[number] = write
end

local rows = {}
for first = 1, #writes, CHUNK do
  local asked = {}
  for number = first, math.min(first + CHUNK - 1, #writes) do asked[#asked + 1] = writes[number].subject end
  for i, row in ipairs(redis.call('HMGET', INDEX, unpack(asked))) do
    rows[first + i - 1] = row and cmsgpack.unpack(row) or { {}, 0, '' }
  end
end

local undeclared = { 'clocks' }
for number = 1, #writes do
  for _, clock in ipairs(rows[number][1]) do
    if not clock_number[clock] then undeclared[#undeclared + 1] = clock end
  end
end
if #undeclared > 1 and not repeated then return undeclared end

-- Nothing was changed up to here; from here on nothing is refused.

for entry = dropped + 1, math.min(published, sequence) do
  redis.call('HDEL', OUTBOX, integer(entry))
  dropped = entry
end

if repeated then
  redis.call('HSET', SHARD, 'published', integer(dropped))
  while sequence > dropped do
    local entry = redis.call('HGET', OUTBOX, integer(sequence))
    if entry and tonumber(string.match(entry, '^%d+')) <= tonumber(offset) then break end
    sequence = sequence - 1
  end
  return { 'applied', integer(sequence) }
end

local function batch(command, key)
  local pending = {}
  local function flush()
    if #pending > 0 then redis.call(command, key, unpack(pending)) end
    pending = {}
  end
  local function add(...)
    for i = 1, select('#', ...) do pending[#pending + 1] = (select(i, ...)) end
    if #pending >= CHUNK then flush() end
  end
  return add, flush
end

local kinds_by_text, kinds_by_number = {}, {}
local function remember_kind(text)
  local stored = redis.call('HGET', KINDS, text)
  local number, count
  if stored then
    number, count = string.match(stored, '^(%d+) (%d+)$')
  else
    number, count = integer(redis.call('HINCRBY', SHARD, 'kinds', 1)), 0
  end
  local kind = { text = text, number = tonumber(number), count = tonumber(count), new = not stored }
  kinds_by_text[text], kinds_by_number[kind.number] = kind, kind
  return kind
end
local function kind_of(text) return kinds_by_text[text] or remember_kind(text) end
local function kind_numbered(number)
  return kinds_by_number[number] or remember_kind(redis.call('HGET', NAMES, integer(number)))
end

-- A journey that began with this subject is kept as ".<rest>", any other in full.
local function shortened(subject, id)
  if string.sub(id, 1, #subject + 1) == subject .. '.' then return string.sub(id, #subject + 1) end
  return id
end
local function member_of(subject, journey)
  if string.sub(journey, 1, 1) == '.' then return subject .. journey end
  return journey .. '@' .. subject
end

local put_state, flush_states = batch('HSET', SUBJECTS)
local put_row, flush_rows = batch('HSET', INDEX)
local put_seen, flush_seen = batch('ZADD', SEEN)
local used_clocks = {}

local function replace_due(write, old_clocks)
  local new_clocks, kept = {}, {}
  for i, due in ipairs(write.due) do
    local clock = clocks[due.clock]
    redis.call('ZADD', KEYS[FIRST_DUE + due.clock - 1], due.at, write.subject)
    new_clocks[i], kept[clock], used_clocks[clock] = clock, true, true
  end
  for _, clock in ipairs(old_clocks) do
    if not kept[clock] then redis.call('ZREM', KEYS[FIRST_DUE + clock_number[clock] - 1], write.subject) end
  end
  return new_clocks
end

local function replace_journeys(write, old, new)
  local gone = {}
  for i = 4, #old, 2 do
    local kind = kind_numbered(old[i + 1])
    kind.count = kind.count - 1
    gone[old[i]] = true
  end
  for _, journey in ipairs(write.journeys) do
    local kind = kind_of(journey.kind)
    kind.count = kind.count + 1
    local short = shortened(write.subject, journey.id)
    gone[short] = nil
    new[#new + 1], new[#new + 2] = short, kind.number
    put_seen(journey.seen, member_of(write.subject, short))
  end
  for short in pairs(gone) do redis.call('ZREM', SEEN, member_of(write.subject, short)) end
end

local function replace_archived(write)
  if not write.forgets and #write.archived == 0 then return end
  local ids = redis.call('HGET', ARCHIVES, write.subject) or ''
  if write.forgets then
    for id in string.gmatch(ids, '%S+') do redis.call('HDEL', ARCHIVED, id) end
    redis.call('HDEL', ARCHIVES, write.subject)
    ids = ''
  end
  for _, journey in ipairs(write.archived) do
    redis.call('HSET', ARCHIVED, journey.id, journey.state)
    ids = ids .. ' ' .. journey.id
  end
  if ids ~= '' then redis.call('HSET', ARCHIVES, write.subject, ids) end
end

for number, write in ipairs(writes) do
  local old = rows[number]
  local chunks, tail = old[2], old[3] .. write.block
  if #tail > TAIL_BYTES then
    redis.call('HSET', HISTORY, write.subject .. '/' .. integer(chunks), tail)
    chunks, tail = chunks + 1, ''
  end
  local new = { replace_due(write, old[1]), chunks, tail }
  replace_journeys(write, old, new)
  replace_archived(write)
  put_row(write.subject, cmsgpack.pack(new))
  put_state(write.subject, write.state)
end
flush_states()
flush_rows()
flush_seen()

for text, kind in pairs(kinds_by_text) do
  local name = integer(kind.number)
  if kind.count == 0 then
    redis.call('HDEL', KINDS, text)
    redis.call('HDEL', NAMES, name)
  else
    redis.call('HSET', KINDS, text, name .. ' ' .. integer(kind.count))
    if kind.new then redis.call('HSET', NAMES, name, text) end
  end
end

if publishes then
  sequence = sequence + 1
  redis.call('HSET', OUTBOX, integer(sequence), offset .. ':' .. payload)
end
for clock in pairs(used_clocks) do redis.call('HSET', SHARD, 'clock:' .. clock, '') end
redis.call('HSET', SHARD, 'partition', partition, 'offset', offset, 'sequence', integer(sequence),
  'published', integer(dropped))
return { 'applied', integer(sequence) }
