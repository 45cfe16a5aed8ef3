---All claims: the paper's, in its order, and then those that go beyond it.
local spelling = require "polyak.spelling"

-- With what a report puts above each: its place and what it is about.
local groups = {
  {"Section 1: heavy ball and rescaled gradient flow", require "lib.paper.claims.section1"},
  {"Section 2: the discretization error", require "lib.paper.claims.section2"},
  {"Section 2.1: Theorem 2.1's recursion", require "lib.paper.claims.recursion"},
  {"Section 2.2: the flows of order 2 and 3", require "lib.paper.claims.table1"},
  {"Table 1: whether they have these orders", require "lib.paper.claims.table1_orders"},
  {"Section 2.2.2: directional smoothness", require "lib.paper.claims.smoothness"},
  {"Figure 1: directional smoothness of a network", require "lib.paper.claims.figure1"},
  {"Section 3: diagonal linear networks", require "lib.paper.claims.section3"},
  {"Section 4: Figure 2", require "lib.paper.claims.section4"},
  {"Appendix A.1: the Taylor remainders", require "lib.paper.claims.appendix_a1"},
  {"Appendix A.2: the counter terms of order 2 and 3", require "lib.paper.claims.appendix_a2"},
  {"Appendix B: the lemmas", require "lib.paper.claims.appendix_b"},
  {"Appendix B.3: the counter terms of a diagonal network", require "lib.paper.claims.appendix_b3"},
  {"Appendix C.3.1: Figure 3", require "lib.paper.claims.figure3"},
  {"Appendix C.3: Figure 4", require "lib.paper.claims.figure4"},
  {"Appendix C.3.2: why they end apart", require "lib.paper.claims.c32"},
}
-- What the paper leaves open or does not ask.
local beyond = {
  {"The flow in phase space", require "lib.paper.beyond.phase"},
  {"The momentum family", require "lib.paper.beyond.family"},
  {"The modified loss", require "lib.paper.beyond.modified_loss"},
  {"The principal flow", require "lib.paper.beyond.principal"},
  {"Diagonal networks to order 3", require "lib.paper.beyond.networks"},
  {"Mini-batches and noise", require "lib.paper.beyond.noise"},
  {"Adam and RMSProp", require "lib.paper.beyond.adam"},
  {"Equations of order 2", require "lib.paper.beyond.second_order"},
  {"Error bars, starts, schedules", require "lib.paper.beyond.error_bars"},
}

local claims = {}

---@type paper.Claim[]
local all = {}
for _, part in ipairs{groups, beyond} do
  for _, group in ipairs(part) do
    for _, claim in ipairs(group[2]) do
      claim.group, claim.is_beyond = group[1], part == beyond
      all[#all + 1] = claim
    end
  end
end

---Whether a claim is about an equation: its place has the number, `(19)`, or a range with it, `(13)-(15)`.
---@param claim paper.Claim
---@param number integer
---@return boolean
local function is_about(claim, number)
  for first, last in claim.place:gmatch "%((%d+)%)%-%((%d+)%)" do
    if tonumber(first) <= number and number <= tonumber(last) then return true end
  end
  return claim.place:find(("(%d)"):format(number), 1, true) ~= nil
end

---@param claim paper.Claim
---@param name string  # its own, "beyond", or the number of an equation that it is about
---@return boolean
local function is_meant(claim, name)
  local number = math.tointeger(tonumber(name))
  return claim.id == name or name == "beyond" and claim.is_beyond or number ~= nil and is_about(claim, number)
end

---What to say of a name that means no claim; nothing of another.
---@param name string
---@return string|nil
function claims.unknown(name)
  local names = {"beyond"}
  for i, claim in ipairs(all) do
    if is_meant(claim, name) then return nil end
    names[i + 1] = claim.id
  end
  local hint = spelling.hint(name, names)
  return hint ~= "" and hint or " (--list shows them)"
end

---@param names string[]|nil  # of claims or of equations; all claims without
---@return paper.Claim[]  # in their order
function claims.chosen(names)
  if not names then return all end
  local list = {}
  for _, claim in ipairs(all) do
    local is_wanted = false
    for _, name in ipairs(names) do is_wanted = is_wanted or is_meant(claim, name) end
    if is_wanted then list[#list + 1] = claim end
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
