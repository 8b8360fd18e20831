-- Whom a subject, or one merged into it, is kept apart from.
--
-- KEYS  1 pointers
-- ARGV  1 subject
-- Returns what each of them has become; one may be there twice

local own = becomes(ARGV[1])
local apart = {}
for _, member in ipairs(family(ARGV[1])) do
  for _, other in ipairs(redis.call('SMEMBERS', of('apart', member))) do
    local became = becomes(other)
    if became ~= own then apart[#apart + 1] = became end
  end
end
return apart
