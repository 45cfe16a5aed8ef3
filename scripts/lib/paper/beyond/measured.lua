---What claims beyond the paper are tested by: errors by step size, and other programs' figures of the same.
local measured = {}

---Holds a figure against another program's.
---@param findings paper.Findings
---@param what string
---@param value number
---@param reference number  # the other program's
---@param tolerance number  # relative
function measured.beside(findings, what, value, reference, tolerance)
  findings:near(what .. ", by another program too", value, reference, tolerance * math.abs(reference))
end

---@param steps integer[]
---@param f fun(steps: integer): number
---@return number[]
function measured.each(steps, f)
  local found = {}
  for i, count in ipairs(steps) do found[i] = f(count) end
  return found
end

return measured
