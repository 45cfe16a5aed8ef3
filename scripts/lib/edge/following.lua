---Heavy ball on a network where it oscillates, and flows that follow it from a step on.
local following = {}

---What is followed, and how closely it is looked at.
---@class edge.Settings
---@field rows integer
---@field widths integer[]
---@field activation string
---@field loss string
---@field seed integer
---@field eta number
---@field from integer  # steps of heavy ball before flows begin
---@field steps integer
---@field every integer  # steps between two looks, at least 2; looks are at its multiples
---@field most integer  # directions that are followed
---@field rtol number

---A run of heavy ball, or of a flow beside it.
---@class edge.Run
---@field mu number
---@field flow "none"|"nudged"|"gradient"|"phase"|"edge"|"central"  # none is heavy ball itself
---@field modes? "none"|"followed"  # of edge flows
---@field order? integer

---What there is of it at its looks. The lists are as long as it goes on.
---@class edge.Result
---@field steps integer[]
---@field loss number[]  # of the smooth part; of heavy ball at its midpoints
---@field sharpness number[]  # there
---@field distance? number[]  # of the smooth part from heavy ball's midpoints
---@field amplitude? number[]  # norm of what alternates
---@field run_loss? number[]  # of heavy ball at its iterates
---@field moved? number  # how far heavy ball's midpoints went
---@field r? number  # a flow's `validity` at the first midpoint
---@field message? string  # why it ended

---@param settings edge.Settings
---@return Network
local function make_network(settings)
  local digits = data.digits{limit = settings.rows, center = true}
  return losses.mlp{
    inputs = digits.X, labels = digits.labels, classes = digits.classes, widths = settings.widths,
    activation = settings.activation, loss = settings.loss, seed = settings.seed,
  }
end

---@class edge.Look
---@field step integer
---@field iterate Vector
---@field midpoint Vector  # (beta_{k-1} + 2 beta_k + beta_{k+1})/4, in which nothing alternates
---@field amplitude number  # |beta_{k-1} - 2 beta_k + beta_{k+1}|/4

