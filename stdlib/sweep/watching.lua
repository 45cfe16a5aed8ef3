---A text that is shown again and again: in its place on a terminal; elsewhere, as in a file, below the one before,
---where it has changed, and not more often than every ten seconds.
local complaint = require "polyak.complaint"

local watching = {}

---@class sweep.Screen
---@field stream {write: function, flush: function}  # as a file of `io`
---@field host {is_terminal: (fun(): boolean)?, terminal_size: (fun(): integer?, integer?)?}
---@field clock fun(): number  # seconds
---@field lines integer  # that are shown, on a terminal
---@field shown? string
---@field last? string
---@field shown_at number
local Screen = {}
Screen.__index = Screen

---@param stream {write: function, flush: function}  # the standard output
---@param host? table  # what says whether that is a terminal
---@param clock? fun(): number
---@return sweep.Screen
function watching.screen(stream, host, clock)
  return setmetatable({
    stream = stream, host = host or require "plot", clock = clock or os.time, lines = 0, shown_at = -math.huge,
  }, Screen)
end

---The text's lines as far as there is room for them: what is longer would scroll, and could not be taken back.
---@param text string
---@param columns integer
---@param rows integer
---@return string[]
local function fitted(text, columns, rows)
  local lines = {}
  for line in string.gmatch(text .. "\n", "([^\n]*)\n") do
    local behind = utf8.len(line) and utf8.offset(line, columns)
    lines[#lines + 1] = behind and string.sub(line, 1, behind - 1) or line
  end
  while lines[#lines] == "" do lines[#lines] = nil end
  if #lines >= rows and rows > 2 then
    local left = #lines - (rows - 2)
    lines = table.move(lines, 1, rows - 2, 1, {})
    lines[rows - 1] = string.format("and %d more lines", left)
  end
  return lines
end

---@param self sweep.Screen
---@return boolean
local function is_terminal(self) return self.host.is_terminal ~= nil and self.host.is_terminal() end

---@param text string
function Screen:show(text)
  if is_terminal(self) then
    local columns, rows = self.host.terminal_size()
    local lines = fitted(text, columns or 80, rows or 24)
    local back = self.lines > 0 and string.format("\27[%dA", self.lines) or ""
    self.stream:write(back, "\r\27[J", table.concat(lines, "\n"), "\n")
    self.lines = #lines
  elseif text ~= self.shown and self.clock() - self.shown_at >= 10 then
    self.stream:write(text, "\n")
    self.shown, self.shown_at = text, self.clock()
  end
  -- Nobody reads on where it fails, as behind `head`.
  local _, why = self.stream:flush()
  if why then error(complaint("sweep status: cannot write what is watched: " .. why), 0) end
  self.last = text
end

---Shows what came last, where it was too early for it.
function Screen:finish()
  if not is_terminal(self) and self.last and self.last ~= self.shown then self.stream:write(self.last, "\n") end
end

return watching
