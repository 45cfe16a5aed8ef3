---A sweep as one HTML file: its figures, results, failures, settings and code.
local Code = require "sweep.code"
local Place = require "polyak.place"
local choice = require "sweep.report.choice"
local complaint = require "polyak.complaint"
local counted = require "polyak.counted"
local declared = require "sweep.report.options"
local entry = require "sweep.entry"
local export_table = require "sweep.export.table"
local finished = require "sweep.finished"
local json = require "script.json"
local making = require "report.making"
local names = require "sweep.names"
local options = require "polyak.options"
local read_file = require "sweep.read_file"
local report_options = require "report.options"
local results_table = require "sweep.report.results"
local status = require "sweep.status"

local CALLED <const> = "sweep.report"

---Text in which no sign has a meaning.
---@param text string
---@return string
local function plain(text) return (string.gsub(text, "[\\`*_%[$#]", "\\%0")) end

---@param folder string
---@param about table  # what settings.json says
---@param state sweep.Status
---@return any[][]
local function facts(folder, about, state)
  local list = {
    {"name", about.name}, {"folder", folder}, {"runs", state.runs or "not known"}, {"done", state.done},
    {"failed", state.failed}, {"running", state.running}, {"seed of the runs", about.seed or 0},
    {"made by Polyak", about.polyak}, {"code", about.code or "not known"},
  }
  for _, pair in ipairs(list) do pair[2] = tostring(pair[2]) end
  local accepted = type(about.accepted) == "table" and about.accepted or {}
  if #accepted > 0 then list[#list + 1] = {"older code taken over", table.concat(accepted, ", ")} end
  return list
end

