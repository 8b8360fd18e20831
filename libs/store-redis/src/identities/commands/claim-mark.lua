-- Says whose an identifier became that a subject was admitted to. Was it another's, the subject is not named by it; was it
-- the subject's, it is, even where somebody who lost an older claim of it took the mark back meanwhile.
--
-- KEYS  1 pointers
-- ARGV  1 subject, 2 identifier if it is strong, else '', 3 whose it became
-- Returns what the owner has become, '' when the owner was erased

local subject, strong, owner = ARGV[1], ARGV[2], ARGV[3]
if strong ~= '' then
  if owner ~= subject then
    redis.call('SREM', of('named', subject), strong)
  elseif not is_erased(subject) then
    redis.call('SADD', of('named', subject), strong)
  end
end
return is_erased(owner) and '' or becomes(owner)
