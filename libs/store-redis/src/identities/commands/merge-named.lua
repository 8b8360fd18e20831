-- Whether a strong identifier was claimed for a subject or one merged into it, or is about to be.
--
-- KEYS  1 pointers
-- ARGV  1 subject
-- Returns 1 | 0

return is_named(ARGV[1]) and 1 or 0
