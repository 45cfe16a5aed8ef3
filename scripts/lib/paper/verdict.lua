---From findings to a verdict.
local Findings = require "lib.paper.findings"

---@alias paper.Word "holds"|"corrected"|"false"|"not testable"

---@class paper.Claim
---@field id string  # for `--only`
---@field place string  # where the paper has it; beyond it, what it is about
---@field title string
---@field says string  # what is claimed
---@field group? string  # what it stands under
---@field is_beyond? boolean  # not the paper's
---@field with? string  # the experiment that it shares with others
---@field formula? string  # as the paper prints it, in LaTeX's words
---@field expected paper.Word  # the verdict that is known: another one is a change
---@field remark? string  # the correction, why it is false, or why no program can test it
---@field check? fun(printed: paper.Findings, corrected: paper.Findings, scope: paper.Scope)  # none where not testable

---What a check may use.
---@class paper.Scope
---@field full boolean
---@field figure fun(name: string, figure: table)  # keeps a figure, as for `plot`

---@class paper.Outcome
---@field verdict paper.Word
---@field printed paper.Finding[]
---@field corrected paper.Finding[]
---@field failure? string  # of the computation itself

local verdict = {}

-- As they are printed.
verdict.words = {
  holds = "holds", corrected = "holds with a correction", ["false"] = "false", ["not testable"] = "not testable",
}

---What is tested first: the claim as it stands.
---@param claim paper.Claim
---@return string
function verdict.of_what(claim) return claim.is_beyond and "as stated" or "as printed" end

---@param claim paper.Claim
---@param scope paper.Scope
---@return paper.Outcome
function verdict.of(claim, scope)
  if not claim.check then return {verdict = "not testable", printed = {}, corrected = {}} end
  local printed, corrected = Findings.new(), Findings.new()
  claim.check(printed, corrected, scope)
  assert(#printed.list > 0, "nothing was computed about what is printed")
  local word = printed:hold() and "holds" or corrected:hold() and "corrected" or "false"
  return {verdict = word, printed = printed.list, corrected = corrected.list}
end

return verdict
