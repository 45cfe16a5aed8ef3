---Pictures on the terminal that are drawn over: from a loop, or while a run advances.
local Place = require "polyak.place"
local entrance = require "polyak.entrance"
local figure = require "plot.figure"
local options = require "polyak.options"
local pixels = require "plot.pixels"
local plot_options = require "plot.options"
local screens = require "plot.screen"
local pictures = require "plot.shown"
local terminal = require "plot.terminal"

local live = {}

---A picture on the terminal, with the cursor in the line below it.
---@class plot.Picture
---@field lines integer  # 0 before it is drawn
---@field columns integer  # of the window it was drawn for
---@field id? integer  # of one in pixels
---@field number? integer  # of a host that shows pictures itself

---@param host table  # as `plot`, which the program has told of its terminal
---@return boolean  # whether a terminal can go back to an earlier line, or the host shows pictures itself
function live.possible(host)
  if host.display then return true end
  local kind = os.getenv "TERM"
  return host.is_terminal ~= nil and host.is_terminal() and host.terminal_size ~= nil
    and kind ~= nil and kind ~= "" and kind ~= "dumb"
end

---The figure without some of its options.
---@param fig plot.Figure
---@param names string[]
---@return plot.Figure
local function without(fig, names)
  local copy, given = {}, {}
  for key, value in pairs(fig) do copy[key] = value end
  for key, value in pairs(fig.options) do given[key] = value end
  for _, name in ipairs(names) do given[name] = nil end
  copy.options = given
  return copy
end

-- What a short window does without, one after the other.
local luxuries = {{}, {"title"}, {"title", "xlabel"}, {"title", "xlabel", "ylabel"}}

