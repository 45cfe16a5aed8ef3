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

---@param length number
---@return string  # to a thousandth
function numerals.rounded(length) return numerals.exact(math.floor(1000 * length + 0.5) / 1000) end

---@param axis plot.Scale
---@return string low
---@return string high
function numerals.limits(axis)
  local function at(place)
    return numerals.exact(axis.log and math.max(5e-324, math.min(10.0 ^ place, 1.7e308)) or place - (axis.origin or 0))
  end
  return at(axis.low), at(axis.high)
end

---What is infinite, or not above 0 on a log axis, as the end of the axis that lies there.
---@param value number
---@param axis plot.Scale
---@return string
function numerals.within(value, axis)
  if value - value == 0 and not (axis.log and value <= 0) then return numerals.exact(value - (axis.origin or 0)) end
  local low, high = numerals.limits(axis)
  return value == math.huge and high or low
end

return numerals
