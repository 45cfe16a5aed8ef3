---Shares of a sweep's runs, for those who want to say which process makes which: `--shard 2/4`, or `shard = "2/4"`, is
---every fourth run from the second on. Runs of other shards have no result here unless they are there already.
local complaint = require "polyak.complaint"
local start = require "polyak.start"

local share = {}

---@param given sweep.Options
---@return polyak.Shard|nil
local function shard_of(given)
  if given.shard then return start.shard_rule.read(given.shard) end
  local told, problem = start.told()
  if not told then error(complaint(string.format("%s: %s", given.name, problem)), 0) end
  return told.shard
end

---Those of the runs that are this process's to make; all where it has no share of its own.
---@param given sweep.Options
---@param places integer[]
---@return integer[] own
---@return integer[] left  # those of others
function share.own(given, places)
  local shard = shard_of(given)
  if not shard then return places, {} end
  local own, left = {}, {}
  for _, place in ipairs(places) do
    local list = (place - 1) % shard.count == shard.index - 1 and own or left
    list[#list + 1] = place
  end
  return own, left
end

---Ends the program, well, where the command line asked for a share of a sweep whose script counts on all results.
---@param given sweep.Options
---@param missing integer  # runs without a result
function share.leave(given, missing)
  local shard = not given.shard and given.wait and missing > 0 and shard_of(given)
  if not shard then return end
  io.stderr:write(string.format("%s: shard %d/%d is done; %d of %d runs are left to others, and the script ends here\n",
    given.name, shard.index, shard.count, missing, #given.runs))
  if given.refine then
    io.stderr:write("The grid is refined further when these are there: start the shards again, until none leaves any\n")
  end
  os.exit(true, true)
end

return share
