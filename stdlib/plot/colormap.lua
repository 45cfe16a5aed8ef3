---Colours for numbers. viridis and magma (S. van der Walt and N. Smith, 2015, CC0) are perceptually uniform: equal
---steps of a number look equally large, in grey print and to colour-blind readers too. coolwarm (K. Moreland 2009) is
---for what has a sign, pale in its middle.
local colormap = {}

colormap.names = {"viridis", "magma", "coolwarm", "gray"}

---Every fifth of 256 colours, rrggbb; those between lie on straight lines.
local controls = {
  viridis = "44015446085c471063481769481d6f482475472a7a46307e453781433d844142873f48893d4e8a3a538b38598c355e8d33638d"
    .. "31688e2e6d8e2c718e2a768e297b8e27808e25848e23898e218e8d20928c1f978b1e9c891fa18821a58524aa8328ae802eb37c"
    .. "35b7793dbc7446c06f50c46a5ac86465cb5e70cf577cd25089d54895d840a2da37b0dd2fbddf26cae11fd8e219e5e419f1e51d"
    .. "fde725",
  magma = "00000402020b0504160907200e0b2b140e361a104221114e29115a311165390f6e420f754a107952137c5a167e6219806a1c81"
    .. "721f81792282812581892881912b81992d80a1307eaa337db2357bba3878c23b75ca3e72d2426fd9466be04c67e75263ec5860"
    .. "f1605df4695cf7725cf97b5dfb8560fc8e64fd9869fea16efeaa74feb47bfebd82fec68afecf92fed89afde2a3fdebacfcf4b6"
    .. "fcfdbf",
  coolwarm = "3b4cc04055c8465ecf4c66d6536edd5977e35f7fe86687ed6c8ff17396f57a9df881a4fb88abfd8fb1fe96b7ff9dbdffa3c2fe"
    .. "aac7fdb1cbfcb7cff9bed2f6c4d5f3cad8efcfdaead5dbe5dadce0dfdbd9e4d9d2e9d5cbedd2c3f0cdbbf2c9b4f5c4acf6bea4"
    .. "f7b89cf7b194f7aa8cf6a385f59c7df39475f08b6eed8366e97a5fe57058e16751dc5d4ad65244d0473dca3b37c32e31bb1b2c"
    .. "b40426",
  gray = "000000ffffff",
}

---@param name string  # one of `names`
---@param count integer  # 2 or more
---@return integer[]  # so many colours from one end to the other, 0xrrggbb
function colormap.colors(name, count)
  local source, list = controls[name], {}
  local last = #source // 6 - 1
  local function channel(control, shift)
    return tonumber(string.sub(source, 6 * control + 1, 6 * control + 6), 16) >> shift & 255
  end
  for i = 1, count do
    local place = (i - 1) / (count - 1) * last
    local low = math.min(place // 1 | 0, last - 1)
    local rgb = 0
    for shift = 16, 0, -8 do
      local from, to = channel(low, shift), channel(low + 1, shift)
      rgb = rgb | ((from + (place - low) * (to - from) + 0.5) // 1 | 0) << shift
    end
    list[i] = rgb
  end
  return list
end

return colormap
