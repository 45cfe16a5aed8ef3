---The options of a script's command line, declared once: reading, checks, messages and `--help` follow.
---
---    arguments = require "script.arguments"
---    options = arguments.read{
---      name = "orbit", summary = "Draws an orbit.",
---      {"eta", arguments.number{above = 0}, 5e-3, "step size"},
---      {"method", arguments.one_of{"euler", "rk4"}, "euler", "integrator"},
---    }
---    options.eta     --> 0.005
---
---`orbit.lua --eta 0.01`, or `--eta=0.01`, sets an option. Beside those that are declared every script has the two that
---its sweeps read: `--shard 2/4` and `--accept`.
local Place = require "polyak.place"
local entrance = require "polyak.entrance"
local options = require "polyak.options"
local spelling = require "polyak.spelling"
local start = require "polyak.start"

local arguments = {}

---How the text behind an option becomes its value.
---@class arguments.Rule
---@field expected string  # for messages and help: "a number > 0"
---@field read fun(text: string): any  # nil where the text is not that
---@field words? string[]  # where only these are accepted
---@field is_flag? boolean  # it stands alone, with no text behind it
---@field prepare? fun(value: any)  # called once all options are known to be right; an error is the option's

---@class (exact) arguments.Bounds
---@field from? number  # the least
---@field above? number  # what it must exceed
---@field to? number  # the greatest
---@field below? number  # what it must stay under

---@class (exact) arguments.Options
---@field name string  # the script's name, with which messages begin
---@field summary string  # what it does
---@field check? fun(options: table): string?  # of options that must fit together: what is wrong, without the name
---@field [integer] table|nil  # {name, rule, default, help}

local bound = options.number()
local declared_bounds = options.declare("arguments.Bounds", {
  {"from", bound, "the least"}, {"above", bound, "what it must exceed"},
  {"to", bound, "the greatest"}, {"below", bound, "what it must stay under"},
})

---@param rule polyak.Rule  # of the value
---@param value fun(text: string): any
---@return arguments.Rule
local function reading(rule, value)
  return {expected = rule.expected, words = rule.words, read = function(text)
    local found = value(text)
    return rule.accept(found) and found or nil
  end}
end

---@param bounds arguments.Bounds|nil
---@param called string
---@return arguments.Bounds
local function checked(bounds, called) return options.read(declared_bounds, bounds or {}, Place.of(called)) end

---A finite number.
---@param bounds? arguments.Bounds
---@return arguments.Rule
function arguments.number(bounds)
  return reading(options.number(checked(bounds, "arguments.number")), tonumber)
end

---An integer.
---@param bounds? arguments.Bounds
---@return arguments.Rule
function arguments.integer(bounds)
  return reading(options.integer(checked(bounds, "arguments.integer")), function(text)
    return math.tointeger(tonumber(text))
  end)
end

