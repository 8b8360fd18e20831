-- Asks whether an identifier may be claimed for a subject. One that names a person marks the subject before it is linked:
-- from then on nobody merges it away by itself.
--
-- KEYS  1 pointers
-- ARGV  1 subject, 2 identifier if it is strong, else ''
-- Returns 'admitted' | 'merged' | 'erased'

local subject, strong = ARGV[1], ARGV[2]
if is_erased(subject) then return 'erased' end
if redis.call('HEXISTS', MERGES, subject) == 1 then return 'merged' end
if strong ~= '' then redis.call('SADD', of('named', subject), strong) end
return 'admitted'
