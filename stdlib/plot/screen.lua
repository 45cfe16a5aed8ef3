---What the terminal can show: its size, letters and colours.
local palette = require "plot.palette"

local screen = {}

---@class plot.Screen
---@field columns integer
---@field lines integer
---@field bounded boolean  # nothing may be larger, whatever the options ask for
---@field unicode boolean
---@field colors 0|256|16777216

---@param name string
---@return string|nil  # nil where it is empty, as POSIX treats the locale's variables
local function environment(name)
  local value = os.getenv(name)
  return value ~= "" and value or nil
end

---@param host table
---@param columns integer
---@param lines integer
---@param bounded boolean
---@return plot.Screen
local function described(host, columns, lines, bounded)
  local locale = environment "LC_ALL" or environment "LC_CTYPE" or environment "LANG" or "C"
  local kind = environment "TERM"
  local colorful = host.is_terminal and host.is_terminal() and not environment "NO_COLOR"
    and kind ~= nil and kind ~= "dumb"
  local depth = environment "COLORTERM"
  return {
    columns = columns, lines = lines, bounded = bounded,
    unicode = string.find(string.lower(locale), "utf%-?8") ~= nil,
    colors = not colorful and 0 or (depth == "truecolor" or depth == "24bit") and 16777216 or 256,
  }
end

---What the terminal can show. Size: the variables COLUMNS and LINES, then the host's hook, then 80 x 24.
---@param host {terminal_size: (fun(): integer?, integer?)?, is_terminal: (fun(): boolean)?}
---@return plot.Screen
function screen.find(host)
  local columns, lines
  if host.terminal_size then columns, lines = host.terminal_size() end
  local function size(name, hooked, otherwise, least)
    local n = math.tointeger(tonumber(os.getenv(name)) or hooked)
    return math.max(n and n > 0 and n < 10000 and n or otherwise, least)
  end
  return described(host, size("COLUMNS", columns, 80, 20), size("LINES", lines, 24, 10), false)
end

---What the terminal can show now, for a picture that is to be drawn over. Only the host's hook knows of a window that
---has changed; the variables may be of earlier.
---@param host {terminal_size: (fun(): integer?, integer?), is_terminal: (fun(): boolean)?}
---@return plot.Screen|nil  # nil where the window is too small for any
function screen.now(host)
  local columns, lines = host.terminal_size()
  if not columns or columns < 21 or lines < 7 then return nil end
  return described(host, columns, lines, true)
end

---@param rgb integer
---@param depth 256|16777216
---@return string
local function color(rgb, depth)
  return depth == 256 and string.format("5;%d", palette.nearest256(rgb))
    or string.format("2;%d;%d;%d", rgb >> 16, rgb >> 8 & 255, rgb & 255)
end

---@param rgb integer|nil
---@param depth 0|256|16777216
---@param back? integer  # what is behind, 0xrrggbb
---@return string before
---@return string after
function screen.escapes(rgb, depth, back)
  local codes = {}
  -- Black is the ink of paper; on the terminal's own ground it is whatever the terminal writes in.
  if depth > 0 and rgb and (rgb ~= 0 or back) then codes[1] = "38;" .. color(rgb, depth) end
  if depth > 0 and back then codes[#codes + 1] = "48;" .. color(back, depth) end
  if #codes == 0 then return "", "" end
  return "\27[" .. table.concat(codes, ";") .. "m", "\27[0m"
end

return screen
