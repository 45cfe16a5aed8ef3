---Sums of elementary differentials of grad L on rooted trees, with polynomials in mu as coefficients, and their Lie
---derivatives: what Appendix A computes by hand.
---
---    f = trees.of("[]", 1)                          -- grad L
---    trees.along(f, trees.along(f, f))["[[][]]"]    --> 1
---
---A tree is nested brackets, `[]` a single node; its children stand by decreasing number of nodes, then by their text.
---F([t1..tm]) is D^m(grad L)[F(t1), .., F(tm)], without a symmetry factor. So (F(s) . grad) F(t) is the sum of F over
---the trees that t becomes when s is put on each of its nodes in turn.
local Polynomial = require "lib.paper.polynomial"

---@alias paper.Sum table<string, paper.Polynomial>  # coefficients by tree; 0 is left out

local trees = {}

---@param tree string
---@return integer
function trees.nodes(tree) return select(2, tree:gsub("%[", "")) end

---@param a string
---@param b string
---@return boolean
local function stands_before(a, b)
  if #a ~= #b then return #a > #b end
  return a < b
end

---@param tree string
---@return string[]
local function children(tree)
  local list = {}
  for child in tree:sub(2, -2):gmatch "%b[]" do list[#list + 1] = child end
  return list
end

---@param list string[]
---@return string
local function joined(list)
  table.sort(list, stands_before)
  return "[" .. table.concat(list) .. "]"
end

---What t becomes when s is put on each of its nodes.
---@param s string
---@param t string
---@return string[]  # as many as t has nodes
local function grafted(s, t)
  local list = children(t)
  local made = {joined(table.move({s}, 1, 1, #list + 1, children(t)))}
  for i, child in ipairs(list) do
    for _, changed in ipairs(grafted(s, child)) do
      local others = children(t)
      others[i] = changed
      made[#made + 1] = joined(others)
    end
  end
  return made
end

---@param sum paper.Sum
---@param tree string
---@param value paper.Polynomial
local function add(sum, tree, value)
  local new = sum[tree] and sum[tree] + value or value
  sum[tree] = not new:is_zero() and new or nil
end

---A single term.
---@param tree string
---@param coefficient paper.Polynomial|integer
---@return paper.Sum
function trees.of(tree, coefficient) return trees.scaled({[tree] = Polynomial.of(1)}, coefficient) end

---@param sum paper.Sum
---@param factor paper.Polynomial|integer
---@return paper.Sum
function trees.scaled(sum, factor)
  local made = {}
  for tree, value in pairs(sum) do add(made, tree, value * factor) end
  return made
end

---@param ... paper.Sum
---@return paper.Sum
function trees.sum(...)
  local made = {}
  for _, sum in ipairs{...} do
    for tree, value in pairs(sum) do add(made, tree, value) end
  end
  return made
end

---@param a paper.Sum
---@param b paper.Sum
---@return paper.Sum
function trees.difference(a, b) return trees.sum(a, trees.scaled(b, -1)) end

---@param a paper.Sum
---@param b paper.Sum
---@return boolean
function trees.equal(a, b) return next(trees.difference(a, b)) == nil end

---The Lie derivative (a . grad) b.
---@param a paper.Sum
---@param b paper.Sum
---@return paper.Sum
function trees.along(a, b)
  local made = {}
  for s, x in pairs(a) do
    for t, y in pairs(b) do
      local xy = x * y
      for _, tree in ipairs(grafted(s, t)) do add(made, tree, xy) end
    end
  end
  return made
end

---The lowest power of mu among the coefficients; none of an empty sum.
---@param sum paper.Sum
---@return integer|nil
function trees.lowest_power(sum)
  local least
  for _, value in pairs(sum) do
    local power = value:lowest()
    least = least and math.min(least, power) or power
  end
  return least
end

return trees
