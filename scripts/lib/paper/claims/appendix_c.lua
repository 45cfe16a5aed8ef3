---Appendix C.3: Figures 3 and 4, and what C.3.2 says of the bias of heavy ball and gradient descent.
local sparse = require "lib.paper.sparse"

local SMALL, LARGE = sparse.scales[1], sparse.scales[#sparse.scales]

---@param normalization "mean"|"sum"
---@param mu number
---@return table<string, Vector> errors  # squared, by model; short where a flow failed
---@return integer points
local function figure3(normalization, mu)
  local p = dln.sparse_regression{n = 40, d = 100, nonzero = 5, seed = 0, normalization = normalization}
  local eta, start, steps, every = 1e-3, p:start(0.01), 4000, 20
  local L = p:loss()
  local hb = optim.hb{loss = L, eta = eta, mu = mu}:run(start, steps, {every = every, progress = false})
  local flows, errors = {
    rgf = hbf.flow{loss = L, eta = eta, mu = mu, order = 1, form = "limit"}, joint = p:flow{eta = eta, mu = mu},
    block = p:flow{eta = eta, mu = mu, hessian = "block"},
  }, {}
  for name, flow in pairs(flows) do
    local solution = flow:integrate(start, steps, {every = every, method = "euler", substeps = 10, progress = false})
    errors[name] = hbf.discretization_error(solution, hb, function(beta) return p:predictor(beta) end) ^ 2
  end
  return errors, #hb
end

---@param errors Vector
---@param points integer
---@return number  # infinite where the flow failed
local function largest(errors, points) return #errors < points and math.huge or max(errors) end

---All seeds' trainings of two momenta at a scale.
---@param scope paper.Scope
---@param f fun(seed: integer)
local function for_seeds(scope, f)
  for seed = 0, sparse.train(scope.full) - 1 do f(seed) end
end

---@param scope paper.Scope
---@param seed integer
---@return string  # before what a finding is about, where there are several seeds
local function of_seed(scope, seed) return scope.full and ("seed %d, "):format(seed) or "" end

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
        local figure = {
          title = ("Figure 3, %s of squares: HBF dotted, RGF solid"):format(case[1]), xlabel = "$k$",
          ylabel = [[$\|w_k - w(t_k)\|^2$]], log = "y",
        }
        for i, mu in ipairs{0.3, 0.6, 0.9} do
          local errors, points = figure3(case[1], mu)
          local rgf = largest(errors.rgf, points)
          for _, hessian in ipairs{"joint", "block"} do
            case[2]:below(("%s, mu = %g, %s Hessian: largest error, over rescaled gradient flow's"):format(
              case[1], mu, hessian), largest(errors[hessian], points) / rgf, 1)
          end
          for _, model in ipairs{{"rgf", "RGF", "line", 1}, {"joint", "HBF", "dashed", 3}} do
            local x, y = {}, {}
            for k = 2, #errors[model[1]] do x[k - 1], y[k - 1] = 20 * (k - 1), errors[model[1]][k] end
            if #x > 0 then
              table.insert(figure, {
                x = x, y = y, name = ("%s, µ = %g"):format(model[2], mu), style = model[3], dash = model[4],
                color = ({"blue", "orange", "green"})[i],
              })
            end
          end
        end
        scope.figure("The paper's Figure 3, " .. case[1], figure)
      end
    end,
  },
  {
    id = "c3-loss", place = "C.3", title = "the loss of Figure 4",
    says = "The loss is a plain sum of squares, with the step size $10^{-2}$.",
    formula = [[L = \sum_i (f(x_i; w) - y_i)^2]], expected = "corrected",
    remark = "With it gradient descent diverges from s = 0.3 on, and heavy ball with $\\mu = 0.9$ everywhere. With "
      .. "half the mean square none does.",
    check = function(printed, corrected)
      for _, case in ipairs{{"sum", printed}, {"mean", corrected}} do
        local p = dln.sparse_regression{n = 40, d = 100, nonzero = 5, seed = 0, normalization = case[1]}
        for _, mu in ipairs{0, 0.9} do
          local diverged = 0
          for _, s in ipairs{0.01, 0.1, 0.3, 0.7, 1, 1.5} do
            local run = p:train(p:start(s, 0.9), {eta = 1e-2, mu = mu, steps = 20000, progress = false})
            if run.ending == "diverged" then diverged = diverged + 1 end
          end
          case[2]:below(("%s, mu = %g: scales of 6 that diverge"):format(case[1], mu), diverged, 0)
        end
      end
    end,
  },
  {
    id = "c32-gd", place = "C.3.2", title = "the corollary at mu = 0", with = "sparse",
    says = "With $\\mu = 0$ Corollary 3.2 is the bias of gradient descent's flow of order 2.", expected = "corrected",
    remark = "With all second derivatives it is, as for heavy ball.",
    check = function(printed, corrected, scope)
      for_seeds(scope, function(seed)
        for i = 1, 2 do
          local s = sparse.scales[i]
          local result = sparse.of(seed, 0, s)
          local what = ("%ss = %g: error of ln kappa, relative"):format(of_seed(scope, seed), s)
          printed:below(what, result.error_block, 0.02)
          corrected:below(what, result.error_joint, 0.02)
        end
      end)
    end,
  },
  {
    id = "c32-mu", place = "C.3.2", title = "the difference grows with the momentum", with = "sparse",
    says = "The larger $\\mu$, the more heavy ball's end differs from gradient descent's.", expected = "holds",
    check = function(printed, _, scope)
      for_seeds(scope, function(seed)
        for _, s in ipairs(sparse.scales) do
          local gd = vec(sparse.of(seed, 0, s).w)
          local function off(mu) return (vec(sparse.of(seed, mu, s).w) - gd):norm() end
          printed:above(("%ss = %g: |w_HB - w_GD| at mu = 0.9, over that at 0.5"):format(of_seed(scope, seed), s),
            off(0.9) / off(0.5), 1)
        end
      end)
    end,
  },
  {
    id = "c32-kappa", place = "C.3.2, observation (i)", title = "faster convergence leaves a larger kappa",
    with = "sparse",
    says = "Where heavy ball converges faster, the integral of the squared gradient is smaller and so its $\\kappa$ is "
      .. "larger than gradient descent's.", expected = "false",
    remark = "The integral is smaller, by $1-\\mu$; the factor before it is larger by $(1+\\mu)/(1-\\mu)^3$. Every "
      .. "component of heavy ball's $\\kappa$ is smaller, at every scale at which none has changed its sign.",
    check = function(printed, _, scope)
      for_seeds(scope, function(seed)
        for _, mu in ipairs{0.5, 0.9} do
          for _, s in ipairs(sparse.scales) do
            local gd, hb = sparse.of(seed, 0, s), sparse.of(seed, mu, s)
            local where = ("%ss = %g, mu = %g"):format(of_seed(scope, seed), s, mu)
            if s == SMALL then
              printed:above(where .. ": gradient descent's steps to a millionth of the loss, by heavy ball's",
                sparse.steps_to(gd, 1e-6) / sparse.steps_to(hb, 1e-6), 1)
              printed:below(where .. ": integral of the squared gradient, by gradient descent's",
                hb.integral / gd.integral, 1)
            end
            -- With mu = 0.9 components change their sign at small scales, where the theory is silent.
            if hb.kappa then
              printed:below(where .. ": components of 100 with a smaller kappa than gradient descent's",
                sparse.count_smaller(hb, gd), 0)
            end
          end
        end
      end)
    end,
  },
  {
    id = "c32-ratio", place = "C.3.2", title = "how much more heavy ball shrinks kappa", with = "sparse",
    says = "Where both converge at similar speed $\\Phi$ is similar, and the logarithm's change is larger by "
      .. "$(1+\\mu)/(1-\\mu)^3$.", expected = "corrected",
    remark = "Where the flows hold $\\Phi$ is smaller by $1-\\mu$, so that the ratio is $(1+\\mu)/(1-\\mu)^2$, and not "
      .. "far from it elsewhere.",
    check = function(printed, corrected, scope)
      for_seeds(scope, function(seed)
        for i, s in ipairs(sparse.scales) do
          local gd, hb = sparse.of(seed, 0, s), sparse.of(seed, 0.5, s)
          local where = ("%ss = %g, mu = 0.5: "):format(of_seed(scope, seed), s)
          local ratio = sparse.total(hb.kappa) / sparse.total(gd.kappa)
          printed:near(where .. "ratio of the changes of ln kappa, by (1+mu)/(1-mu)^3", ratio / 12, 1, 0.2)
          corrected:near(where .. "ratio of the changes of ln kappa, by (1+mu)/(1-mu)^2", ratio / 6, 1, 0.2)
          -- Where the flows hold.
          if i <= 2 then
            corrected:near(where .. "ratio of the integrals, by 1 - mu", hb.integral / gd.integral / 0.5, 1, 0.1)
          end
        end
      end)
    end,
  },
  {
    id = "c32-sparsity", place = "C.3.2, observation (ii)", title = "a smaller kappa is a sparser end",
    with = "sparse",
    says = "The smaller $\\kappa$, the nearer the end to the sparse solution.", expected = "corrected",
    remark = "So it is for the same $\\kappa$ in every component. Training shrinks it most where the solution is not "
      .. "0: from a small start every component of heavy ball's is smaller and its end is further away.",
    check = function(printed, corrected, scope)
      for_seeds(scope, function(seed)
        local gd, hb = sparse.of(seed, 0, SMALL), sparse.of(seed, 0.5, SMALL)
        local where = ("%ss = %g, mu = 0.5: "):format(of_seed(scope, seed), SMALL)
        printed:above(where .. "components of 100 with a smaller kappa than gradient descent's",
          sparse.count_smaller(hb, gd), 100)
        printed:below(where .. "distance from the sparse solution, by gradient descent's", hb.distance / gd.distance, 1)
        local p = dln.sparse_regression{n = 40, d = 100, nonzero = 5, seed = seed}
        local before
        for _, kappa in ipairs{1, 0.1, 0.01, 1e-3, 1e-4} do
          local distance = (p:minimize{kappa = kappa} - p.w_star):norm()
          if before then
            corrected:below(("%skappa = %g everywhere: distance, by that at ten times it"):format(
              of_seed(scope, seed), kappa), distance / before, 1)
          end
          before = distance
        end
        local on = sparse.total({table.unpack(hb.kappa, 1, 5)}) / 5
        local off = sparse.total({table.unpack(hb.kappa, 6)}) / 95
        corrected:above(where .. "mean change of ln kappa where the solution is not 0, by that elsewhere", on / off, 2)
      end)
    end,
  },
  {
    id = "figure4a-small", place = "Figure 4(a)", title = "from a small start gradient descent ends nearer",
    with = "sparse",
    says = "At a small scale gradient descent's end is nearer to the sparse solution than heavy ball's.",
    expected = "holds",
    check = function(printed, _, scope)
      for_seeds(scope, function(seed)
        for _, mu in ipairs{0.5, 0.9} do
          local ratio = sparse.of(seed, mu, SMALL).distance / sparse.of(seed, 0, SMALL).distance
          printed:above(("%ss = %g, mu = %g: heavy ball's distance, by gradient descent's"):format(
            of_seed(scope, seed), SMALL, mu), ratio, 1)
        end
        if seed > 0 then return end
        local figure = {
          title = "Figure 4(a): distance from the sparse solution", xlabel = "$s$", ylabel = [[$\|w - w^*\|$]],
          log = "xy", marks = true,
        }
        for i, mu in ipairs(sparse.momenta) do
          local y = {}
          for j, s in ipairs(sparse.scales) do y[j] = sparse.of(seed, mu, s).distance end
          figure[i] = {x = sparse.scales, y = y, name = mu == 0 and "GD" or ("HB µ = %g"):format(mu)}
        end
        scope.figure("The paper's Figure 4(a)", figure)
      end)
    end,
  },
  {
    id = "figure4a-large", place = "Figure 4(a)", title = "from a large start heavy ball ends nearer", with = "sparse",
    says = "At a large scale heavy ball's end is nearer, the more so the larger $\\mu$.", expected = "holds",
    check = function(printed, _, scope)
      for_seeds(scope, function(seed)
        local function distance(mu) return sparse.of(seed, mu, LARGE).distance end
        local where = ("%ss = %g: "):format(of_seed(scope, seed), LARGE)
        printed:below(where .. "distance at mu = 0.5, by gradient descent's", distance(0.5) / distance(0), 1)
        printed:below(where .. "distance at mu = 0.9, by that at 0.5", distance(0.9) / distance(0.5), 1)
      end)
    end,
  },
  {
    id = "figure4b", place = "Figure 4(b)", title = "where heavy ball is faster", with = "sparse",
    says = "From a small start heavy ball's loss falls much faster than gradient descent's, from a large one not.",
    expected = "holds",
    check = function(printed, _, scope)
      for_seeds(scope, function(seed)
        local function gain(s)
          return sparse.steps_to(sparse.of(seed, 0, s), 1e-6) / sparse.steps_to(sparse.of(seed, 0.9, s), 1e-6)
        end
        printed:above(("%ss = %g, mu = 0.9: how many times fewer steps to a millionth of the loss"):format(
          of_seed(scope, seed), SMALL), gain(SMALL), 5)
        printed:below(("%ss = %g, mu = 0.9: how many times fewer steps"):format(of_seed(scope, seed), LARGE),
          gain(LARGE), 2)
        if seed > 0 then return end
        local figure = {title = "Figure 4(b): the loss along training", xlabel = "$k$", ylabel = "$L$", log = "xy"}
        for i, s in ipairs{SMALL, LARGE} do
          for _, mu in ipairs{0, 0.9} do
            local x, y, curve = {}, {}, sparse.of(seed, mu, s).curve
            for k = 2, #curve.steps do x[k - 1], y[k - 1] = curve.steps[k], curve.losses[k] end
            table.insert(figure, {
              x = x, y = y, name = ("%s, s = %g"):format(mu == 0 and "GD" or "HB µ = 0.9", s),
              color = ({"green", "blue"})[i], style = mu == 0 and "dashed" or "line",
            })
          end
        end
        scope.figure("The paper's Figure 4(b)", figure)
      end)
    end,
  },
  {
    id = "c32-mechanism", place = "C.3.2", title = "why heavy ball ends nearer from a large start", with = "sparse",
    says = "There $\\Phi$ is the same for both, which the factor $(1+\\mu)/(1-\\mu)^3$ enhances.", expected = "false",
    remark = "There heavy ball with $\\mu = 0.9$ oscillates, far outside the flow's radius: its integral is several "
      .. "times gradient descent's, and the theory is silent.",
    check = function(printed, _, scope)
      for_seeds(scope, function(seed)
        local gd, hb = sparse.of(seed, 0, LARGE), sparse.of(seed, 0.9, LARGE)
        local where = ("%ss = %g, mu = 0.9: "):format(of_seed(scope, seed), LARGE)
        printed:near(where .. "integral of the squared gradient, by gradient descent's",
          hb.integral / gd.integral, 1, 0.5)
        printed:below(where .. "eta max|lambda| over the radius at the start", hb.r_start, 1)
      end)
    end,
  },
}
