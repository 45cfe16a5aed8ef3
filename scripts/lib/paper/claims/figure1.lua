---Figure 1: directional smoothness along the training of a network, here of UCI's digits.
local training = require "lib.paper.digits"

---@type paper.Claim[]
return {
  {
    id = "figure1-gd", place = "Figure 1", title = "directional smoothness of gradient descent", with = "digits",
    says = "It saturates near $2/\\eta$.", expected = "holds",
    check = function(printed, _, scope)
      local runs = training.runs(scope.full)
      local gd = runs[1]
      printed:near("mean over the last fifth, by 2/eta", training.late(gd.smoothness) * gd.eta / 2, 1, 0.05)
      scope.figure("The paper's Figure 1, directional smoothness", training.figure(runs, "smoothness",
        "Figure 1 on digits: directional smoothness", [[$\mathcal{D}$]]))
      scope.figure("The paper's Figure 1, sharpness", training.figure(runs, "sharpness",
        "Figure 1 on digits: sharpness", "largest eigenvalue"))
    end,
  },
  {
    id = "figure1-hb", place = "Figure 1", title = "directional smoothness of heavy ball", with = "digits",
    says = "It is smaller than gradient descent's and keeps falling.", expected = "corrected",
    remark = "It is smaller until heavy ball comes to where it gets unstable itself. That is at the curvature "
      .. "$2(1+\\mu)/\\eta$, where its sharpness settles, and there its directional smoothness comes to be above "
      .. "gradient descent's. (On digits; of CIFAR-10 the paper gives neither loss nor activation nor start.)",
    check = function(printed, corrected, scope)
      local runs = training.runs(scope.full)
      local gd = runs[1]
      for i = 2, #runs do
        local hb = runs[i]
        local late, edge = training.late(hb.smoothness), 2 * (1 + hb.mu) / hb.eta
        printed:below(("mu = %g: mean over the last fifth, over gradient descent's"):format(hb.mu),
          late / training.late(gd.smoothness), 1)
        printed:below(("mu = %g: the same over that of the middle fifth"):format(hb.mu),
          late / training.middle(hb.smoothness), 1)
        corrected:below(("mu = %g: least mean over a tenth, over gradient descent's last"):format(hb.mu),
          training.least(hb.smoothness) / training.late(gd.smoothness), 1)
        corrected:near(("mu = %g: sharpness over the last fifth, by 2 (1 + mu)/eta"):format(hb.mu),
          training.late(hb.sharpness) / edge, 1, 0.05)
        corrected:above(("mu = %g: mean over the last fifth, over gradient descent's"):format(hb.mu),
          late / training.late(gd.smoothness), 1)
      end
    end,
  },
}
