import PolyakPlatform

@testable import LuaKit
@testable import PolyakModules

extension Target {
  /// Scripts made from the declarations. They write into the folder alone and start no command.
  static let calls = Target("calls", "scripts that call all that is declared, rightly and wrongly", limit: 512) { bytes in
    var writer = ScriptWriter(bytes)
    let script = writer.script()
    if getenv("POLYAK_FUZZ_SHOW") != nil { print(script) }
    Folder.clear()
    let lua = LuaState(memoryLimit: 256 << 20)
    // Before the library takes them.
    try lua.run(confinement, name: "=confinement", arguments: [LuaValue(Folder.path)])
    try Polyak.open(in: lua)
    let deadline = Deadline(milliseconds: 300, lua.interrupt)
    defer { deadline.end() }
    do throws(LuaError) { try lua.run(script, name: "=script", arguments: [LuaValue(Folder.path)]) } catch {
      if getenv("POLYAK_FUZZ_SHOW") != nil { print(error) }
      // The script catches errors; what the deadline stops and what cannot be caught is left.
      if error.kind == .runtime || error.kind == .syntax { return "\(error.message)\n\(script)" }
    }
    return nil
  }

  /// Lua's own functions that reach outside: none starts a process, and files are those of the folder.
  private static let confinement = """
    local folder = ... .. "/"
    local function inside(path) return type(path) == "string" and path:sub(1, #folder) == folder and not path:find("..", 1, true) end
    local function confined(f, count)
      return function(...)
        for i = 1, count do if not inside((select(i, ...))) then return nil, "outside the folder", 2 end end
        return f(...)
      end
    end
    local file = {}
    for _, name in ipairs{"write", "flush", "setvbuf", "close", "seek", "read", "lines"} do
      file[name] = function(self) return self end
    end
    file.__index = file
    local remove, count = os.remove, 0
    io.open, io.lines, os.remove, os.rename = confined(io.open, 1), confined(io.lines, 1), confined(remove, 1), confined(os.rename, 2)
    dofile, loadfile = confined(dofile, 1), confined(loadfile, 1)
    io.popen = function() return nil, "no processes", 1 end
    os.execute = function() return nil, "exit", 1 end
    os.tmpname = function() count = count + 1 return folder .. "tmp" .. count end
    io.stdout, io.stderr, print = setmetatable({}, file), setmetatable({}, file), function() end
    io.write = function() return io.stdout end
    os.exit, io.output, io.input, io.close, io.tmpfile, io.read = nil, nil, nil, nil, nil, nil
    debug, package.loadlib = nil, nil
    """
}
