---The trainings of Figure 4, what is measured of them, and which of them the theory says something about.
local regression = require "lib.regression"

local training = {}

---@class fig4.Settings
---@field eta number
---@field theta number
---@field n integer
---@field d integer
---@field nonzero integer
---@field loss number
---@field steps integer
---@field normalization "mean"|"sum"

---@class fig4.Run
---@field seed integer
---@field mu number
---@field s number

---What is kept of a training.
---@class fig4.Result
---@field ending "loss"|"completed"|"diverged"
---@field steps integer
---@field loss number
---@field distance number  # |w - w*|
---@field w number[]  # at the end
---@field integral number  # of |dL/dw|^2, Phi of (27) is four times a component's
---@field changed integer  # components of kappa that were not positive at some step
---@field r_start number  # eta max|lambda| / (1 - sqrt(mu))^2 where it began
---@field r_end number
---@field kappa? number[]  # ln(kappa/kappa(0)), where no component changed sign
---@field joint? number[]  # the same as predicted, to order 3
---@field second? number[]  # to order 2
---@field block? number[]
---@field error_joint? number
---@field error_second? number
---@field error_block? number
---@field kkt? number  # the part of the optimality condition outside X's row space
---@field curve {steps: integer[], losses: number[]}  # the loss along the training

---Trains in parts, each of which goes on where the one before ended, and keeps points of the loss on the way: every
---tenth step at first, later about one in fifty.
---@param settings fig4.Settings
---@param p DiagonalProblem
---@param start Vector
---@param mu number
---@param report fun(fraction: number)
---@return Trajectory  # its last part
---@return {steps: integer[], losses: number[]} curve
local function train(settings, p, start, mu, report)
  local initial = p:loss()(start)
  local curve = {steps = {0}, losses = {initial}}
  local trained, done = start, 0
  repeat
    trained = p:train(trained, {
      eta = settings.eta, mu = mu, loss = settings.loss, progress = false, every = math.max(10, done // 50),
      steps = math.min(math.max(1000, done // 4), settings.steps - done),
    })
    local steps, losses = trained.steps, trained.loss
    -- The first point is the last of the part before.
    for i = 2, #steps do
      table.insert(curve.steps, math.tointeger(steps[i]))
      table.insert(curve.losses, losses[i])
    end
    done = curve.steps[#curve.steps]
    report(log(curve.losses[#curve.losses] / initial) / log(settings.loss / initial))
  until trained.ending ~= "completed" or done >= settings.steps
  return trained, curve
end

---How many components of kappa were not positive at some step. The training counts the steps at which one was negative,
---all but the last.
---@param trained Trajectory
---@param kappa Vector  # at the end
---@return integer
local function count_changed(trained, kappa)
  local changed = 0
  for j, count in ipairs(trained.memory.steps_of_negative_kappa) do
    if count > 0 or kappa[j] <= 0 then changed = changed + 1 end
  end
  return changed
end

-- What predicts kappa, by its name in a result.
local theories = {
  joint = {hessian = "joint", order = 3}, second = {hessian = "joint", order = 2},
  block = {hessian = "block", order = 2},
}

---What both corollaries say about a training in which no component of kappa changed sign.
---@param result fig4.Result  # to which it is added
---@param p DiagonalProblem
---@param trained Trajectory
---@param mu number
---@param start Vector
local function compare(result, p, trained, mu, start)
  local beta = trained:final()
  local initial, kappa = dln.kappa(start), dln.kappa(beta)
  result.kappa = log(kappa / initial)
  for name, theory in pairs(theories) do
    local predicted = dln.predicted_kappa{
      problem = p, trajectory = trained, mu = mu, hessian = theory.hessian, order = theory.order,
    }
    result[name] = log(predicted / initial)
    -- Far outside the theory's reach it may say 0, or more than there are numbers for.
    if min(predicted) > 0 and max(predicted) < math.huge then
      result["error_" .. name] = dln.prediction_error{predicted = predicted, found = kappa, initial = initial}
    end
  end
  local phi = dln.predicted_phi{problem = p, trajectory = trained, mu = mu, order = 3}
  result.kkt = p:kkt_residual{w = p:predictor(beta), kappa = kappa, phi = phi, start = start}
end

---@param settings fig4.Settings  # what all trainings share
---@param run fig4.Run
---@param report fun(fraction: number)
---@return fig4.Result
function training.measure(settings, run, report)
  local p = regression.problem(settings, run.seed, settings.normalization)
  local start = p:start(run.s, settings.theta)
  local trained, curve = train(settings, p, start, run.mu, report)
  local beta = trained:final()
  local flow = p:flow{eta = settings.eta, mu = run.mu}
  local result = {
    ending = trained.ending, steps = curve.steps[#curve.steps], loss = curve.losses[#curve.losses],
    distance = (p:predictor(beta) - p.w_star):norm(), w = p:predictor(beta):totable(),
    integral = sum(trained.memory.integral_gradient_squared), changed = count_changed(trained, dln.kappa(beta)),
    r_start = flow:validity(start), r_end = flow:validity(beta), curve = curve,
  }
  if result.ending ~= "diverged" and result.changed == 0 then compare(result, p, trained, run.mu, start) end
  return result
end

---@param result fig4.Result
---@return boolean
function training.is_inside(result) return result.r_start <= 1 and result.r_end <= 1 end

---What is unusual about a training, as the table marks it.
---@param result fig4.Result
---@return string
function training.marks(result)
  local words = {}
  if result.changed > 0 then table.insert(words, "*") end
  if not training.is_inside(result) then table.insert(words, "r") end
  if result.ending ~= "loss" then
    table.insert(words, result.ending == "diverged" and "diverged" or "not converged")
  end
  return table.concat(words, " ")
end

return training