---The figure in at most so many lines, "" where it takes more.
---@param fig plot.Figure
---@param screen plot.Screen
---@param room integer
---@return string
local function fitted(fig, screen, room)
  for _, names in ipairs(luxuries) do
    local text = terminal.render(#names > 0 and without(fig, names) or fig, screen)
    if select(2, string.gsub(text, "\n", "")) <= room then return text end
  end
  return ""
end

---What takes the cursor to where the picture begins.
---@param picture plot.Picture
---@param columns integer
---@return string
local function over(picture, columns)
  if picture.lines == 0 then return "" end
  return columns < picture.columns and "\27[H\27[2J" or string.format("\27[%dA\r", picture.lines)
end

---Draws a figure over what the picture shows, in one write. The window's size is asked each time: one that has become
---narrower may have wrapped what was there, so that nobody knows how many lines it takes; then all of it is cleared.
---Picture, caption and the cursor's line fit the window, or drawing over them would begin too far down; one that is too
---small for the picture shows the caption alone.
---@param picture plot.Picture
---@param fig plot.Figure
---@param host table
---@param caption? string  # a line below
local function draw(picture, fig, host, caption)
  if host.display then
    picture.number = pictures.show(fig, host, picture.number, caption) or picture.number
    return
  end
  local screen = screens.now(host)
  local columns, lines = host.terminal_size()
  if not columns or columns < 2 or lines < 2 then return end
  local room = lines - 1 - (caption and 1 or 0)
  local text = ""
  if screen then
    -- A character in the last column would make some terminals begin a new line.
    screen.columns = columns - 1
    if caption then screen.lines = screen.lines - 1 end
    local shown, count, id = pixels.render(fig, host, screen, picture.id)
    if shown and count <= room then
      local below = caption and string.sub(caption, 1, columns - 1) .. "\27[K\n" or ""
      io.stdout:write(over(picture, columns), shown, below, "\27[J")
      io.stdout:flush()
      picture.lines, picture.columns, picture.id = count + (caption and 1 or 0), columns, id
      return
    end
    text = fitted(fig, screen, room)
  end
  -- What does not fit keeps what it shows.
  if text == "" and not caption then return end
  if caption then text = text .. string.sub(caption, 1, columns - 1) .. "\n" end

  local out, count = {""}, 0
  for line in string.gmatch(text, "([^\n]*)\n") do
    count = count + 1
    out[#out + 1] = line .. "\27[K\n"
  end
  out[1] = over(picture, columns)
  out[#out + 1] = "\27[J"
  io.stdout:write(table.concat(out))
  io.stdout:flush()
  picture.lines, picture.columns = count, columns
end

---The outermost function of those in progress: at the prompt the chunk that was typed. Nil where a tail call has
---replaced it.
---@return function|nil
local function outermost()
  local found, tail
  for level = 3, math.maxinteger do
    local info = debug.getinfo(level, "Sft")
    if not info then break end
    if info.what ~= "C" then found, tail = info.func, info.istailcall end
  end
  return not tail and found or nil
end

local picture = {lines = 0, columns = 0}
-- Weak: a chunk that is over does not stay for it.
local drawn = setmetatable({}, {__mode = "v"})

---Draws over the picture that the same chunk has drawn last.
---@param fig plot.Figure
---@param host table
function live.redraw(fig, host)
  local chunk = outermost()
  if chunk == nil or chunk ~= drawn.by then picture = {lines = 0, columns = 0} end
  drawn.by = chunk
  draw(picture, fig, host)
end

---Points that come one by one, drawn ten times a second.
---@class plot.Live
---@field private given table
---@field private host table
---@field private place polyak.Place
---@field private open boolean
---@field private series table[]
---@field private named table<string, table>
---@field private picture plot.Picture
---@field private due number
local Live = {__name = "plot.Live"}
Live.__index = Live

-- Past this many points of a series every other one goes: no terminal shows more.
local most = 4000

---@param given table  # options of the figure
---@param place polyak.Place  # of the options
---@param host table
---@return plot.Live
local function make(given, place, host)
  given = options.read(plot_options.live, given, place)
  figure.check(given, place)
  return setmetatable({
    given = given, host = host, place = place, open = live.possible(host), series = {}, named = {},
    picture = {lines = 0, columns = 0}, due = 0,
  }, Live)
end

---@param given? table  # options of the figure
---@param host table
---@return plot.Live
function live.new(given, host)
  return make(options.read_alone(plot_options.live, given, "plot.live"), Place.of "plot.live", host)
end

---@param one table
---@param x number
---@param y number
local function append(one, x, y)
  one.skipped = one.skipped + 1
  if one.skipped < one.stride then return end
  one.skipped = 0
  one.x[#one.x + 1], one.y[#one.y + 1] = x, y
  if #one.x <= most then return end
  local xs, ys = {}, {}
  for i = 1, #one.x, 2 do xs[#xs + 1], ys[#ys + 1] = one.x[i], one.y[i] end
  one.x, one.y, one.stride = xs, ys, 2 * one.stride
end

---Adds a point, and draws where a tenth of a second has gone by.
---@param x number
---@param y number
---@param name? string  # of its series
---@param caption? string  # a line below the picture
function Live:add(x, y, name, caption)
  if not self.open then return end
  local one = self.named[name or ""]
  if not one then
    one = {x = {}, y = {}, name = name, stride = 1, skipped = 0}
    self.named[name or ""], self.series[#self.series + 1] = one, one
  end
  append(one, x, y)
  one.last = {x, y}
  -- The processor's time: what else there is in stock Lua counts whole seconds.
  local now = os.clock()
  if now < self.due then return end
  self:draw(caption)
  local spent = os.clock() - now
  self.due = now + spent + math.max(0.1, 20 * spent)
end

---Draws the points so far, whenever that is.
---@param caption? string
function Live:draw(caption)
  local specs = {}
  for i, one in ipairs(self.series) do
    local x, y = one.x, one.y
    if one.last and x[#x] ~= one.last[1] then
      x, y = table.move(x, 1, #x, 1, {}), table.move(y, 1, #y, 1, {})
      x[#x + 1], y[#y + 1] = one.last[1], one.last[2]
    end
    local place = self.place
    specs[i] = {options = {name = one.name}, place = place, x = x, x_place = place, y = y, y_place = place}
  end
  draw(self.picture, figure.new(specs, self.given, self.place), self.host, caption)
end

---Draws the last points; the picture stays.
---@param caption? string
function Live:close(caption)
  if self.open and #self.series > 0 then self:draw(caption) end
  self.open = false
end

entrance(Live, "plot.live:", {
  add = "self: table, x: number, y: number, name: string?, caption: string?", draw = "self: table, caption: string?",
  close = "self: table, caption: string?",
}, {"plot.live"})

Live.__close = function(self) self:close() end

---@param called string
---@param title string  # of the run
---@param wish table  # options of the figure
---@return (fun(t: number, loss: number, caption: string))|nil add  # nil where there is no terminal
---@return (fun(t: number[]|Vector, loss: number[]|Vector, caption: string))|nil finish  # with all points at last
local function follow(called, title, wish)
  local one = make(wish, Place.of(called):option "live", require "plot")
  if not one.open then return nil end
  local given = one.given
  given.title, given.xlabel, given.ylabel = given.title or title, given.xlabel or "t", given.ylabel or "loss"
  local ylim = given.ylim or {}
  local is_free = not given.log and not given.equal and (ylim[1] or 1) > 0 and (ylim[2] or 1) > 0
  local negative, positive = false, false

  ---A log axis as soon as there is something to show on it, and nothing that never can be.
  local function watch(loss)
    negative, positive = negative or loss < 0, positive or loss > 0
    if is_free then given.log = positive and not negative and "y" or nil end
  end

  local function add(t, loss, caption)
    watch(loss)
    one:add(t, loss, nil, caption)
  end

  local function finish(t, loss, caption)
    for i = 1, #loss do watch(loss[i]) end
    one.series = {{x = t, y = loss}}
    one:close(caption)
  end
  return add, finish
end

---For the option `live` of runs, which Swift reads: the loss over time. An error's text begins with the run's function.
live.follow = entrance.of("plot.live", "", follow)

return live