---Heavy ball from where flows begin, at its looks.
---@param network Network
---@param settings edge.Settings
---@param mu number
---@return Trajectory before  # to where they begin
---@return edge.Look[] looks
---@return integer? diverged
local function follow_method(network, settings, mu)
  local hb, quiet = optim.hb{loss = network, eta = settings.eta, mu = mu}, {every = "last", progress = false}
  local before = hb:run(network:start(), settings.from, quiet)
  local looks, here, at, every = {}, before, settings.from, settings.every
  for k = (at // every + 1) * every, at + settings.steps, every do
    if k - 1 > at then here = hb:run(here, k - 1 - at, quiet) end
    here = hb:run(here, 2, {progress = false})
    if here.diverged then return before, looks, here.diverged end
    local a, b, c = here.beta[1], here.beta[2], here.beta[3]
    table.insert(looks, {
      step = k, iterate = b, midpoint = (a + 2 * b + c) / 4, amplitude = norm(a - 2 * b + c) / 4,
    })
    at = k + 1
  end
  return before, looks, before.diverged
end

---@param network Network
---@param looks edge.Look[]
---@param diverged? integer
---@return edge.Result
local function describe_method(network, looks, diverged)
  local found = {steps = {}, loss = {}, sharpness = {}, amplitude = {}, run_loss = {}}
  for i, look in ipairs(looks) do
    found.steps[i], found.amplitude[i] = look.step, look.amplitude
    found.loss[i], found.run_loss[i] = network(look.midpoint), network(look.iterate)
    found.sharpness[i] = diagnostics.sharpness(network, look.midpoint)
  end
  found.moved = #looks > 0 and norm(looks[#looks].midpoint - looks[1].midpoint) or 0
  if diverged then found.message = ("heavy ball diverges in step %d"):format(diverged) end
  return found
end

---Heavy ball that goes on from its iterate with the last bits changed: no flow can be asked to be nearer than this.
---@param network Network
---@param settings edge.Settings
---@param mu number
---@param before Trajectory
---@param looks edge.Look[]
---@return edge.Result
local function follow_nudged(network, settings, mu, before, looks)
  local found = {steps = {}, loss = {}, sharpness = {}, distance = {}}
  local w, m, i = before:final() * (1 + 2^-52), before.memory.m or 0 * before:final(), 1
  local last = w - m
  for k = settings.from, settings.from + settings.steps do
    m = mu * m - settings.eta * network:gradient(w)
    local look = looks[i]
    if look and look.step == k then
      local midpoint = (last + 3 * w + m) / 4
      found.steps[i], found.loss[i] = k, network(midpoint)
      found.sharpness[i] = diagnostics.sharpness(network, midpoint)
      found.distance[i] = norm(midpoint - look.midpoint)
      i = i + 1
    end
    last, w = w, w + m
  end
  return found
end

---The central flow, from the midpoint where flows begin: of the mean, which has no iterates.
---@param network Network
---@param settings edge.Settings
---@param mu number
---@param before Trajectory
---@param looks edge.Look[]
---@return edge.Result
local function follow_central(network, settings, mu, before, looks)
  local w, m = before:final(), before.memory.m or 0 * before:final()
  local start = (3 * w - m + w + mu * m - settings.eta * network:gradient(w)) / 4
  local every = settings.from % settings.every == 0 and settings.every or 1
  local solution = hbf.central_flow{loss = network, eta = settings.eta, mu = mu}:integrate(start, settings.steps, {
    every = every, progress = false,
  })
  local found = {steps = {}, loss = {}, sharpness = {}, distance = {}, amplitude = {}, message = solution.message}
  local recorded, place = solution.recorded, {}
  for i = 1, #solution do place[settings.from + solution.steps[i]] = i end
  for i, look in ipairs(looks) do
    local row = place[look.step]
    if not row then break end
    local point = solution.beta[row]
    found.steps[i], found.loss[i], found.distance[i] = look.step, network(point), norm(point - look.midpoint)
    found.sharpness[i], found.amplitude[i] = recorded.sharpness.values[row], recorded.variance.values[row] ^ 0.5
  end
  return found
end

---@param run edge.Run
---@param network Network
---@param settings edge.Settings
---@return Flow|EdgeFlow
local function make_flow(run, network, settings)
  local given = {loss = network, eta = settings.eta, mu = run.mu, order = run.order}
  if run.flow == "gradient" then
    given.form = "limit"
  elseif run.flow == "phase" then
    given.form = "phase"
  else
    given.form, given.modes = "edge", run.modes
    if run.modes == "followed" then given.most = math.min(settings.most, network.dimension) end
  end
  return hbf.flow(given)
end

---@param run edge.Run
---@param settings edge.Settings
---@return edge.Result
function following.follow(run, settings)
  local network = make_network(settings)
  local before, looks, diverged = follow_method(network, settings, run.mu)
  if run.flow == "none" or before.diverged then return describe_method(network, looks, diverged) end
  if run.flow == "nudged" then return follow_nudged(network, settings, run.mu, before, looks) end
  if run.flow == "central" then return follow_central(network, settings, run.mu, before, looks) end
  local flow = make_flow(run, network, settings)
  local solution = flow:integrate(before, settings.steps, {
    every = settings.every, rtol = settings.rtol, atol = settings.rtol * 1e-3, progress = false,
  })
  local is_split = solution.alternating ~= nil
  local smooth = is_split and solution:smooth() or solution.beta
  local found = {steps = {}, loss = {}, sharpness = {}, distance = {}, amplitude = is_split and {} or nil}
  local place = {}
  for i = 1, #solution do place[solution.steps[i]] = i end
  for i, look in ipairs(looks) do
    local row = place[look.step]
    local point = row and smooth[row]
    local loss = point and network(point)
    -- A flow that runs away ends here, whatever its integrator still came to.
    if not loss or loss ~= loss or loss == math.huge then break end
    found.steps[i], found.loss[i], found.distance[i] = look.step, loss, norm(point - look.midpoint)
    found.sharpness[i] = diagnostics.sharpness(network, point)
    if is_split then found.amplitude[i] = norm(solution.alternating[row]) end
  end
  found.r, found.message = looks[1] and flow:validity(looks[1].midpoint), solution.message
  return found
end

return following
