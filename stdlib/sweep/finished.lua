---The runs of a sweep's folder that have finished.
local Survey = require "sweep.survey"
local entry = require "sweep.entry"
local json = require "script.json"
local read_file = require "sweep.read_file"

---@param folder string
---@param called string  # the function that asks
---@return sweep.Row[]
---@return sweep.Survey
local function finished(folder, called)
  local rows = {}
  local survey = Survey.of(folder, called, function(_, run, result)
    rows[#rows + 1] = {run = json.decode(run), result = json.decode(result)}
  end)
  for _, key in ipairs(survey:loose()) do
    local path = string.format("%s/%s.json", survey.journal, key)
    local value, why = entry.decode(read_file(path) or "")
    if value then
      survey:check(path, value)
      if type(value.run) ~= "table" or value.result == nil then value, why = nil, "it is no run" end
    end
    if value then
      rows[#rows + 1] = {run = value.run, result = value.result}
    else
      survey:warn("'%s' is damaged, and left out (%s)", path, why)
    end
  end
  return rows, survey
end

return finished
