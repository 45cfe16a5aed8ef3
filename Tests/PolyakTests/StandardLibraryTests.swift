import CStandardLibrary
import LuaKit
import Testing

@testable import PolyakModules

@Suite struct `The standard library in Lua` {
  let lua = LuaState()
  init() throws { try Polyak.open(in: lua) }

  func value(_ expression: String) throws -> LuaValue {
    try lua.run("return " + expression, name: "=test").first ?? .nil
  }

  @Test func `every file of stdlib is found by require and compiles`() throws {
    for index in 0..<polyak_lua_file_count() {
      let path = String(cString: polyak_lua_file_at(index).path)
      let module = path.dropLast(".lua".count).split(separator: "/").joined(separator: ".")
      #expect(try !lua.require(module).isNil, "\(path)")
    }
  }

  @Test func `plot is global, one with what require gives, and loaded at its first use`() throws {
    #expect(try value("type(plot)") == "table")
    #expect(try value("plot == require 'plot'") == true)
    #expect(try value("package.loaded['plot.figure']").isNil)
    #expect(try value("select(2, pcall(plot))") == "plot: expected numbers or a table of series, got nothing")
    #expect(try !value("package.loaded['plot.figure']").isNil)
  }

  @Test func `what is set in a module before its first use reaches it`() throws {
    try lua.run(
      """
      plot.terminal_size = function() asked = true; return 40, 12 end
      io.stdout = {write = function(_, text) drawn = text; return true end}
      plot{1, 4, 9}
      plot.later = 1
      """)
    #expect(try value("asked") == true)
    #expect(try value("type(drawn)") == "string")
    #expect(try value("plot.later") == 1)
    #expect(try value("rawget(plot, 'later')").isNil)
    let names = "(function() local t = {} for name in pairs(plot) do t[#t + 1] = name end table.sort(t) return table.concat(t, ' ') end)()"
    #expect(try value(names) == "later live terminal_size")
  }

  @Test func `chunks are named after their files`() throws {
    #expect(try value("debug.getinfo(require 'polyak.spelling'.hint).source") == "@stdlib/polyak/spelling.lua")
    #expect(try value("select(2, require 'plot.axes')") == "stdlib/plot/axes.lua")
  }

  @Test func `package.preload goes before, and other modules are still found or missed`() throws {
    try lua.run("package.preload['polyak.spelling'] = function() return 'mine' end")
    #expect(try value("require 'polyak.spelling'") == "mine")
    let message = try #require(try value("select(2, pcall(require, 'no.such'))").text)
    // As the standard interpreter's, which knows of no other places.
    let lines = message.split(separator: "\n")
    #expect(lines.first == "module 'no.such' not found:")
    #expect(lines.dropFirst().first == "\tno field package.preload['no.such']")
    #expect(lines.dropFirst(2).allSatisfy { $0.hasPrefix("\tno file '") })
  }

  @Test func `JSON has vectors and matrices as lists, and refuses other objects by their names`() throws {
    try lua.run("json = require 'script.json' L = losses.product{y = 1}")
    #expect(try value("json.encode{v = vec{1, 0.1}, m = mat{{1, 2}, {3, 4}}}") == #"{"m":[[1.0,2.0],[3.0,4.0]],"v":[1.0,0.1]}"#)
    let refused = "must be a table, a string, a number or a boolean, got a "
    #expect(try value("select(2, pcall(json.encode, {f = L}))").text == "json.encode: value.f \(refused)Loss")
    let run = "optim.gd{loss = L, eta = 0.1}:run({1, 2}, 3)"
    #expect(try value("select(2, pcall(json.encode, {\(run)}))").text == "json.encode: value[1] \(refused)Trajectory")
  }
}
