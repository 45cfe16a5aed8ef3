---The trainings of Figure 1, in parts that each end in a checkpoint.
local complaint = require "polyak.complaint"

local training = {}

---@class fig1.Method
---@field key string
---@field name string  # in tables
---@field label string  # in figures
---@field color string
---@field mu number

---What a method has come to.
---@class fig1.Progress
---@field epoch integer
---@field smoothness number[]  # by epoch, from 0
---@field loss number[]  # the same
---@field looks integer[]  # epochs of the following
---@field sharpness number[]
---@field accuracy number[]

---What a checkpoint holds; nothing where there is none. The series are in NumPy's files: as JSON they would be written
---again and again in full.
---@param store script.Store
---@param dimension integer
---@param every integer
---@return fig1.Progress|nil
---@return table|nil state
function training.read(store, dimension, every)
  local progress, state = store:read()
  if not progress then return nil end
  local epoch = math.type(progress.epoch) == "integer" and progress.epoch or -1
  local function is_series(values, count) return values ~= nil and #values == count end
  -- One that diverged has its last epoch's values too, and no look at what it diverged to.
  local diverged = progress.diverged ~= nil
  local count = diverged and epoch + 1 or epoch
  local looks = epoch // every + 1
  if not (count > 0 and is_series(state.smoothness, count) and is_series(state.loss, count)
    and type(progress.looks) == "table" and is_series(progress.looks, looks)
    and is_series(progress.sharpness, looks) and is_series(progress.accuracy, looks)
    and is_series(state.beta, dimension) and (state.m == nil or is_series(state.m, dimension))
    and state.vectors ~= nil and select(2, state.vectors:size()) == dimension)
  then
    error(complaint(("the checkpoint '%s.json' is damaged: its files do not belong to epoch %s"):format(
      store.prefix, progress.epoch)))
  end
  progress.smoothness, progress.loss = state.smoothness:totable(), state.loss:totable()
  state.smoothness, state.loss = nil, nil
  return progress, state
end

---@param store script.Store
---@param progress fig1.Progress
---@param state table
local function write(store, progress, state)
  local small = {}
  for key, value in pairs(progress) do small[key] = value end
  small.smoothness, small.loss = nil, nil
  store:write(small, {
    beta = state.beta, m = state.m, vectors = state.vectors, smoothness = vec(progress.smoothness),
    loss = vec(progress.loss),
  })
end

---Goes on from a store's checkpoint, or begins.
---@param network Network
---@param method fig1.Method
---@param settings {eta: number, epochs: integer, every: integer}
---@param store script.Store
---@param report fun(fraction: number)
---@return fig1.Progress
function training.train(network, method, settings, store, report)
  local optimizer = method.mu == 0 and optim.gd{loss = network, eta = settings.eta}
    or optim.hb{loss = network, eta = settings.eta, mu = method.mu}
  local progress, state = training.read(store, network.dimension, settings.every)
  if not progress then
    progress = {epoch = 0, smoothness = {}, loss = {}, looks = {}, sharpness = {}, accuracy = {}}
    state = {beta = network:start()}
  end

  ---@param beta Vector
  ---@param vectors? Matrix  # near the eigenvector
  ---@return Matrix
  local function look(beta, vectors)
    local sharpness, found = diagnostics.sharpness(network, beta, {start = vectors, tolerance = 1e-3, iterations = 60})
    table.insert(progress.looks, progress.epoch)
    table.insert(progress.sharpness, sharpness)
    table.insert(progress.accuracy, network:accuracy(beta))
    return found.vectors
  end

  if progress.epoch == 0 and #progress.looks == 0 then state.vectors = look(state.beta) end
  while progress.epoch < settings.epochs and not progress.diverged do
    local steps = math.min(settings.every, settings.epochs - progress.epoch)
    local done = progress.epoch
    local run = optimizer:run(state.beta, steps, {
      every = "last", memory = {m = state.m}, step = done, record = {directional_smoothness = 1, loss = 1},
      progress = function(k) report((done + k) / settings.epochs) end,
    })
    local smoothness, loss = run.recorded.directional_smoothness.values, run.recorded.loss.values
    -- The last is measured again as the next run's first, where there is a next one.
    for i = 1, #smoothness - (run.diverged and 0 or 1) do
      table.insert(progress.smoothness, smoothness[i])
      table.insert(progress.loss, loss[i])
    end
    progress.epoch = math.tointeger(run.steps[#run.steps])
    progress.diverged = run.diverged
    state = {beta = run:final(), m = run.memory.m, vectors = state.vectors}
    if not progress.diverged then state.vectors = look(state.beta, state.vectors) end
    -- A longer training passes by no others.
    if progress.diverged or progress.epoch % settings.every == 0 then write(store, progress, state) end
  end
  return progress
end

return training
