---What was found, as a report in one HTML file.
local summary = require "lib.paper.summary"
local verdict = require "lib.paper.verdict"

local page = {}

---A figure, put together from its parts.
---@param parts {options: table, series: table[]}
---@return table
local function figure(parts)
  local whole = table.move(parts.series, 1, #parts.series, 1, {})
  for key, value in pairs(parts.options) do whole[key] = value end
  return whole
end

---Names of numbers stand for themselves, not for formulas or emphasis.
---@param text string
---@return string
local function plain(text) return (text:gsub("[\\*_`$%[%]]", "\\%0")) end

---@param claim paper.Claim
---@param outcome paper.Outcome
---@return string
local function text_of(claim, outcome)
  local lines = {("### %s: %s"):format(plain(claim.place), plain(claim.title)), "", claim.says, ""}
  if claim.formula then lines[#lines + 1] = "$$" .. claim.formula .. "$$\n" end
  local remark = claim.remark and ". " .. claim.remark or ""
  lines[#lines + 1] = ("**%s**%s"):format(verdict.words[outcome.verdict], remark)
  if outcome.verdict ~= claim.expected then
    lines[#lines + 1] = ("\n**This has changed**; known is: %s."):format(verdict.words[claim.expected])
  end
  return table.concat(lines, "\n")
end

---What was found, in a table; of which of the two a finding is, where a claim has a correction.
---@param claim paper.Claim
---@param outcome paper.Outcome
---@return {table: any[][], columns: string[]}|nil
local function table_of(claim, outcome)
  local names, rows = {"of what", "computed", "found", "held against", "holds"}, {}
  local has_both = #outcome.corrected > 0
  for _, part in ipairs{{outcome.printed, verdict.of_what(claim)}, {outcome.corrected, "corrected"}} do
    for _, finding in ipairs(part[1]) do
      local found = finding.value or finding.measured
      local row = {part[2], finding.what, found, finding.against, finding.holds and "yes" or "no"}
      rows[#rows + 1] = table.move(row, has_both and 1 or 2, #row, 1, {})
    end
  end
  return #rows > 0 and {table = rows, columns = table.move(names, has_both and 1 or 2, #names, 1, {})} or nil
end

---@param list paper.Claim[]
---@param outcomes paper.Outcome[]
---@param figures {name: string, figure: table}[][]  # by claim
---@param options {full: boolean}
---@return report.PageOptions
function page.of(list, outcomes, figures, options)
  local rows = {}
  for i, claim in ipairs(list) do
    rows[i] = {claim.place, claim.title, verdict.words[outcomes[i].verdict], claim.id}
  end
  local parts = {
    title = "Heavy ball in continuous time: the paper's claims, computed",
    [[
      What B. Lyu, X. Zhang, F. Zheng, H. Wang, Z. Wang and Z. Zhu claim in *Heavy-Ball Momentum Method in Continuous
      Time and Discretization Error Analysis* ([arXiv 2506.14806](https://arxiv.org/abs/2506.14806)), as far as a
      program can test it: what is claimed, what was computed, what it was held against, and whether it holds.

      Behind the paper's claims stand some that go beyond it, of flows of other states, of other methods and of noise:
      their orders are measured, and held against another program's figures where there are some.

      Algebra is exact, by fractions and power series in $\mu$. The step size is $\eta$, the momentum $\mu$, the loss
      $L$; $\omega_1 = \nabla^2L\nabla^2L\nabla L$ and $\omega_2 = \nabla L\cdot\nabla(\nabla L\cdot\nabla^2L)$.
    ]],
    {table = summary.counts(list, outcomes), columns = {"verdict", "claims"},
      caption = "How many claims have each verdict."},
    "# All claims",
    {table = rows, columns = {"place", "claim", "verdict", "name"},
      caption = "The claims in the order of the paper, and those beyond it."},
    settings = {full = options.full},
  }
  for i, claim in ipairs(list) do
    local before = list[i - 1]
    if not before or before.is_beyond ~= claim.is_beyond then
      parts[#parts + 1] = claim.is_beyond and "# Beyond the paper" or "# Claim by claim"
    end
    if not before or before.group ~= claim.group then parts[#parts + 1] = "## " .. plain(claim.group) end
    parts[#parts + 1] = text_of(claim, outcomes[i])
    parts[#parts + 1] = table_of(claim, outcomes[i])
    for _, kept in ipairs(figures[i]) do
      parts[#parts + 1] = {plot = figure(kept.figure), caption = plain(kept.name) .. "."}
    end
  end
  parts[#parts + 1] = "# Settings"
  return parts
end

return page
