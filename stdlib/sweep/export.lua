---Writes the finished runs of a sweep as a table, for other programs.
local Place = require "polyak.place"
local Survey = require "sweep.survey"
local arrays = require "sweep.export.npz"
local atomic = require "polyak.atomic"
local complaint = require "polyak.complaint"
local csv_text = require "sweep.export.csv"
local declared = require "sweep.export.options"
local entry = require "sweep.entry"
local export_table = require "sweep.export.table"
local files = require "polyak.files"
local json = require "script.json"
local json_text = require "sweep.export.json"
local options = require "polyak.options"
local read_file = require "sweep.read_file"
local run_names = require "sweep.names"
local spelling = require "polyak.spelling"

---@type table<string, fun(path: string, columns: sweep.Column[], count: integer): boolean?, string?>
local FORMATS <const> = {
  [".csv"] = function(path, columns, count) return atomic.write(path, csv_text(columns, count)) end,
  [".json"] = function(path, columns, count) return atomic.write(path, json_text(columns, count)) end,
  [".npz"] = function(path, columns, count) return files.save_npz(path, arrays(columns, count)) end,
}
local ENDINGS <const> = {".csv", ".npz", ".json"}

---@param path string
---@return fun(path: string, columns: sweep.Column[], count: integer): boolean?, string?
local function format_of(path)
  local ending = string.match(path, "%.[^./]*$")
  local format = ending and FORMATS[string.lower(ending)]
  if not format then
    Place.of("sweep.export"):argument("path", 2):complain(string.format(
      "must end with '.csv', '.npz' or '.json', got '%s'%s", path, spelling.hint(ending, ENDINGS)))
  end
  return format
end

---@param folder string
---@return sweep.Row[]
local function rows_of(folder)
  local rows = {}
  local survey = Survey.of(folder, "sweep.export", function(_, run, result)
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
  return rows
end

---@param columns sweep.Column[]
---@param wanted any[]
---@return sweep.Column[]
local function chosen(columns, wanted)
  local by_name, known, list, places = {}, {}, {}, {}
  local option = Place.of("sweep.export"):option("columns")
  if #wanted == 0 then option:complain("must be a list of names that is not empty, got an empty list") end
  for i, column in ipairs(columns) do by_name[column.name], known[i] = column, column.name end
  for i = 1, #wanted do
    local place = option:inside(i)
    options.check(options.string, wanted[i], place)
    list[i] = by_name[wanted[i]]
    if not list[i] then place:refuse(wanted[i], "the name of a column", known) end
    local before = places[wanted[i]]
    if before then place:complain(string.format("is '%s' again, which columns[%d] is", wanted[i], before)) end
    places[wanted[i]] = i
  end
  return list
end

---@param folder string
---@param path string
---@param given? sweep.ExportOptions
---@return string path
local function export(folder, path, given)
  local values = options.read(declared, given or {}, Place.of("sweep.export"))
  local write = format_of(path)
  local rows = rows_of(folder)
  if #rows == 0 then
    error(complaint(string.format("sweep.export: no run of the sweep in '%s' has finished", folder)))
  end
  local columns = export_table.columns(rows)
  if values.columns then columns = chosen(columns, values.columns) end
  for _, column in ipairs(columns) do
    if column.twice then
      error(complaint(string.format("sweep.export: run %s has two values for column '%s'; choose others by 'columns'",
        run_names.describe(column.twice), column.name)))
    end
  end
  local written, why = write(path, columns, #rows)
  if not written then error(complaint(string.format("sweep.export: cannot write '%s': %s", path, why))) end
  return path
end

return export
