---Appendix C.3.2: what explains where heavy ball and gradient descent end.
local sparse = require "lib.paper.sparse"

local SMALL, LARGE = sparse.scales[1], sparse.scales[#sparse.scales]

---@type paper.Claim[]
return {
  {
    id = "c32-gd", place = "C.3.2", title = "the corollary at mu = 0", with = "sparse",
    says = "With $\\mu = 0$ Corollary 3.2 is the bias of gradient descent's flow of order 2.", expected = "corrected",
    remark = "With all second derivatives it is, as for heavy ball.",
    check = function(printed, corrected, scope)
      sparse.for_seeds(scope, function(seed, label)
        for i = 1, 2 do
          local s = sparse.scales[i]
          local result = sparse.of(seed, 0, s)
          local what = ("%ss = %g: error of ln kappa, relative"):format(label, s)
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
      sparse.for_seeds(scope, function(seed, label)
        for _, s in ipairs(sparse.scales) do
          local gd = vec(sparse.of(seed, 0, s).w)
          local function off(mu) return (vec(sparse.of(seed, mu, s).w) - gd):norm() end
          printed:above(("%ss = %g: |w_HB - w_GD| at mu = 0.9, over that at 0.5"):format(label, s),
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
      sparse.for_seeds(scope, function(seed, label)
        for _, mu in ipairs{0.5, 0.9} do
          for _, s in ipairs(sparse.scales) do
            local gd, hb = sparse.of(seed, 0, s), sparse.of(seed, mu, s)
            local where = ("%ss = %g, mu = %g"):format(label, s, mu)
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
      sparse.for_seeds(scope, function(seed, label)
        for i, s in ipairs(sparse.scales) do
          local gd, hb = sparse.of(seed, 0, s), sparse.of(seed, 0.5, s)
          local where = ("%ss = %g, mu = 0.5: "):format(label, s)
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
      sparse.for_seeds(scope, function(seed, label)
        local gd, hb = sparse.of(seed, 0, SMALL), sparse.of(seed, 0.5, SMALL)
        local where = ("%ss = %g, mu = 0.5: "):format(label, SMALL)
        printed:above(where .. "components of 100 with a smaller kappa than gradient descent's",
          sparse.count_smaller(hb, gd), 100)
        printed:below(where .. "distance from the sparse solution, by gradient descent's", hb.distance / gd.distance, 1)
        local p = dln.sparse_regression{n = 40, d = 100, nonzero = 5, seed = seed}
        local before
        for _, kappa in ipairs{1, 0.1, 0.01, 1e-3, 1e-4} do
          local distance = (p:minimize{kappa = kappa} - p.w_star):norm()
          if before then
            corrected:below(("%skappa = %g everywhere: distance, by that at ten times it"):format(
              label, kappa), distance / before, 1)
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
    id = "c32-mechanism", place = "C.3.2", title = "why heavy ball ends nearer from a large start", with = "sparse",
    says = "There $\\Phi$ is the same for both, which the factor $(1+\\mu)/(1-\\mu)^3$ enhances.", expected = "false",
    remark = "There heavy ball with $\\mu = 0.9$ oscillates, far outside the flow's radius: its integral is several "
      .. "times gradient descent's, and the theory is silent.",
    check = function(printed, _, scope)
      sparse.for_seeds(scope, function(seed, label)
        local gd, hb = sparse.of(seed, 0, LARGE), sparse.of(seed, 0.9, LARGE)
        local where = ("%ss = %g, mu = 0.9: "):format(label, LARGE)
        printed:near(where .. "integral of the squared gradient, by gradient descent's",
          hb.integral / gd.integral, 1, 0.5)
        printed:below(where .. "eta max|lambda| over the radius at the start", hb.r_start, 1)
      end)
    end,
  },
}
