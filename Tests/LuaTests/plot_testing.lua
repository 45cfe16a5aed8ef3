---What the tests of plot share: pictures as texts, and objects such as a host's.
local plot = require "plot"
local testing = require "testing"

local plot_testing = {
  ---What `os.getenv` finds.
  ---@type table<string, string>
  environment = {},
}

rawset(os, "getenv", function(name) return plot_testing.environment[name] end)

function testing.before()
  plot_testing.environment = {LANG = "C.UTF-8"}
  plot.terminal_size, plot.is_terminal = nil, nil
end

---@return string  # what a call of plot writes to the terminal
function plot_testing.drawn(...)
  local pieces, real = {}, io.stdout
  rawset(io, "stdout", {write = function(self, piece) pieces[#pieces + 1] = piece return self end})
  local returned = table.pack(pcall(plot, ...))
  rawset(io, "stdout", real)
  if not returned[1] then error(returned[2], 0) end
  assert(returned.n == 1, "a plot in the terminal returns nothing")
  return table.concat(pieces)
end

---@return string  # the file that a call of plot writes
function plot_testing.svg(...)
  local path = testing.folder() .. "/figure.svg"
  local figure = {...}
  figure[#figure].file = path
  testing.equal(plot(table.unpack(figure)), path)
  local content = testing.read(path)
  os.remove(path)
  return content
end

---@return string  # the file that a call of a function of plot writes
function plot_testing.written(call, ending, given)
  local path = testing.folder() .. "/figure" .. ending
  given.file = path
  testing.equal(call(given), path)
  given.file = nil
  local content = testing.read(path)
  os.remove(path)
  return content
end

---@return string  # what a call of a function of plot writes to the terminal
function plot_testing.shown(call, ...)
  local pieces, real = {}, io.stdout
  rawset(io, "stdout", {write = function(self, piece) pieces[#pieces + 1] = piece return self end})
  local ok, why = pcall(call, ...)
  rawset(io, "stdout", real)
  if not ok then error(why, 0) end
  return table.concat(pieces)
end

---Raises an error where elements do not end in the order in which they begin, or text has what XML cannot hold.
---@param source string
function plot_testing.check_xml(source)
  local open, rest = {}, source
  for before, slash, name, attributes, close in source:gmatch "([^<]*)<(/?)(%a+)([^>]-)(/?)>" do
    assert(not before:gsub("&%a+;", ""):find "[&>%z\1-\8\11\12\14-\31]", before)
    assert(not attributes:gsub('"[^"]*"', ""):find '"', attributes)
    if slash == "/" then
      testing.equal(name, table.remove(open))
    elseif close == "" then
      open[#open + 1] = name
    end
  end
  testing.equal(#open, 0)
  assert(rest:find "</svg>\n$")
end

---@return {x: number, y: number, size: number, label: string, upright: boolean}[]  # the texts of an SVG, in its order
function plot_testing.texts(content)
  local list = {}
  for x, y, turn, scale, label in content:gmatch
    '<g transform="translate%(([%d.-]+) ([%d.-]+)%)([^"]-)scale%(([%d.]+)%-[%d.]+%)"[^>]- aria%-label="([^"]*)">' do
    list[#list + 1] = {
      x = tonumber(x), y = tonumber(y), size = math.floor(2048 * scale * 100 + 0.5) / 100, label = label,
      upright = turn ~= "",
    }
  end
  return list
end

---Userdata such as the host's: any userdata will do for its metatable.
function plot_testing.object(methods, name)
  local userdata = io.tmpfile()
  userdata:close()
  methods.__name = name
  return debug.setmetatable(userdata, methods)
end

function plot_testing.vector(numbers)
  return plot_testing.object(
    {__len = function() return #numbers end, __index = function(_, i) return numbers[i] end}, "Vector")
end

function plot_testing.matrix(rows)
  local vectors = {}
  for i, row in ipairs(rows) do vectors[i] = plot_testing.vector(row) end
  local methods = {get = function(_, i, j) return rows[i][j] end}
  return plot_testing.object({
    __len = function() return #rows end,
    __index = function(_, key) return methods[key] or vectors[key] end,
  }, "Matrix")
end

return plot_testing
