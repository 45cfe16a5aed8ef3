---Pictures that the host shows itself, as a notebook does.
local screens = require "plot.screen"
local svg = require "plot.kind.svg"
local terminal = require "plot.terminal"

local shown = {}

---Has the host show a figure.
---@param fig plot.Figure
---@param host table  # as `plot`
---@param before? integer  # the picture that it takes the place of
---@param caption? string  # a line below, where it is shown as text
---@return integer|nil picture  # nil where the host shows none
function shown.show(fig, host, before, caption)
  if not host.display then return nil end
  local text = terminal.render(fig, screens.find(host)) .. (caption or "")
  return host.display(svg.render(fig), text, before)
end

return shown
