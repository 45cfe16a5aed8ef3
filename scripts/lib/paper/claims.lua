---All claims, in the paper's order.
local spelling = require "polyak.spelling"

local groups = {
  require "lib.paper.claims.section1", require "lib.paper.claims.section2", require "lib.paper.claims.recursion",
  require "lib.paper.claims.table1", require "lib.paper.claims.table1_orders", require "lib.paper.claims.figure1",
  require "lib.paper.claims.section3", require "lib.paper.claims.section4",
  require "lib.paper.claims.appendix_a1", require "lib.paper.claims.appendix_a2",
  require "lib.paper.claims.appendix_b", require "lib.paper.claims.appendix_b3",
  require "lib.paper.claims.appendix_c",
}

local claims = {}

---@type paper.Claim[]
local all = {}
for _, group in ipairs(groups) do table.move(group, 1, #group, #all + 1, all) end

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
