---Numbers as text for other programs.
local numerals = {}

---@param number number
---@return string  # as short as reads the same number back, with a decimal point in any locale
function numerals.exact(number)
  for digits = 15, 17 do
    local source = string.gsub(string.format("%." .. digits .. "g", number), ",", ".")
    if digits == 17 or tonumber(source) == number then return source end
  end
  error "no digits"
end

---@param axis plot.Scale
---@return string low
---@return string high
function numerals.limits(axis)
  local function at(place)
    return numerals.exact(axis.log and math.max(5e-324, math.min(10.0 ^ place, 1.7e308)) or place)
  end
  return at(axis.low), at(axis.high)
end

return numerals
