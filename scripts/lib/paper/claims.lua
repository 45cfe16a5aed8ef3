---All claims, in the paper's order.
local spelling = require "polyak.spelling"

-- With what a report puts above each.
local groups = {
  {"Heavy ball and rescaled gradient flow", require "lib.paper.claims.section1"},
  {"The discretization error", require "lib.paper.claims.section2"},
  {"Theorem 2.1's recursion", require "lib.paper.claims.recursion"},
  {"The flows of order 2 and 3", require "lib.paper.claims.table1"},
  {"Whether they have these orders", require "lib.paper.claims.table1_orders"},
  {"Directional smoothness", require "lib.paper.claims.smoothness"},
  {"Figure 1", require "lib.paper.claims.figure1"},
  {"Diagonal linear networks", require "lib.paper.claims.section3"},
  {"Figure 2", require "lib.paper.claims.section4"},
  {"Appendix A.1", require "lib.paper.claims.appendix_a1"},
  {"Appendix A.2", require "lib.paper.claims.appendix_a2"},
  {"Appendix B, the lemmas", require "lib.paper.claims.appendix_b"},
  {"Appendix B.3, order 2", require "lib.paper.claims.appendix_b3"},
  {"Appendix C.3, Figures 3 and 4", require "lib.paper.claims.appendix_c"},
}

local claims = {}

---@type paper.Claim[]
local all = {}
for _, group in ipairs(groups) do
  for _, claim in ipairs(group[2]) do
    claim.group = group[1]
    all[#all + 1] = claim
  end
end

---What to say of a name that no claim has; nothing of one that a claim has.
---@param id string
---@return string|nil
function claims.unknown(id)
  local ids = {}
  for i, claim in ipairs(all) do
    if claim.id == id then return nil end
    ids[i] = claim.id
  end
  local hint = spelling.hint(id, ids)
  return hint ~= "" and hint or " (--list shows them)"
end

---@param ids string[]|nil  # all claims without
---@return paper.Claim[]  # in the paper's order
function claims.chosen(ids)
  if not ids then return all end
  local wanted, list = {}, {}
  for _, id in ipairs(ids) do wanted[id] = true end
  for _, claim in ipairs(all) do
    if wanted[claim.id] then list[#list + 1] = claim end
  end
  return list
end

---The claims by what they share: those with the same experiment are tested in one process, which makes it once.
---@param list paper.Claim[]
---@return integer[][]  # places in the list
function claims.jobs(list)
  local jobs, shared = {}, {}
  for i, claim in ipairs(list) do
    local job = claim.with and shared[claim.with]
    if not job then
      job = {}
      jobs[#jobs + 1] = job
      if claim.with then shared[claim.with] = job end
    end
    job[#job + 1] = i
  end
  return jobs
end

return claims
