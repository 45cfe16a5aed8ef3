---What a process is told about its sweeps when it starts, by its command line: `--shard 2/4` and `--accept`, whatever
---other options its script has. `script.arguments` knows them beside those that a script declares; of a script that
---takes its command line apart by itself they are looked for among its words.
local launchers = require "polyak.launchers"

local start = {}

---A share of the runs.
---@class polyak.Shard
---@field index integer  # from 1 to count
---@field count integer

---@param text string
---@return polyak.Shard|nil
local function read_shard(text)
  local index, count = string.match(text, "^(%d+)/(%d+)$")
  index, count = math.tointeger(index), math.tointeger(count)
  if not index or not count or index < 1 or index > count then return nil end
  return {index = index, count = count}
end

start.shard_rule = {expected = "a share i/N with 1 <= i <= N", read = read_shard}

---In the form of `arguments.read`.
start.options = {
  {"shard", start.shard_rule, nil, "of a sweep's runs only each N-th, from the i-th on"},
  {"accept", {expected = "nothing", is_flag = true, read = function() return true end}, nil,
    "a sweep takes over the results of code that has changed since"},
}

---@class polyak.Told
---@field shard? polyak.Shard
---@field accept? true

---@type polyak.Told|nil
local told

---Says what the command line says, where something else has read it.
---@param given polyak.Told
function start.tell(given) told = given end

---The value of an option by the text that stands behind it; nil and what is wrong with it, in words.
---@param name string
---@param rule {expected: string, is_flag: boolean?, read: fun(text: string): any}
---@param text string|nil
---@return any value
---@return string? problem
function start.value(name, rule, text)
  if rule.is_flag then
    if text then return nil, string.format("option '--%s' takes no value, got '%s'", name, text) end
    return true
  end
  if not text then return nil, string.format("option '--%s' needs %s behind it", name, rule.expected) end
  local value = rule.read(text)
  if value == nil then return nil, string.format("option '--%s' must be %s, got '%s'", name, rule.expected, text) end
  return value
end

---What is wrong with a word that names a share, and not as it is to be named. Other words are the script's own, as
---`--shards 4` is.
---@param word string
---@param following string|nil
---@return string|nil problem
local function misspelt(word, following)
  local dashes, name, text = string.match(word, "^(%-%-?)(%a+)=?(.*)$")
  if not name or dashes .. name == "--shard" or not string.find(string.lower(name), "^shards?$") then return nil end
  if not read_shard(text ~= "" and text or following or "") then return nil end
  return string.format("unknown option '%s%s' (did you mean '--shard'?)", dashes, name)
end

---@param words string[]
---@return polyak.Told|nil
---@return string? problem
local function look_for(words)
  local found = {}
  for i, word in ipairs(words) do
    if word == "--" then break end
    local mistake = misspelt(word, words[i + 1])
    if mistake then return nil, mistake end
    for _, option in ipairs(start.options) do
      local name, rule = option[1], option[2]
      local text = string.match(word, "^%-%-" .. name .. "=(.*)$")
      if text or word == "--" .. name then
        if not rule.is_flag then text = text or words[i + 1] end
        local value, problem = start.value(name, rule, text)
        if problem then return nil, problem end
        found[name] = value
      end
    end
  end
  return found
end

---What the command line says.
---@return polyak.Told|nil
---@return string? problem  # what is wrong with it
function start.told()
  if told then return told end
  return look_for(type(arg) == "table" and arg or {})
end

---Where in a list this process begins, of many that a launcher has started.
---@param count integer  # of the list
---@return integer  # from 1 on
function start.first(count) return math.floor(launchers.begin(os.getenv) * count) + 1 end

return start
