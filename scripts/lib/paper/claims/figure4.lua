---Appendix C.3: Figure 4.
local looks = require "lib.fig4.looks"
local sparse = require "lib.paper.sparse"

local SMALL, LARGE = sparse.scales[1], sparse.scales[#sparse.scales]

---@type paper.Claim[]
return {
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
    id = "figure4a-small", place = "Figure 4(a)", title = "from a small start gradient descent ends nearer",
    with = "sparse",
    says = "At a small scale gradient descent's end is nearer to the sparse solution than heavy ball's.",
    expected = "holds",
    check = function(printed, _, scope)
      sparse.for_seeds(scope, function(seed, label)
        for _, mu in ipairs{0.5, 0.9} do
          local ratio = sparse.of(seed, mu, SMALL).distance / sparse.of(seed, 0, SMALL).distance
          printed:above(("%ss = %g, mu = %g: heavy ball's distance, by gradient descent's"):format(
            label, SMALL, mu), ratio, 1)
        end
        if seed > 0 then return end
        local figure = {
          title = "Figure 4(a): distance from the sparse solution", xlabel = "$s$", ylabel = [[$\|w - w^*\|$]],
          log = "xy",
        }
        for i, mu in ipairs(sparse.momenta) do
          figure[i] = looks.look(i)
          figure[i].x, figure[i].y, figure[i].name = sparse.scales, {}, looks.method(mu)
          for j, s in ipairs(sparse.scales) do figure[i].y[j] = sparse.of(seed, mu, s).distance end
        end
        scope.figure("The paper's Figure 4(a)", figure)
      end)
    end,
  },
  {
    id = "figure4a-large", place = "Figure 4(a)", title = "from a large start heavy ball ends nearer", with = "sparse",
    says = "At a large scale heavy ball's end is nearer, the more so the larger $\\mu$.", expected = "holds",
    check = function(printed, _, scope)
      sparse.for_seeds(scope, function(seed, label)
        local function distance(mu) return sparse.of(seed, mu, LARGE).distance end
        local where = ("%ss = %g: "):format(label, LARGE)
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
      sparse.for_seeds(scope, function(seed, label)
        local function gain(s)
          return sparse.steps_to(sparse.of(seed, 0, s), 1e-6) / sparse.steps_to(sparse.of(seed, 0.9, s), 1e-6)
        end
        printed:above(("%ss = %g, mu = 0.9: how many times fewer steps to a millionth of the loss"):format(
          label, SMALL), gain(SMALL), 5)
        printed:below(("%ss = %g, mu = 0.9: how many times fewer steps"):format(label, LARGE),
          gain(LARGE), 2)
        if seed > 0 then return end
        local figure = {title = "Figure 4(b): the loss along training", xlabel = "$k$", ylabel = "$L$", log = "xy"}
        for i, s in ipairs{SMALL, LARGE} do
          for _, mu in ipairs{0, 0.9} do
            local x, y, curve = {}, {}, sparse.of(seed, mu, s).curve
            for k = 2, #curve.steps do x[k - 1], y[k - 1] = curve.steps[k], curve.losses[k] end
            table.insert(figure, {
              x = x, y = y, name = ("%s, s = %g"):format(looks.method(mu), s),
              color = ({"green", "blue"})[i], style = mu == 0 and "dashed" or "line",
            })
          end
        end
        scope.figure("The paper's Figure 4(b)", figure)
      end)
    end,
  },
}
