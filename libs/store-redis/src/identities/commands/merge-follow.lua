-- What subjects have become.
--
-- KEYS  1 pointers
-- ARGV  subjects
-- Returns of each what it has become, '' for an erased one

local ends = {}
for i, subject in ipairs(ARGV) do ends[i] = is_erased(subject) and '' or becomes(subject) end
return ends
