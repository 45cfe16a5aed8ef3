---Finds the name a user probably meant, for error messages. With Polyak its own rule decides, which is the same.
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

---@param word string
---@param candidates string[]
---@return string|nil  # the shortest that goes on from the word
local function continued(word, candidates)
  local found
  for _, candidate in ipairs(candidates) do
    if #candidate > #word and string.sub(string.lower(candidate), 1, #word) == word then
      local is_shorter = not found or #candidate < #found
      if is_shorter or #candidate == #found and candidate < found then found = candidate end
    end
  end
  return found
end

---@param word string
---@param candidates string[]
---@return string|nil
local function nearest(word, candidates)
  word = string.lower(word)
  local found, least = nil, math.huge
  for _, candidate in ipairs(candidates) do
    local limit = math.max(1, math.max(#word, #candidate) // 3)
    if math.abs(#word - #candidate) <= limit then
      local distance = spelling.distance(word, string.lower(candidate))
      if distance <= limit and distance < #word and distance < least then found, least = candidate, distance end
    end
  end
  return found or #word >= 3 and continued(word, candidates) or nil
end

---The candidate nearest to `word`, or nil where none is near enough to be meant: at most a third of the longer one
---away, letter case ignored; ties go to the first. Where none is, the shortest that goes on from the word.
---@param word string
---@param candidates string[]
---@return string|nil
function spelling.nearest(word, candidates)
  local errors = package.loaded["polyak.errors"]
  return (errors and errors.nearest or nearest)(word, candidates)
end

---` (did you mean 'title'?)`, or nothing: to be put at the end of a message.
---@param word any  # anything but a string has no near spelling
---@param candidates string[]
---@return string
function spelling.hint(word, candidates)
  local found = type(word) == "string" and #word < 100 and spelling.nearest(word, candidates)
  return found and string.format(" (did you mean '%s'?)", found) or ""
end

return spelling
