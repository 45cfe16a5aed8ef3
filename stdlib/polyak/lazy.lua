---A table that stands for a module until, and after, it is loaded: at its first use.
---
---    plot = lazy("plot", function() return dofile "plot.lua" end)
---
---What is set in the table before goes into the module.
---@param name string
---@param load fun(): table
---@return table
local function lazy(name, load)
  local stand_in, behaviour = {}, {__name = name}
  local module

  local function loaded()
    if module == nil then
      module = load()
      for key, value in next, stand_in do
        module[key] = value
        stand_in[key] = nil
      end
      -- A table, so that completion sees what is in it.
      behaviour.__index, behaviour.__newindex = module, module
    end
    return module
  end

  function behaviour.__index(_, key) return loaded()[key] end
  function behaviour.__pairs() return pairs(loaded()) end

  -- No tail call: errors ask in what this was called.
  function behaviour.__call(_, ...)
    local results <const> = table.pack(loaded()(...))
    return table.unpack(results, 1, results.n)
  end

  return setmetatable(stand_in, behaviour)
end

return lazy
