---Writes the finished runs of a sweep as a table, for other programs.
local Place = require "polyak.place"
local arrays = require "sweep.export.npz"
local atomic = require "polyak.atomic"
local complaint = require "polyak.complaint"
local csv_text = require "sweep.export.csv"
local declared = require "sweep.export.options"
local export_table = require "sweep.export.table"
local files = require "polyak.files"
local finished = require "sweep.finished"
local json_text = require "sweep.export.json"
local options = require "polyak.options"
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
---@param path string
---@param given? sweep.ExportOptions
---@return string path
local function export(folder, path, given)
  local values = options.read(declared, given or {}, Place.of("sweep.export"))
  local write = format_of(path)
  local rows = finished(folder, "sweep.export")
  if #rows == 0 then
    error(complaint(string.format("sweep.export: no run of the sweep in '%s' has finished", folder)))
  end
  local columns = export_table.columns(rows)
  if values.columns then columns = export_table.chosen(columns, values.columns, Place.of "sweep.export") end
  export_table.check(columns, "sweep.export")
  local written, why = write(path, columns, #rows)
  if not written then error(complaint(string.format("sweep.export: cannot write '%s': %s", path, why))) end
  return path
end

return export
