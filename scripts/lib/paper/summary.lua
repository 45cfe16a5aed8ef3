---What was found, in words and as data.
local columns = require "script.columns"
local screen = require "plot.screen"
local unicode = require "plot.label.unicode"
local verdict = require "lib.paper.verdict"

local WIDTH = 100

local summary = {}

---@param text string  # with formulas between dollar signs
---@return string  # in letters that this terminal has
local function letters(text) return (screen.find{}.unicode and unicode.letters or unicode.ascii)(text) end

---A text in lines of up to WIDTH letters, all but the first indented.
---@param text string
---@param indent string
---@return string
local function wrapped(text, indent)
  local lines, line = {}, nil
  for word in text:gmatch "%S+" do
    if line and (utf8.len(line) or #line) + 1 + (utf8.len(word) or #word) > WIDTH then
      lines[#lines + 1] = line
      line = indent .. word
    else
      line = line and line .. " " .. word or word
    end
  end
  lines[#lines + 1] = line
  return table.concat(lines, "\n")
end

---@param list paper.Claim[]
---@return string
function summary.list(list)
  local rows = {{"name", "", "claim"}}
  for i, claim in ipairs(list) do rows[i + 1] = {claim.id, claim.place, claim.title} end
  local widths = {0, 0}
  for _, row in ipairs(rows) do
    for j = 1, 2 do widths[j] = math.max(widths[j], #row[j]) end
  end
  local lines = {}
  for i, row in ipairs(rows) do
    lines[i] = ("%-" .. widths[1] .. "s  %-" .. widths[2] .. "s  %s\n"):format(row[1], row[2], row[3])
  end
  return table.concat(lines)
end

---The finding that decides: the first that does not hold, else the first.
---@param outcome paper.Outcome
---@return paper.Finding|nil
local function deciding(outcome)
  for _, finding in ipairs(outcome.printed) do
    if not finding.holds then return finding end
  end
  return outcome.printed[1]
end

---@param finding paper.Finding
---@return string
local function sentence(finding)
  return ("%s: %s (%s)"):format(finding.what, finding.measured, finding.against)
end

---@param claim paper.Claim
---@param outcome paper.Outcome
---@return string
local function in_full(claim, outcome)
  local lines = {("%s  %s"):format(claim.place, claim.title), "  " .. wrapped(letters(claim.says), "  ")}
  for _, part in ipairs{{outcome.printed, verdict.of_what(claim)}, {outcome.corrected, "corrected"}} do
    for _, finding in ipairs(part[1]) do
      lines[#lines + 1] = ("  %-10s  %s  %s"):format(part[2], finding.holds and "yes" or "no ", sentence(finding))
    end
  end
  local remark = claim.remark and ": " .. letters(claim.remark) or ""
  lines[#lines + 1] = "  " .. wrapped(verdict.words[outcome.verdict] .. remark, "  ")
  return table.concat(lines, "\n") .. "\n"
end

---@param claim paper.Claim
---@param outcome paper.Outcome
---@return string
local function in_brief(claim, outcome)
  local finding = deciding(outcome)
  local lines = {("%-25s%s: %s"):format(verdict.words[outcome.verdict], claim.place, claim.title)}
  if finding then
    local others = outcome.verdict == "holds" and #outcome.printed - 1 or 0
    lines[2] = "  " .. sentence(finding) .. (others > 0 and (", and %d more"):format(others) or "")
  end
  if claim.remark then lines[#lines + 1] = "  " .. wrapped(letters(claim.remark), "  ") end
  return table.concat(lines, "\n") .. "\n"
end

---How many claims have each verdict, the paper's apart from those beyond it.
---@param list paper.Claim[]
---@param outcomes paper.Outcome[]
---@return any[][]  # verdicts and counts
function summary.counts(list, outcomes)
  local count, rows = {[false] = {}, [true] = {}}, {}
  for i, claim in ipairs(list) do
    local of_part, word = count[claim.is_beyond or false], outcomes[i].verdict
    of_part[word] = (of_part[word] or 0) + 1
  end
  for _, is_beyond in ipairs{false, true} do
    for _, word in ipairs{"holds", "corrected", "false", "not testable"} do
      local label = verdict.words[word] .. (is_beyond and ", beyond the paper" or "")
      if count[is_beyond][word] then rows[#rows + 1] = {label, count[is_beyond][word]} end
    end
  end
  return rows
end

---@param list paper.Claim[]
---@param outcomes paper.Outcome[]
---@param full boolean  # every finding of each
---@return string
function summary.of(list, outcomes, full)
  local lines, rows = {}, {}
  for i, claim in ipairs(list) do lines[i] = (full and in_full or in_brief)(claim, outcomes[i]) end
  for i, row in ipairs(summary.counts(list, outcomes)) do rows[i] = {row[1], tostring(row[2])} end
  return table.concat(lines, full and "\n" or "") .. "\n" .. columns(rows)
end

---@param list paper.Claim[]
---@param outcomes paper.Outcome[]
---@return table
function summary.data(list, outcomes)
  local data = {}
  for i, claim in ipairs(list) do
    local outcome = outcomes[i]
    data[i] = {
      id = claim.id, place = claim.place, claim = claim.says, formula = claim.formula, remark = claim.remark,
      expected = claim.expected, verdict = outcome.verdict, printed = outcome.printed,
      corrected = outcome.corrected,
    }
  end
  return data
end

---Verdicts that are not the known ones, in lines; nothing where there are none.
---@param list paper.Claim[]
---@param outcomes paper.Outcome[]
---@return string
function summary.changes(list, outcomes)
  local lines = {}
  for i, claim in ipairs(list) do
    local found = outcomes[i].verdict
    if found ~= claim.expected then
      lines[#lines + 1] = ("CHANGED: %s (%s) %s; known: %s\n"):format(
        claim.id, claim.place, verdict.words[found], verdict.words[claim.expected])
    end
  end
  return table.concat(lines)
end

return summary
