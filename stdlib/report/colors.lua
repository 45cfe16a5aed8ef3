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

---The colours of a page's figures, by the attribute that has them, and those that stand for numbers.
---@alias report.Colors {fill: table<string, true>, stroke: table<string, true>, kept: table<string, true>}

---@return report.Colors
function colors.none() return {fill = {}, stroke = {}, kept = {}} end

---@param drawing plot.Drawing
---@param into report.Colors
function colors.collect(drawing, into)
  for _, boxed in ipairs(drawing.boxes) do
    for _, shape in ipairs(boxed.fig.shapes) do
      local kept = shape.kind == "area" and shape.backdrop and shape.rgb or shape.scale and shape.scale.palette[0]
      if kept then into.kept[string.format("#%06x", kept)] = true end
    end
  end
  local function walk(elements)
    for _, element in ipairs(elements) do
      local look = element.look or {}
      local fill = element.kind == "text" and look.color or look.fill
      if fill then into.fill[fill] = true end
      if look.stroke then into.stroke[look.stroke] = true end
      if element.elements then walk(element.elements) end
    end
  end
  walk(drawing.elements)
end

---What is drawn in colours of the paper, by the style sheet's names.
local neutral = {
  ["#ffffff"] = "paper", ["#333333"] = "axis", ["#222222"] = "axis", ["#111111"] = "axis", ["#e4e4e4"] = "grid",
  ["#cccccc"] = "grid",
}

---@param used report.Colors
---@return string light  # custom properties
---@return string dark
---@return string rules  # which use them
function colors.style(used)
  local light, dark, rules, known = {}, {}, {}, {}
  for _, attribute in ipairs {"fill", "stroke"} do
    local list = {}
    for color in pairs(used[attribute]) do
      -- Areas between contours, and what a grid lacks, say by their colour what they are.
      if attribute == "stroke" or not used.kept[color] then list[#list + 1] = color end
    end
    table.sort(list)
    for _, color in ipairs(list) do
      local name = neutral[color]
      if not name then
        name = "c" .. string.sub(color, 2)
        if not known[name] then
          known[name] = true
          light[#light + 1] = string.format("--%s:%s;", name, color)
          local lighter = colors.on_dark(tonumber(string.sub(color, 2), 16))
          dark[#dark + 1] = string.format("--%s:#%06x;", name, lighter)
        end
      end
      rules[#rules + 1] = string.format('.chart [%s="%s"]{%s:var(--%s)}\n', attribute, color, attribute, name)
    end
  end
  return table.concat(light), table.concat(dark), table.concat(rules)
end

return colors
