-- Leaves the marks of a relinking where its identifiers are.
--
-- KEYS  1 pointers
-- ARGV  1 from, 2 to, then for each identifier that names a person: it, 1 if `from` was marked with it, whose it is now ('' for
--       nobody's)
-- Returns 1: `to` was erased meanwhile | 0

local from, to = ARGV[1], ARGV[2]

local function mark(subject, key, is_named)
  if is_named and not is_erased(subject) then
    redis.call('SADD', of('named', subject), key)
  else
    redis.call('SREM', of('named', subject), key)
  end
end

for i = 3, #ARGV, 3 do
  local key, was_marked, owner = ARGV[i], ARGV[i + 1], ARGV[i + 2]
  mark(from, key, owner == from and was_marked == '1')
  mark(to, key, owner == to)
end
return is_erased(to) and 1 or 0