---The lines of the runs' code, as the folder keeps them.
---@param folder string
---@param sum string|nil
---@return string|nil  # text
local function code_of(folder, sum)
  local code = sum and Code.read(folder, sum)
  if not code then return nil end
  local out = {"# Code of the runs"}
  for _, f in ipairs(code.functions) do
    out[#out + 1] = string.format("\n%s, %s:", plain(f.name), plain(f.place))
    if type(f.text) == "table" then
      local fence = "```"
      for _, line in ipairs(f.text) do
        local run = string.match(line, "^%s*(```+)")
        if run and #run >= #fence then fence = run .. "`" end
      end
      out[#out + 1] = fence .. "\n" .. table.concat(f.text, "\n") .. "\n" .. fence
    end
  end
  if next(code.values) then
    out[#out + 1] = "\nIts values:\n"
    for _, name in ipairs(names.sorted_keys(code.values)) do
      out[#out + 1] = string.format("- %s: %s", plain(name), plain(tostring(code.values[name])))
    end
  end
  return table.concat(out, "\n")
end

---@param page any[]  # gets the parts
---@param rows sweep.Row[]
---@param given table  # options
---@param call polyak.Place
local function add_results(page, rows, given, call)
  local columns, is_name = export_table.columns(rows), {}
  for _, row in ipairs(rows) do
    for name in pairs(row.run) do is_name[name] = true end
  end
  local drawn = columns
  if given.columns then
    local known = columns
    columns = export_table.chosen(columns, given.columns, call)
    -- What tells runs apart is drawn over, be it in the table or not.
    drawn = table.move(columns, 1, #columns, 1, {})
    for _, column in ipairs(known) do
      local is_there = false
      for _, one in ipairs(columns) do is_there = is_there or one == column end
      if is_name[column.name] and not is_there then drawn[#drawn + 1] = column end
    end
  end
  export_table.check(drawn, CALLED)
  local figures, left = choice.figures(drawn, is_name, #rows, call)
  if #figures > 0 then page[#page + 1] = "# Figures" end
  if left > 0 then
    page[#page + 1] = string.format("Of %s more there are no figures: `columns` says which there are.",
      counted(left, "column"))
  end
  for _, section in ipairs(figures) do
    section.caption = plain(section.caption) .. "."
    page[#page + 1] = section
  end
  page[#page + 1] = "# Results"
  page[#page + 1] = results_table(columns, #rows)
end

---@param folder string
---@param given table
---@param call polyak.Place
---@return any[] page
local function of_folder(folder, given, call)
  local rows = finished(folder, CALLED)
  local about, state = entry.decode(read_file(folder .. "/settings.json") or "") or {}, status(folder)
  local name = string.gsub(about.name or "?", "%$", "\\$")
  local page = {title = given.title or name, text = given.text}
  local of_all = state.runs and string.format("%d of %s", state.done, counted(state.runs, "run"))
  page[1] = string.format("%s done, %d failed, of the sweep in `%s`.", of_all or counted(state.done, "run"),
    state.failed, string.gsub(folder, "`", "'"))
  if #rows > 0 then add_results(page, rows, given, call) end
  if #state.failures > 0 then
    local list = {}
    for i, failure in ipairs(state.failures) do list[i] = {failure.run, failure.message} end
    page[#page + 1] = "# Failures"
    page[#page + 1] = {table = list, columns = {"run", "what failed"}, caption = "Runs that failed."}
  end
  page[#page + 1] = "# Settings"
  if next(about.settings or {}) then page[#page + 1] = {settings = about.settings, caption = "What all runs share."} end
  page[#page + 1] = {table = facts(folder, about, state), columns = {"item", "value"}, caption = "The sweep."}
  page[#page + 1] = code_of(folder, about.code)
  return page
end

---@param value any
---@param place polyak.Place
---@return any  # as the files of a sweep hold it: Vectors are lists
local function stored(value, place)
  local ok, copy = pcall(function() return json.decode(json.encode(value)) end)
  if not ok then place:refuse(value, "what JSON can hold, and Vectors") end
  return copy
end

---@param run any
---@param place polyak.Place
local function check_run(run, place)
  if type(run) ~= "table" or getmetatable(run) ~= nil then place:refuse(run, "a table") end
  for name, value in pairs(run) do
    if type(name) ~= "string" then place:complain(string.format("must have names alone, got the key %s", name)) end
    if not (math.type(value) or type(value) == "string" or type(value) == "boolean") then
      place:inside(name):refuse(value, "a string, a number or a boolean")
    end
  end
end

---@param list table
---@param count integer  # the last place that it may have
---@param place polyak.Place
---@param expected string
local function check_list(list, count, place, expected)
  local greatest, name = 0, nil
  for key in pairs(list) do
    if math.type(key) == "integer" and key >= 1 then
      greatest = math.max(greatest, key)
    elseif not name or tostring(key) < tostring(name) then
      name = key
    end
  end
  if name == nil and greatest > count then name = greatest end
  if name ~= nil then place:complain(string.format("must be %s, got the key %s", expected, tostring(name))) end
end

---@param results any[]
---@param given table
---@param call polyak.Place
---@return any[] page
local function of_results(results, given, call)
  if given.runs == nil then call:option("runs"):missing "the runs of these results, the second value of a sweep" end
  check_list(given.runs, #given.runs, call:option "runs", "a list of runs")
  check_list(results, #given.runs, call:argument("of", 1),
    string.format("the results of %s", counted(#given.runs, "run")))
  local rows = {}
  for i = 1, #given.runs do
    local run = given.runs[i]
    check_run(run, call:option("runs"):inside(i))
    if results[i] ~= nil then
      rows[#rows + 1] = {run = run, result = stored(results[i], call:argument("of", 1):inside(i))}
    end
  end
  local page = {title = given.title, text = given.text}
  page[1] = string.format("%d of %s done.", #rows, counted(#given.runs, "run"))
  if #rows > 0 then add_results(page, rows, given, call) end
  return page
end

---@param of string|any[]  # a sweep's folder, or its results
---@param given any
---@return string file
local function report(of, given)
  local call = Place.of(CALLED)
  if of == nil then call:argument("of", 1):missing "the folder of a sweep, or its results" end
  if given == nil then call:argument("given", 2):missing "a table of options" end
  local values = options.read(declared, given, call)
  making.check_file(values.file, call)
  if type(of) ~= "string" and (type(of) ~= "table" or getmetatable(of) ~= nil) then
    call:argument("of", 1):refuse(of, "the folder of a sweep, or its results")
  end
  if type(of) == "string" and values.runs then
    error(complaint(CALLED .. ": option 'runs' is for results that are given as a list; a folder knows its runs"))
  end
  local page = (type(of) == "string" and of_folder or of_results)(of, values, call)
  making.save(values.file, (making.page(page, report_options.page, call)), call)
  return values.file
end

return report
