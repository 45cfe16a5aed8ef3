---Finds the name a user probably meant, for error messages.
local spelling = {}

---How many insertions, deletions, replacements and swaps of neighbours lead from one word to the other
---("optimal string alignment"). Bytes, not letters, are compared. Costs #a times #b.
---@param a string
---@param b string
---@return integer
function spelling.distance(a, b)
  local before, previous, current = {}, {}, {}
  for j = 0, #b do previous[j] = j end
  for i = 1, #a do
    current[0] = i
    local ai = string.byte(a, i)
    for j = 1, #b do
      local bj = string.byte(b, j)
      local best = previous[j - 1] + (ai == bj and 0 or 1)
      best = math.min(best, previous[j] + 1, current[j - 1] + 1)
      if i > 1 and j > 1 and ai == string.byte(b, j - 1) and string.byte(a, i - 1) == bj then
        best = math.min(best, before[j - 2] + 1)
      end
      current[j] = best
    end
    before, previous, current = previous, current, before
  end
  return previous[#b]
end

---The candidate nearest to `word`, or nil where none is near enough to be meant. Ties go to the first.
---@param word string
---@param candidates string[]
---@return string|nil
function spelling.nearest(word, candidates)
  local nearest, least = nil, math.max(1, #word // 3) + 1
  for _, candidate in ipairs(candidates) do
    local distance = spelling.distance(string.lower(word), string.lower(candidate))
    if distance < least and distance < #candidate then nearest, least = candidate, distance end
  end
  return nearest
end

---` (did you mean 'title'?)`, or nothing: to be put at the end of a message.
---@param word any  # anything but a string has no near spelling
---@param candidates string[]
---@return string
function spelling.hint(word, candidates)
  local nearest = type(word) == "string" and #word < 100 and spelling.nearest(word, candidates)
  return nearest and string.format(" (did you mean '%s'?)", nearest) or ""
end

return spelling
