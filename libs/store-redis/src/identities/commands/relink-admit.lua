-- Asks whether identifiers may be linked to another subject. What names a person marks that subject before it is linked.
--
-- KEYS  1 pointers
-- ARGV  1 from, 2 to, 3 1: one of them names one person, then the identifiers
-- Returns 0: `to` was erased | for each identifier that names a person: it, 1 if `from` is marked with it, else 0

local from, to = ARGV[1], ARGV[2]
if is_erased(to) then return 0 end
local names, marked = {}, {}
for i = 4, #ARGV do
  marked[i] = redis.call('SISMEMBER', of('named', from), ARGV[i])
  if marked[i] == 1 then names[#names + 1] = i end
end
-- Links made before strong ones were marked: any of them may be the one that names a person.
if ARGV[3] == '1' and #names == 0 then
  for i = 4, #ARGV do names[#names + 1] = i end
end
local answer = {}
for _, i in ipairs(names) do
  redis.call('SADD', of('named', to), ARGV[i])
  answer[#answer + 1] = ARGV[i]
  answer[#answer + 1] = marked[i]
end
return answer
