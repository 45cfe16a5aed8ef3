---What tells one code from another, for messages.

-- So many lines of a function are shown, of what was there and of what is here, and so much of a line.
local MOST_LINES <const>, LONGEST_LINE <const> = 3, 120

---@param f code.Function
---@return string
local function described(f) return string.format("%s, %s", f.name, f.place) end

---Lines without blanks at their ends, comments and empty ones.
---@param lines string[]|nil
---@return string[]|nil
local function bare(lines)
  if type(lines) ~= "table" then return nil end
  local kept = {}
  for _, line in ipairs(lines) do
    line = string.match(tostring(line), "^%s*(.-)%s*$")
    if line ~= "" and string.sub(line, 1, 2) ~= "--" then kept[#kept + 1] = line end
  end
  return kept
end

---@param lines string[]
---@param first integer
---@param last integer
---@param where string
---@param out string[]
local function show(lines, first, last, where, out)
  if last < first then out[#out + 1] = string.format("  %s nothing", where) end
  for i = first, math.min(last, first + MOST_LINES - 1) do
    local line = lines[i]
    if #line > LONGEST_LINE then
      line = string.sub(line, 1, utf8.len(line) and utf8.offset(line, 0, LONGEST_LINE) - 1 or LONGEST_LINE) .. ".."
    end
    out[#out + 1] = string.format("  %s %s", i == first and where or string.rep(" ", #where), line)
  end
  local rest = last - first + 1 - MOST_LINES
  if rest > 0 then
    out[#out + 1] = string.format("  %s and %d more lines", string.rep(" ", #where), rest)
  end
end

---@param there code.Function
---@param here code.Function
---@param out string[]
local function compare(there, here, out)
  local old, new = bare(there.text), bare(here.text)
  if not old or not new then
    out[#out + 1] = described(here) .. ": changed, and its lines are not known"
    return
  end
  local first, old_last, new_last = 1, #old, #new
  while first <= #old and old[first] == new[first] do first = first + 1 end
  while old_last >= first and new_last >= first and old[old_last] == new[new_last] do
    old_last, new_last = old_last - 1, new_last - 1
  end
  if old_last < first and new_last < first then
    out[#out + 1] = described(here)
      .. ": the lines are the same; a <const> that they name has another value, or another release of Lua compiles them"
    return
  end
  out[#out + 1] = described(here) .. ":"
  show(old, first, old_last, "there:", out)
  show(new, first, new_last, "here: ", out)
end

---@param list code.Function[]
---@return table<string, code.Function>
local function by_name(list)
  local found = {}
  for _, f in ipairs(list) do found[f.name] = f end
  return found
end

---@param there {functions: code.Function[], values: table<string, string>}
---@param here {functions: code.Function[], values: table<string, string>}
---@return string[]
local function changes(there, here)
  local out, old, new = {}, by_name(there.functions), by_name(here.functions)
  for _, f in ipairs(here.functions) do
    if not old[f.name] then
      out[#out + 1] = described(f) .. ": not there"
    elseif old[f.name].code ~= f.code then
      compare(old[f.name], f, out)
    end
  end
  for _, f in ipairs(there.functions) do
    if not new[f.name] then out[#out + 1] = described(f) .. ": not here" end
  end
  local names = {}
  for name, text in pairs(here.values) do
    if there.values[name] ~= text then names[#names + 1] = name end
  end
  for name in pairs(there.values) do
    if here.values[name] == nil then names[#names + 1] = name end
  end
  table.sort(names)
  for _, name in ipairs(names) do
    local old_text, new_text = there.values[name] or "not", here.values[name] or "not"
    out[#out + 1] = string.format("%s: %s there, %s here", name, old_text, new_text)
  end
  if #out == 0 then out[1] = "functions share variables, or have them in an order, in another way" end
  return out
end

return changes