---Several of what another rule reads, separated by commas.
---@param rule arguments.Rule
---@return arguments.Rule
function arguments.list(rule)
  return {expected = rule.expected .. ", or several with commas between", read = function(text)
    local values = {}
    for part in string.gmatch(text .. ",", "([^,]*),") do
      local value = rule.read(part)
      if value == nil then return nil end
      values[#values + 1] = value
    end
    return values
  end}
end

---One of some words.
---@param choices string[]
---@return arguments.Rule
function arguments.one_of(choices)
  local place = Place.of("arguments.one_of"):argument("choices", 1)
  if #choices == 0 then place:complain "must have at least one word" end
  for i = 1, #choices do options.check(options.string, choices[i], place:inside(i)) end
  return reading(options.one_of(choices), function(text) return text end)
end

---Any text.
---@return arguments.Rule
function arguments.text()
  return {expected = "a text", read = function(text) return text ~= "" and text or nil end}
end

---An option that stands alone: true where it is given.
---@return arguments.Rule
function arguments.flag() return {expected = "nothing", is_flag = true, read = function() return true end} end

---A time as people say it: `3 minutes`.
---@param seconds number
---@return string
function arguments.duration(seconds)
  for _, unit in ipairs{{3600, "hour"}, {60, "minute"}} do
    if seconds >= 2 * unit[1] then return string.format("%.0f %ss", seconds / unit[1], unit[2]) end
  end
  return seconds < 1.5 and "a second" or string.format("%.0f seconds", seconds)
end

---A folder for results, which is made where it is missing.
---@return arguments.Rule
function arguments.folder()
  return {
    expected = "a folder",
    read = function(text) return text ~= "" and text or nil end,
    prepare = require("polyak.modules").files.make_folder,
  }
end

---@param value any  # a default
---@return string
local function shown(value)
  return type(value) == "table" and table.concat(value, ",") or tostring(value)
end

---Those of every script that it does not declare itself.
---@param declared arguments.Options
---@return table[]
local function common(declared)
  local own, list = {}, {}
  for _, option in ipairs(declared) do own[option[1]] = true end
  for _, option in ipairs(start.options) do
    if not own[option[1]] then list[#list + 1] = option end
  end
  return list
end

---What `--help` shows.
---@param declared arguments.Options
---@return string
function arguments.help(declared)
  local lines = {string.format("%s: %s", declared.name, declared.summary), ""}
  local width = #"--help"
  local all = table.move(declared, 1, #declared, 1, {})
  table.move(common(declared), 1, #start.options, #all + 1, all)
  for _, option in ipairs(all) do width = math.max(width, #option[1] + 2) end
  local format = "  %-" .. width .. "s  %s"
  for _, option in ipairs(all) do
    local name, rule, default, help = table.unpack(option, 1, 4)
    local preset = default ~= nil and string.format("; default %s", shown(default)) or ""
    local expected = rule.is_flag and "" or string.format(": %s%s", rule.expected, preset)
    lines[#lines + 1] = string.format(format, "--" .. name, help .. expected)
  end
  lines[#lines + 1] = string.format(format, "--help", "this text")
  return table.concat(lines, "\n") .. "\n"
end

local declared_options = options.declare("arguments.Options", {
  {"name", options.string, "the script's name, with which messages begin", required = true},
  {"summary", options.string, "what it does", required = true},
  {"check", options.func, "of options that must fit together: what is wrong, without the name",
    annotation = "fun(options: table): string?"},
})

---@param declared table
---@param called string
local function check_declared(declared, called)
  local named, list = {}, Place.of(called):argument("declared", 1)
  for key, value in pairs(declared) do
    if math.type(key) ~= "integer" then named[key] = value end
  end
  options.read(declared_options, named, Place.of(called))
  for i, option in ipairs(declared) do
    options.check(options.table, option, list:inside(i))
    for k, rule in pairs{[1] = options.string, [2] = options.table, [4] = options.string} do
      local place = list:inside(i):inside(k)
      if option[k] == nil then place:missing(rule.expected) end
      options.check(rule, option[k], place)
    end
  end
end

---@param declared arguments.Options
---@param list string[]
---@return table<string, any>|nil options  # by name; `help` is true where help was asked for
---@return string? message
---@return polyak.Told? told  # those that are not the script's own
local function take(declared, list)
  local rules, names, values, told = {}, {"--help"}, {}, {}
  for _, option in ipairs(declared) do
    local name, rule, default = table.unpack(option, 1, 3)
    rules[name], values[name], names[#names + 1] = rule, default, "--" .. name
  end
  local others = {}
  for _, option in ipairs(common(declared)) do
    local name = option[1]
    rules[name], others[name], names[#names + 1] = option[2], true, "--" .. name
  end

  local i = 1
  while i <= #list do
    local word = list[i]
    local name, text = string.match(word, "^%-%-([^=]+)=(.*)$")
    name = name or string.match(word, "^%-%-(.+)$")
    if name == "help" then return {help = true} end
    local rule = rules[name]
    if not rule then
      local what = string.sub(word, 1, 1) == "-" and "unknown option" or "unexpected argument"
      local hint = spelling.hint(name and "--" .. name or word, names)
      if hint == "" then hint = " (--help shows the options)" end
      return nil, string.format("%s: %s '%s'%s", declared.name, what, name and "--" .. name or word, hint)
    end
    if not rule.is_flag and not text then
      i = i + 1
      text = list[i]
    end
    local value, problem = start.value(name, rule, text)
    if problem then
      local hint = text and rule.words and spelling.hint(text, rule.words) or ""
      return nil, string.format("%s: %s%s", declared.name, problem, hint)
    end
    local target = others[name] and told or values
    target[name] = value
    i = i + 1
  end
  local wrong = declared.check and declared.check(values)
  if wrong then return nil, string.format("%s: %s", declared.name, wrong) end
  return values, nil, told
end

---The options that the words of a command line give, defaults for the others; nil and a message where one is wrong.
---@param declared arguments.Options
---@param list string[]
---@return table<string, any>|nil options  # by name; `help` is true where help was asked for
---@return string? message
function arguments.parse(declared, list)
  check_declared(declared, "arguments.parse")
  local values, message = take(declared, list)
  return values, message
end

---Ends the program with a message, as after any error of its user's.
---@param message string
local function stop(message)
  io.stderr:write(message, "\n")
  os.exit(1, true)
end

---The options of the script that runs. Ends the program where help was asked for, and where an option is wrong.
---@param declared arguments.Options
---@return table<string, any>
function arguments.read(declared)
  check_declared(declared, "arguments.read")
  local values, message, told = take(declared, arg)
  if not values then stop(message) end
  if values.help then
    io.write(arguments.help(declared))
    os.exit(0, true)
  end
  for _, option in ipairs(declared) do
    local name, rule = table.unpack(option, 1, 2)
    local ok, why = pcall(rule.prepare or type, values[name])
    if not ok then stop(string.format("%s: option '--%s': %s", declared.name, name, why)) end
  end
  start.tell(told)
  return values
end

entrance(arguments, "arguments.", {
  number = "bounds: table?", integer = "bounds: table?", list = "rule: table", one_of = "choices: table", text = "",
  flag = "", duration = "seconds: number", folder = "", help = "declared: table",
  parse = "declared: table, list: table", read = "declared: table",
})

return arguments
