---Section 1: heavy ball and rescaled gradient flow.
local plane = require "lib.plane"

local MU = 0.5

---@type paper.Claim[]
return {
  {
    id = "eq1", place = "Equation (1)", title = "rescaled gradient flow models heavy ball to order 1",
    says = "The error of rescaled gradient flow is of order $\\eta$.",
    formula = [[\dot\beta = -\frac{\nabla L(\beta)}{1-\mu}]], expected = "holds",
    check = function(printed)
      local _, slope = plane.order(1, "limit")
      printed:near("slope of the error", slope, 1, 0.05)
    end,
  },
  {
    id = "intro-time", place = "Section 1, after (1)",
    title = "rescaled gradient flow is gradient flow in another time",
    says = "Gradient flow at t is where rescaled gradient flow is at $(1-\\mu) t$.",
    formula = [[\beta^\dagger(t) = \beta^*((1-\mu) t)]], expected = "holds",
    check = function(printed)
      local L, eta = plane.loss(), 2e-3
      local function flow(mu, steps)
        return hbf.flow{loss = L, eta = eta, mu = mu, order = 1, form = "limit"}:integrate(plane.start, steps):final()
      end
      local worst = 0
      for _, steps in ipairs{10, 40, 160} do
        worst = math.max(worst, (flow(0, steps) - flow(MU, steps * (1 - MU) // 1 | 0)):norm())
      end
      printed:below("largest distance", worst, 1e-8)
    end,
  },
  {
    id = "intro-ends", place = "Section 1, after (1)",
    title = "heavy ball and gradient descent end at different points",
    says = "They do, which rescaled gradient flow cannot show: it ends where gradient flow ends.", expected = "holds",
    check = function(printed)
      local L = plane.loss()
      local function run(optimizer)
        return optimizer:run(plane.start, 20000, {every = "last", stop = {loss = 1e-20}}):final()
      end
      local function flow(mu)
        return hbf.flow{loss = L, eta = plane.eta, mu = mu, order = 1, form = "limit"}:integrate(
          plane.start, 20000, {every = "last", stop = {loss = 1e-20}}):final()
      end
      local gd = run(optim.gd{loss = L, eta = plane.eta})
      local hb = run(optim.hb{loss = L, eta = plane.eta, mu = plane.mu})
      printed:above("between the ends of heavy ball and gradient descent", (hb - gd):norm(), 0.1)
      printed:below("between the ends of the two flows", (flow(plane.mu) - flow(0)):norm(), 1e-6)
    end,
  },
  {
    id = "eq2", place = "Equations (2), (28)", title = "heavy ball in one equation and in two",
    says = "The two-step recursion with $\\beta_{-1} = \\beta_0$ is the one with momentum from 0.",
    formula = [[\beta_{k+1} - \beta_k = -\eta\nabla L(\beta_k) + \mu(\beta_k - \beta_{k-1})]], expected = "holds",
    check = function(printed)
      local L, eta, mu = plane.loss(), plane.eta, plane.mu
      local run = optim.hb{loss = L, eta = eta, mu = mu}:run(plane.start, 100)
      local before, beta, worst = vec(plane.start), vec(plane.start), 0
      for k = 1, 100 do
        before, beta = beta, beta - eta * L:gradient(beta) + mu * (beta - before)
        worst = math.max(worst, (run.beta[k + 1] - beta):norm())
      end
      printed:below("largest distance in 100 steps", worst, 1e-12)
    end,
  },
}
