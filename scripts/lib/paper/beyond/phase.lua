---The flow of beta and m, the logarithm of heavy ball's own step.
local measured = require "lib.paper.beyond.measured"
local plane = require "lib.plane"

-- By sixty lines of Python with NumPy: the largest errors over 40 steps, orders 1 to 4, by Runge and Kutta's method
-- with four steps in one of heavy ball's, and fields of order 5.
local SETTINGS = {
  {eta = 5e-3, mu = 0.7, errors = {0.16029071253301466, 0.0083040379832439, 0.00036744747507224204,
    1.5635370576910082e-05}},
  {eta = 2e-3, mu = 0.9, errors = {0.26876151367735435, 0.010977904378203776, 0.0001388754103496256,
    1.4831767401623798e-06}},
}
local FIELDS = {
  {
    beta = {1.2, -0.7}, m = {0.01, -0.02}, eta = 0.01, mu = 0.6,
    dbeta = {0.17999760675888565, -0.5252194752708117}, dm = {-1.7805096352535084, 3.2110991082888916},
  },
  {
    beta = plane.start, m = {0, 0}, eta = 5e-3, mu = 0.7,
    dbeta = {-18.511512579672793, -14.87027712357124}, dm = {-39.37241953254246, -31.62965045963},
  },
}

---@param setting {eta: number, mu: number}
---@param order integer
---@param form string
---@return number  # infinite where the flow fails
local function largest(setting, order, form)
  local L, steps = plane.loss(), 40
  local flow = hbf.flow{loss = L, eta = setting.eta, mu = setting.mu, order = order, form = form}
  local hb = optim.hb{loss = L, eta = setting.eta, mu = setting.mu}:run(plane.start, steps)
  local errors = hbf.discretization_error(flow:integrate(plane.start, steps, {method = "rk4", substeps = 4}), hb)
  return #errors <= steps and math.huge or max(errors)
end

---@type paper.Claim[]
return {
  {
    id = "phase-orders", place = "Phase space", title = "the flow of beta and m has its order",
    says = "From heavy ball's own start, $m_0 = 0$, the flow of order $\\alpha$ has an error of order $\\alpha$.",
    formula = [[(\beta, m)(k\eta) = (\beta_k, m_k) + O(\eta^\alpha)]], expected = "holds",
    check = function(printed)
      for order = 1, 4 do
        local _, slope = plane.order(order, "phase")
        printed:near(("order %d: slope"):format(order), slope, order, 0.1)
      end
    end,
  },
  {
    id = "phase-field", place = "Phase space", title = "its field, computed apart",
    says = "The field of order 5 is that of another program, which has no trees.", expected = "holds",
    check = function(printed)
      for _, case in ipairs(FIELDS) do
        local flow = hbf.flow{loss = plane.loss(), eta = case.eta, mu = case.mu, order = 5, form = "phase"}
        local dbeta, dm = flow:field(case.beta, case.m)
        local off = math.max((dbeta - vec(case.dbeta)):norm() / dbeta:norm(), (dm - vec(case.dm)):norm() / dm:norm())
        printed:below(("mu = %g: relative distance"):format(case.mu), off, 1e-11)
      end
    end,
  },
  {
    id = "phase-figure2", place = "Phase space", title = "it follows heavy ball in Figure 2's setting",
    says = "Where heavy ball oscillates, and the paper's flows fail, its error falls with each order.",
    expected = "holds",
    check = function(printed, _, scope)
      for _, setting in ipairs(SETTINGS) do
        local where = ("eta = %g, mu = %g, "):format(setting.eta, setting.mu)
        local orders, errors, paper = {}, {}, {}
        for order, reference in ipairs(setting.errors) do
          orders[order], errors[order] = order, largest(setting, order, "phase")
          paper[order] = largest(setting, order, "limit")
          local what = ("%sorder %d: largest error"):format(where, order)
          measured.beside(printed, what, errors[order], reference, 1e-4)
        end
        printed:above(where .. "order 3: the paper's flow's largest error, by this one's", paper[3] / errors[3], 100)
        scope.figure(("Largest errors, eta = %g, mu = %g"):format(setting.eta, setting.mu), {
          title = ("Largest error over 40 steps, η = %g, µ = %g"):format(setting.eta, setting.mu),
          xlabel = "order", xticks = orders, ylabel = [[$\max\|\epsilon_k\|$]], log = "y",
          {x = orders, y = paper, name = "flow for large k", color = "gray", marker = "circle"},
          {x = orders, y = errors, name = "in phase space", color = "blue", marker = "square"},
        })
      end
    end,
  },
  {
    id = "phase-radius", place = "Phase space", title = "its radius",
    says = "On a quadratic each order is nearer by the ratio of $\\eta|\\lambda|$ to the radius.",
    formula = [[\eta|\lambda| < (1+\sqrt\mu)^2]], expected = "holds",
    check = function(printed)
      local mu = 0.5
      local radius = hbf.radius(mu, 0, "phase")
      printed:near("radius, by (1 + sqrt(mu))^2", radius / (1 + math.sqrt(mu)) ^ 2, 1, 1e-12)
      -- The principal flow takes the logarithm of the step's matrix by its eigenvalues, with all orders at once.
      local function off(s, order)
        local L = losses.quadratic{A = {{s}}}
        local flow = hbf.flow{loss = L, eta = 1, mu = mu, order = order, form = "phase"}
        local exact = hbf.principal_flow{loss = L, eta = 1, mu = mu}
        local value, reference = flow:field({1}, {0.3}), exact:field({1}, {0.3})
        return math.abs(value[1] - reference[1]) / math.abs(reference[1])
      end
      for _, part in ipairs{0.25, 0.5} do
        local what = "eta lambda = %g of the radius: error of order 8, over that of order 6, by its square"
        printed:near(what:format(part),
          off(part * radius, 8) / off(part * radius, 6) / part ^ 2, 1, 0.2)
      end
    end,
  },
}
