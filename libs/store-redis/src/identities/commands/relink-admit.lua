-- Asks whether identifiers may be linked to another subject. What names a person marks that subject before it is linked.
--
-- KEYS  1 pointers
-- ARGV  1 from, 2 to, 3 1: one of them names one person, then the identifiers
-- Returns 0: `to` was erased | the identifiers that it is marked with for the first time

local from, to = ARGV[1], ARGV[2]
if is_erased(to) then return 0 end
local all, names = {}, {}
for i = 4, #ARGV do
  all[#all + 1] = ARGV[i]
  if redis.call('SISMEMBER', of('named', from), ARGV[i]) == 1 then names[#names + 1] = ARGV[i] end
end
-- Links made before strong ones were marked: any of them may be the one that names a person.
if ARGV[3] == '1' and #names == 0 then names = all end
local marked = {}
for _, key in ipairs(names) do
  if redis.call('SADD', of('named', to), key) == 1 then marked[#marked + 1] = key end
end
return marked
