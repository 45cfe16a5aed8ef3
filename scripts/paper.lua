---Lyu et al. from the first equation to the last figure: every claim that a program can test, computed, with a verdict;
---and what goes beyond the paper, each order measured.
---
---    scripts/run scripts/paper.lua [--only ID,..] [--list] [--full] [--out FOLDER] [--report FILE]
---
---Exits with 1 where a verdict is not the known one.
local arguments = require "script.arguments"
local claims = require "lib.paper.claims"
local complaint = require "polyak.complaint"
local json = require "script.json"
local json_file = require "script.json_file"
local modules = require "polyak.modules"
local page = require "lib.paper.page"
local summary = require "lib.paper.summary"
local verdict = require "lib.paper.verdict"

---The name of a page, in a folder that is made where it is missing: before minutes of work, not behind them.
local page_name = arguments.text()
function page_name.prepare(path)
  local folder = path and path:match "^(.*)/"
  if not folder or folder == "" then return end
  local ok, why = pcall(modules.files.make_folder, folder)
  if not ok then error(why, 0) end
end

local options = arguments.read{
  name = "paper",
  summary = "tests every claim of Lyu et al. that a program can test.",
  {"only", arguments.list(arguments.text()), nil,
    "the claims to test, by their names or by numbers of equations, beyond for those that the paper has not; "
      .. "all if left out"},
  {"list", arguments.flag(), false, "show the claims and test none"},
  {"full", arguments.flag(), false, "more orders, more seeds, a larger network: two minutes"},
  {"out", arguments.folder(), "results/paper", "where what was found goes, paper.json and paper.html"},
  {"report", page_name, nil, "the page's name, which ends in .html, if it is another"},
  check = function(given)
    if given.report and not given.report:lower():find "%.html?$" then
      return ("option '--report' must be a name that ends in .html, got '%s'"):format(given.report)
    end
    for _, id in ipairs(given.only or {}) do
      local wrong = claims.unknown(id)
      if wrong then return ("option '--only' must name claims, got '%s'%s"):format(id, wrong) end
    end
  end,
}

local chosen = claims.chosen(options.only)
if options.list then
  io.write(summary.list(chosen))
  os.exit(0, true)
end

---A figure in two parts, since JSON has no table with both names and elements.
---@param figure table
---@return {options: table, series: table[]}
local function in_parts(figure)
  local parts, series = json.object{}, table.move(figure, 1, #figure, 1, {})
  for key, value in pairs(figure) do
    if type(key) == "string" then parts[key] = value end
  end
  return {options = parts, series = series}
end

---@param claim paper.Claim
---@return {outcome: paper.Outcome, figures: table[]}
local function tested(claim)
  local figures = {}
  local outcome = verdict.of(claim, {full = options.full, figure = function(name, figure)
    figures[#figures + 1] = {name = name, figure = in_parts(figure)}
  end})
  return {outcome = outcome, figures = figures}
end

---@return paper.Outcome[]
---@return table[][] figures
local function test_all()
  local jobs, costs = claims.jobs(chosen), {}
  for i, job in ipairs(jobs) do costs[i] = chosen[job[1]].with and 10 or 1 end
  local texts, failures = workers.map(#jobs, function(i, tell)
    local results = {}
    for n, place in ipairs(jobs[i]) do
      results[n] = tested(chosen[place])
      tell(n / #jobs[i])
    end
    return json.encode(results)
  end, {title = "paper", costs = costs})
  local outcomes, figures = {}, {}
  for i, job in ipairs(jobs) do
    if not texts[i] then error(complaint(("paper: %s: %s"):format(chosen[job[1]].id, failures[i].message))) end
    for n, result in ipairs(json.decode(texts[i])) do
      outcomes[job[n]], figures[job[n]] = result.outcome, result.figures
    end
  end
  return outcomes, figures
end

local outcomes, figures = test_all()
io.write(summary.of(chosen, outcomes, options.only ~= nil))
json_file.write(options.out .. "/paper.json", summary.data(chosen, outcomes))
local html = page.of(chosen, outcomes, figures, {full = options.full})
html.file = options.report or options.out .. "/paper.html"
io.write(("The report is %s.\n"):format(report(html)))
local changed = summary.changes(chosen, outcomes)
io.write(changed)
os.exit(changed == "" and 0 or 1, true)
