---The random sparse regression that Figures 3 and 4 train on: its options on a command line, and the problem itself.
local arguments = require "script.arguments"

local regression = {}

local size = arguments.integer{from = 1, to = 10000}

-- Options for `arguments.read`; what they must be together says `regression.check`.
regression.equations = {"n", size, 40, "equations"}
regression.unknowns = {"d", size, 100, "unknowns"}
regression.nonzero = {"nonzero", arguments.integer{from = 0, to = 10000}, 5, "unknowns that are not 0"}

---What of its options does not fit together, in words.
---@param options {d: integer, nonzero: integer}
---@return string?  # what is wrong
function regression.check(options)
  if options.nonzero > options.d then
    return string.format("option '--nonzero' must be at most d = %d, got %d", options.d, options.nonzero)
  end
end

---The problem of a seed.
---@param settings {n: integer, d: integer, nonzero: integer}
---@param seed integer
---@param normalization "mean"|"sum"
---@return DiagonalProblem
function regression.problem(settings, seed, normalization)
  return dln.sparse_regression{
    n = settings.n, d = settings.d, nonzero = settings.nonzero, seed = seed, normalization = normalization,
  }
end

return regression
