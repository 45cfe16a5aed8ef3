---Appendix C.2 and C.3.1: Figure 3.
local panels = require "lib.fig3.panels"

local ETA, STEPS, EVERY = 1e-3, 4000, 20

---@param normalization "mean"|"sum"
---@param mu number
---@return table<string, Vector> errors  # squared, by model; short where a flow failed
---@return integer points
local function figure3(normalization, mu)
  local p = dln.sparse_regression{n = 40, d = 100, nonzero = 5, seed = 0, normalization = normalization}
  local L, start = p:loss(), p:start(0.01)
  local hb = optim.hb{loss = L, eta = ETA, mu = mu}:run(start, STEPS, {every = EVERY, progress = false})
  local flows, errors = {
    rgf = hbf.flow{loss = L, eta = ETA, mu = mu, order = 1, form = "limit"}, joint = p:flow{eta = ETA, mu = mu},
    block = p:flow{eta = ETA, mu = mu, hessian = "block"},
  }, {}
  for name, flow in pairs(flows) do
    local solution = flow:integrate(start, STEPS, {every = EVERY, method = "euler", substeps = 10, progress = false})
    errors[name] = hbf.discretization_error(solution, hb, function(beta) return p:predictor(beta) end) ^ 2
  end
  return errors, #hb
end

---@param errors Vector
---@param points integer
---@return number  # infinite where the flow failed
local function largest(errors, points) return #errors < points and math.huge or max(errors) end

---@type paper.Claim[]
return {
  {
    id = "c2", place = "C.2", title = "the settings of Figures 3 and 4",
    says = "Sizes, scales, step sizes and starts.", expected = "not testable",
    remark = "Settings, in which the figures' claims are tested. What is given first for \"Fig. 4(b)\", s = 0.01 with "
      .. "$\\eta = 10^{-3}$, is Figure 3's: it would leave Figure 4(b) with two step sizes.",
  },
  {
    id = "figure3", place = "Figure 3, C.3.1", title = "the flow of order 2 is nearer than rescaled gradient flow",
    says = "With the loss of C.3, a plain sum of squares, its error is smaller at each momentum.",
    formula = [[L = \sum_i (f(x_i; w) - y_i)^2]], expected = "corrected",
    remark = "With half the mean square, the loss of section 3, it is. With the sum $\\eta = 10^{-3}$ is outside the "
      .. "flows' radius at each momentum, and from $\\mu = 0.6$ on the flow of order 2 is the worse one.",
    check = function(printed, corrected, scope)
      for _, case in ipairs{{"sum", printed}, {"mean", corrected}} do
        local curves = {}
        for i, mu in ipairs{0.3, 0.6, 0.9} do
          local errors, points = figure3(case[1], mu)
          local rgf = largest(errors.rgf, points)
          for _, hessian in ipairs{"joint", "block"} do
            case[2]:below(("%s, mu = %g, %s Hessian: largest error, over rescaled gradient flow's"):format(
              case[1], mu, hessian), largest(errors[hessian], points) / rgf, 1)
          end
          local ks = {}
          for k = 1, points do ks[k] = EVERY * (k - 1) end
          curves[i] = {mu = mu, steps = ks, rescaled = errors.rgf, second = errors.joint}
        end
        scope.figure("The paper's Figure 3, " .. case[1], panels.together(case[1], ETA, curves))
      end
    end,
  },
}
