---Colours of figures, and what they are on dark paper.
local colors = {}

---The luminance of dark paper, and how much lighter than it what is drawn must be (WCAG 2: contrast 3 is enough for
---graphics, 4.5 for letters).
local paper <const>, contrast <const> = 0.0103, 4.5

---@param channel number  # 0 to 255
---@return number
local function linear(channel)
  local part = channel / 255
  return part <= 0.04045 and part / 12.92 or ((part + 0.055) / 1.055) ^ 2.4
end

---Relative luminance, as WCAG 2 defines it.
---@param rgb integer
---@return number
function colors.luminance(rgb)
  return 0.2126 * linear(rgb >> 16) + 0.7152 * linear(rgb >> 8 & 255) + 0.0722 * linear(rgb & 255)
end

---@param rgb integer
---@param part number
---@return integer
local function towards_white(rgb, part)
  local result = 0
  for shift = 0, 16, 8 do
    local channel = rgb >> shift & 255
    result = result | math.floor(channel + part * (255 - channel) + 0.5) << shift
  end
  return result
end

---A colour that can be seen on dark paper: grays are turned round, others made lighter as far as they must be.
---@param rgb integer
---@return integer
function colors.on_dark(rgb)
  local red, green, blue = rgb >> 16, rgb >> 8 & 255, rgb & 255
  if math.max(red, green, blue) - math.min(red, green, blue) < 24 then
    rgb = math.min(0xE6E6E6, 0xFFFFFF - rgb)
  end
  for step = 0, 20 do
    local lighter = towards_white(rgb, step / 20)
    if (colors.luminance(lighter) + 0.05) / (paper + 0.05) >= contrast then return lighter end
  end
  return 0xFFFFFF
end

---The colours that lines, markers, areas and letters of figures have, but not those that stand for numbers.
---@param drawing plot.Drawing
---@param into table<integer, true>
function colors.collect(drawing, into)
  for _, boxed in ipairs(drawing.boxes) do
    for _, series in ipairs(boxed.fig.series) do into[series.rgb] = true end
    for _, shape in ipairs(boxed.fig.shapes) do
      -- Areas between contours say by their colour what lies in them.
      if shape.rgb and not (shape.kind == "area" and shape.backdrop) then into[shape.rgb] = true end
    end
  end
end

---What is drawn in colours of the paper, by the style sheet's names.
local neutral = {
  {0xFFFFFF, "paper"}, {0x333333, "axis"}, {0x222222, "axis"}, {0x111111, "axis"}, {0xE4E4E4, "grid"},
  {0xCCCCCC, "grid"},
}

---@param used table<integer, true>
---@return string light  # custom properties
---@return string dark
---@return string rules  # which use them
function colors.style(used)
  local list, known = {}, {}
  for _, pair in ipairs(neutral) do known[pair[1]] = true end
  for rgb in pairs(used) do
    if not known[rgb] then list[#list + 1] = rgb end
  end
  table.sort(list)
  local light, dark, rules = {}, {}, {}
  local function rule(written, name)
    for _, attribute in ipairs {"fill", "stroke"} do
      rules[#rules + 1] = string.format('.chart [%s="%s"]{%s:var(--%s)}', attribute, written, attribute, name)
    end
  end
  for _, pair in ipairs(neutral) do rule(string.format("#%06x", pair[1]), pair[2]) end
  for i, rgb in ipairs(list) do
    light[i] = string.format("--c%06x:#%06x;", rgb, rgb)
    dark[i] = string.format("--c%06x:#%06x;", rgb, colors.on_dark(rgb))
    rule(string.format("#%06x", rgb), string.format("c%06x", rgb))
  end
  return table.concat(light), table.concat(dark), table.concat(rules, "\n") .. "\n"
end

return colors
