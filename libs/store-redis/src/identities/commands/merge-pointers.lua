-- What several commands ask of the merge pointers; it is put before them.
-- KEYS[1] is the hash of pointers. The other keys that it and they touch are named after it, so they share its hash tag.

local MERGES = KEYS[1]

local function of(name, subject) return MERGES .. '-' .. name .. ':' .. subject end

local function merged_into(subject) return MERGES .. ':' .. subject end

local function is_erased(subject) return redis.call('HEXISTS', MERGES .. '-erased', subject) == 1 end

-- What a subject has become.
local function becomes(subject)
  local current = subject
  local next = redis.call('HGET', MERGES, current)
  while next do
    current = next
    next = redis.call('HGET', MERGES, current)
  end
  return current
end

-- The subject, and all that were merged into it, directly or through others.
local function family(subject)
  local members = { subject }
  local looked = 0
  while looked < #members do
    looked = looked + 1
    for _, member in ipairs(redis.call('SMEMBERS', merged_into(members[looked]))) do
      members[#members + 1] = member
    end
  end
  return members
end

-- Whether a strong identifier was claimed for one of the family, or is about to be.
local function is_named(subject)
  for _, member in ipairs(family(subject)) do
    if redis.call('EXISTS', of('named', member)) == 1 then return true end
  end
  return false
end
