-- Reads the history blocks of a subject, oldest first, as one moment's view.
--
-- KEYS  1 index, 2 history
-- ARGV  1 subject
-- Returns { blocks, … }, nothing for an unknown subject

local row = redis.call('HGET', KEYS[1], ARGV[1])
if not row then return {} end
local held = cmsgpack.unpack(row)
local answer = {}
for chunk = 0, held[2] - 1 do
  answer[#answer + 1] = redis.call('HGET', KEYS[2], ARGV[1] .. '/' .. string.format('%.0f', chunk))
end
answer[#answer + 1] = held[3]
return answer
