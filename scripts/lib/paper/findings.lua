---What was computed about a claim: each finding has what was measured, what it was held against, and whether it holds.
---
---    findings = Findings.new()
---    findings:below("error", 1e-9, 1e-7)
---    findings:same("coefficients", true)
---    findings:hold()                       --> true

---@class paper.Finding
---@field what string
---@field measured string
---@field value? number  # the same with all digits, where it is finite
---@field against string
---@field holds boolean

---@class paper.Findings
---@field list paper.Finding[]
local Findings = {}
Findings.__index = Findings

---@return paper.Findings
function Findings.new() return setmetatable({list = {}}, Findings) end

---@param what string
---@param measured string
---@param against string
---@param holds boolean
---@param value? number
function Findings:add(what, measured, against, holds, value)
  -- Other readers of JSON know no NaN and no infinity.
  if value and value - value ~= 0 then value = nil end
  self.list[#self.list + 1] = {what = what, measured = measured, value = value, against = against, holds = holds}
end

---@param x number
---@return string
local function shown(x)
  if x ~= x then return "nan" end
  if x ~= 0 and (math.abs(x) < 1e-3 or math.abs(x) >= 1e5) then return ("%.2e"):format(x) end
  return ("%.4g"):format(x)
end

---An identity that is exact, or is not.
---@param what string
---@param is_same boolean
---@param measured? string  # in place of "equal" and "differs"
function Findings:same(what, is_same, measured)
  self:add(what, measured or (is_same and "equal" or "differs"), "exactly", is_same)
end

---@param what string
---@param value number  # NaN is below nothing
---@param bound number
function Findings:below(what, value, bound)
  self:add(what, shown(value), "<= " .. shown(bound), value <= bound, value)
end

---@param what string
---@param value number
---@param bound number
function Findings:above(what, value, bound)
  self:add(what, shown(value), ">= " .. shown(bound), value >= bound, value)
end

---@param what string
---@param value number
---@param target number
---@param tolerance number
function Findings:near(what, value, target, tolerance)
  local against = ("%s +- %s"):format(shown(target), shown(tolerance))
  self:add(what, shown(value), against, math.abs(value - target) <= tolerance, value)
end

---Whether there are findings and all of them hold.
---@return boolean
function Findings:hold()
  for _, finding in ipairs(self.list) do
    if not finding.holds then return false end
  end
  return #self.list > 0
end

return Findings
