-- Leaves the marks of a relinking where its identifiers are now.
--
-- KEYS  1 pointers
-- ARGV  1 from, 2 to, 3 how many identifiers moved, then those, then those that `to` is not marked with after all
-- Returns 1: `to` was erased meanwhile | 0

local from, to = ARGV[1], ARGV[2]
local moved = tonumber(ARGV[3])
for i = 4, #ARGV do
  redis.call('SREM', of('named', i < 4 + moved and from or to), ARGV[i])
end
return is_erased(to) and 1 or 0
