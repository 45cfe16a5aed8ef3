---Pictures in pixels on a terminal that has them: by kitty's graphics protocol, or as sixels.
local cairo = require "plot.cairo"
local picture = require "plot.picture"
local png = require "plot.png"
local screens = require "plot.screen"
local text = require "plot.text"

local pixels = {}

---What is known of pixels where nothing else is: the cells of a VT340.
local usual_width, usual_height = 10, 20

---@param host table
---@param screen plot.Screen
---@param wish boolean|"kitty"|"sixel"|nil  # the option
---@return "kitty"|"sixel"|nil manner  # nil for letters
---@return integer width  # of a cell
---@return integer height
local function manner_of(host, screen, wish)
  local setting = os.getenv "POLYAK_PIXELS"
  if wish == nil and setting == "0" or wish == false then return nil, 0, 0 end
  if wish == nil and (setting == "kitty" or setting == "sixel") then wish = setting end
  -- Where colours are not welcome, neither are those of pixels.
  if wish == nil and screen.colors == 0 then return nil, 0, 0 end
  local answered, width, height
  if host.terminal_pixels then answered, width, height = host.terminal_pixels() end
  return type(wish) == "string" and wish or answered, width or usual_width, height or usual_height
end

---The figure at a size in pixels.
---@param fig plot.Figure|plot.Panels
---@param width number
---@param height number
---@return plot.Figure|plot.Panels
local function sized(fig, width, height)
  local copy, given = {}, {}
  for key, value in pairs(fig) do copy[key] = value end
  for key, value in pairs(fig.options) do given[key] = value end
  given.width, given.height = width, height
  copy.options = given
  return copy
end

---Cells that the picture takes.
---@param given table
---@param screen plot.Screen
---@param wide integer  # the most where nothing is asked for
---@param window plot.Screen|nil  # what it has to fit in: what does not is cut off, or scrolled away while it is drawn
---@return integer columns
---@return integer lines
local function cells(given, screen, wide, window)
  local natural = screen.bounded and screen.lines - 2 or math.max(8, screen.lines * 3 // 4)
  local columns = math.tointeger(given.width) or math.min(screen.columns, wide)
  local lines = math.tointeger(given.height) or natural
  if window then columns, lines = math.min(columns, window.columns), math.min(lines, window.lines - 2) end
  return math.max(columns, 10), math.max(lines, 4)
end

---The escape sequences of a PNG, as kitty has them: in pieces of 4096 letters, no answer wanted, the cursor where it
---was.
---@param bytes string
---@param columns integer
---@param lines integer
---@param id integer
---@return string
local function kitty(bytes, columns, lines, id)
  local encoded, out = png.base64(bytes), {}
  for first = 1, #encoded, 4096 do
    local control = first == 1
      and string.format("a=T,f=100,q=2,C=1,i=%d,p=1,c=%d,r=%d,", id, columns, lines) or ""
    local more = first + 4096 <= #encoded and 1 or 0
    out[#out + 1] = string.format("\27_G%sm=%d;%s\27\\", control, more, string.sub(encoded, first, first + 4095))
  end
  return table.concat(out)
end

-- Kitty's protocol tells pictures by numbers: that of this process' first one, and how many there were.
local first_id, count = nil, 0

---@return integer  # for a picture of its own
local function new_id()
  -- Other processes may show pictures on the same terminal.
  first_id = first_id or tonumber(string.match(tostring({}), "0x(%x+)") or "0", 16) // 16 % 1000000 * 1000
  count = count + 1
  return first_id + count % 1000 + 1
end

---@param fig plot.Figure|plot.Panels
---@param host table
---@param screen plot.Screen
---@param id? integer  # of the picture that it takes the place of
---@return string|nil shown  # from a line's beginning to that of the line below; nil where there are no pixels
---@return integer lines
---@return integer|nil id
function pixels.render(fig, host, screen, id)
  local manner, width, height = manner_of(host, screen, fig.options.pixels)
  if not manner then return nil, 0, nil end
  -- Letters as large as the terminal's own, and a picture no wider than is pleasant.
  local scale = math.max(1, height / 18)
  local window = host.terminal_size and screens.now(host) or nil
  local columns, lines = cells(fig.options, screen, math.max(20, math.floor(900 * scale / width)), window)
  -- Sixels come in stripes of six rows, of which none may reach into the line below.
  local high = lines * height
  if manner == "sixel" then high = high - high % 6 end
  local drawing = picture.draw(sized(fig, columns * width / scale, high / scale))
  local bytes = cairo.render(drawing, manner == "kitty" and "png" or "sixel", scale)
  if not bytes then return nil, 0, nil end
  id = id or new_id()
  local image = manner == "kitty" and kitty(bytes, columns, lines, id) or bytes
  -- Room first, so that nothing scrolls while it is drawn; the cursor is brought back by hand, for terminals differ.
  local up, down = string.format("\27[%dA\r\0277", lines), string.format("\0278\27[%dB\r", lines)
  local shown = {string.rep("\n", lines), up, image, down}
  for _, note in ipairs(fig.notes) do
    shown[#shown + 1] = (screen.unicode and text.clean or text.ascii)(note) .. "\27[K\n"
  end
  return table.concat(shown), lines + #fig.notes, id
end

---What the figure shows in a terminal, by pixels or letters.
---@param fig plot.Figure|plot.Panels
---@param host table
---@param letters fun(fig: plot.Figure|plot.Panels, screen: plot.Screen): string
---@return string
function pixels.or_letters(fig, host, letters)
  local screen = screens.find(host)
  return pixels.render(fig, host, screen) or letters(fig, screen)
end

return pixels
