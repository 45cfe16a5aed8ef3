import Foundation
import Testing

@testable import PolyakConsole

@Suite struct `The program` {
  @Test func `runs a script with its arguments`() throws {
    let folder = TemporaryFolder()
    let code = "#!/usr/bin/env polyak\nprint(...) for i = -1, 3 do io.write(tostring(arg[i]), ' ') end"
    try folder.write(code, to: "a.lua")
    let outcome = try polyak("a.lua", "x", "-y", in: folder)
    #expect(outcome == Outcome(output: "x\t-y\n\(programPath) a.lua x -y nil "))
  }

  @Test func `counts what stands before the script at negative indices of arg`() throws {
    let folder = TemporaryFolder()
    try folder.write("print(arg[-4] ~= nil, arg[-3], arg[-2], arg[-1], arg[0], #arg)", to: "a.lua")
    #expect(try polyak("-W", "-e", "x = 1", "a.lua", in: folder).output == "true\t-W\t-e\tx = 1\ta.lua\t0\n")
    #expect(try polyak("-e", "print(arg[0] ~= nil, arg[1], #arg)").output == "true\t-e\t2\n")
  }

  @Test func `runs -e and -l in order, before the script`() throws {
    let folder = TemporaryFolder()
    try folder.write("x = (x or '') .. 'm' return {name = ...}", to: "m.lua")
    try folder.write("print(x, m.name, g and g.name)", to: "a.lua")
    #expect(try polyak("-e", "x = 'e'", "-lm", "-l", "g=m", "a.lua", in: folder).output == "em\tm\tm\n")
  }

  @Test func `runs what comes from the standard input`() throws {
    #expect(try polyak(input: "print(...) print(arg[0] ~= nil)") == Outcome(output: "\ntrue\n"))
    #expect(try polyak("-", "a", "b", input: "print(...) print(arg[0])") == Outcome(output: "a\tb\n-\n"))
    #expect(try polyak("-l", "string", input: "#!first line\nprint(1)") == Outcome(output: "1\n"))
    #expect(try polyak("-e", "x = io.read()", "-", input: "line\nprint(x)") == Outcome(output: "line\n"))
    #expect(try polyak("-v", input: "print(1)") == Outcome(output: "Polyak 0.1 (Lua 5.4)\n"))
  }

  @Test func `tells its version and its options`() throws {
    #expect(try polyak("--version").output.hasPrefix("Polyak 0.1 (Lua 5.4)\nmatrix products: "))
    #expect(try polyak("-v", "-e", "print(1)") == Outcome(output: "Polyak 0.1 (Lua 5.4)\n1\n"))
    #expect(try polyak("--help") == Outcome(output: Options.usage))
    #expect(try polyak("-x") == Outcome(errors: "\(programPath): unrecognized option '-x'\n" + Options.usage, code: 1))
    #expect(try polyak("-l") == Outcome(errors: "\(programPath): '-l' needs argument\n" + Options.usage, code: 1))
  }

  @Test(
    "says what went wrong, and fails",
    arguments: [
      (["nosuch.lua"], "\(programPath): cannot open nosuch.lua: No such file or directory\n"),
      (["/"], "\(programPath): cannot read /: Is a directory\n"),
      (["-e", "x x"], "\(programPath): (command line):1: syntax error near 'x'\n"),
      (
        ["-e", "error('no', 0)"],
        """
        \(programPath): no
        stack traceback:
        \t[C]: in function 'error'
        \t(command line):1: in main chunk
        \t[C]: in ?

        """
      ),
      (
        ["-e", "local function f() error 'no' end f()"],
        """
        \(programPath): (command line):1: no
        stack traceback:
        \t[C]: in function 'error'
        \t(command line):1: in local 'f'
        \t(command line):1: in main chunk
        \t[C]: in ?

        """
      ),
      (["-e", "error(setmetatable({}, {__tostring = function() return 'worded' end}))"], "\(programPath): worded\n"),
      (
        ["-e", "error{}"],
        """
        \(programPath): (error object is a table value)
        stack traceback:
        \t[C]: in function 'error'
        \t(command line):1: in main chunk
        \t[C]: in ?

        """
      ),
      (
        ["-e", "error()"],
        """
        \(programPath): (error object is a nil value)
        stack traceback:
        \t[C]: in function 'error'
        \t(command line):1: in main chunk
        \t[C]: in ?

        """
      ),
      (["-e", "arg = nil", "-"], "\(programPath): 'arg' is not a table\n"),
    ])
  func failure(_ arguments: [String], _ errors: String) throws {
    #expect(try polyak(arguments) == Outcome(errors: errors, code: 1))
  }

  @Test func `stops at the first failure`() throws {
    let outcome = try polyak("-e", "print(1)", "-e", "error('no', 0)", "-e", "print(2)", "-i", input: "print(3)")
    #expect(outcome.output == "1\n")
    #expect(outcome.code == 1)
    #expect(try polyak(input: "error()").code == 1)
  }

  @Test func `obeys os.exit`() throws {
    #expect(try polyak("-e", "os.exit(7)").code == 7)
    #expect(try polyak("-e", "os.exit(false)").code == 1)
    let closing = "setmetatable({}, {__gc = function() print 'closed' end}) "
    #expect(try polyak("-e", closing + "os.exit(3, true)") == Outcome(output: "closed\n", code: 3))
    #expect(try polyak("-e", closing + "os.exit(3)") == Outcome(code: 3))
    #expect(try polyak("-e", closing + "coroutine.wrap(os.exit)(3, true)") == Outcome(output: "closed\n", code: 3))
  }

  @Test func `closes the state at its end, after an error too`() throws {
    let closing = "setmetatable({}, {__gc = function() print 'closed' end}) "
    #expect(try polyak("-e", closing) == Outcome(output: "closed\n"))
    #expect(try polyak("-e", closing + "error('no', 0)").output == "closed\n")
  }

  @Test func `reads LUA_INIT, the one with the version first`() throws {
    let folder = TemporaryFolder()
    try folder.write("print('file', ...)", to: "init.lua")
    #expect(try polyak("-e", "print(x)", environment: ["LUA_INIT": "x = 1"]).output == "1\n")
    #expect(
      try polyak("-e", "print(x)", environment: ["LUA_INIT": "x = 1", "LUA_INIT_5_4": "x = 2"]).output == "2\n")
    #expect(try polyak("-v", environment: ["LUA_INIT": "@init.lua"], in: folder).output.hasSuffix("\nfile\n"))
    #expect(try polyak("-E", "-e", "print(x)", environment: ["LUA_INIT": "x = 1"]).output == "nil\n")
    let failed = try polyak("-e", "print(x)", environment: ["LUA_INIT": "error 'no'"])
    #expect(failed.errors.hasPrefix("\(programPath): LUA_INIT:1: no\nstack traceback:\n"))
    #expect(failed.output == "" && failed.code == 1)
    let missing = try polyak("-v", environment: ["LUA_INIT": "@nosuch.lua"], in: folder)
    #expect(missing.errors == "\(programPath): cannot open nosuch.lua: No such file or directory\n")
    #expect(missing.code == 1)
  }

  @Test func `looks for modules where LUA_PATH and LUA_CPATH say`() throws {
    let folder = TemporaryFolder()
    try folder.write("return 'found'", to: "deep.lua")
    let path = ["LUA_PATH": folder.path + "/?.lua", "LUA_CPATH": "here/?.so"]
    #expect(try polyak("-ldeep", "-e", "print(deep, package.cpath)", environment: path).output == "found\there/?.so\n")
    #expect(try polyak("-E", "-e", "print(package.cpath ~= 'here/?.so')", environment: path).output == "true\n")
  }

  @Test func `finds modules beside a script, behind those of every other place`() throws {
    let folder = TemporaryFolder(), elsewhere = TemporaryFolder()
    for (name, text) in [("lib/own.lua", "own"), ("near.lua", "the script's"), ("plot.lua", "no plot")] {
      try FileManager.default.createDirectory(atPath: folder.path + "/lib", withIntermediateDirectories: true)
      try folder.write("return [[\(text)]]", to: name)
    }
    try elsewhere.write("return 'the current folder\\'s'", to: "near.lua")
    let script = try folder.write("print(require 'lib.own', require 'near', type(require 'plot'))", to: "script.lua")
    #expect(try polyak(script, in: elsewhere) == Outcome(output: "own\tthe current folder's\ttable\n"))
    #expect(try polyak("../\(String(folder.path.split(separator: "/").last!))/script.lua", in: elsewhere).code == 0)
    #expect(try polyak("--stock", script, in: elsewhere).errors.contains("module 'lib.own' not found"))
  }

  @Test func `warns with -W alone`() throws {
    #expect(try polyak("-e", "warn 'careful'") == Outcome())
    #expect(try polyak("-W", "-e", "warn 'careful'") == Outcome(errors: "Lua warning: careful\n"))
  }

  @Test func `takes scripts whose names are not UTF-8`() throws {
    let folder = TemporaryFolder()
    try folder.write("print(1)", to: "a.lua")
    let code = "os.rename('a.lua', '\\xFF.lua') os.exit(os.execute(arg[0] .. ' \\xFF.lua'))"
    #expect(try polyak("-e", code, in: folder) == Outcome(output: "1\n"))
  }

  @Test func `runs precompiled chunks`() throws {
    let folder = TemporaryFolder()
    let function = "function(...) print('dumped', ...) end"
    let write = "local f = io.open('a.out', 'wb') f:write(string.dump(\(function))) f:close()"
    #expect(try polyak("-e", write, "-E", in: folder) == Outcome())
    #expect(try polyak("a.out", "x", in: folder) == Outcome(output: "dumped\tx\n"))
  }

  @Test(
    "loads modules written in C",
    arguments: [
      ("cjson", "print(cjson.encode{1, 2})", "[1,2]\n"),
      ("lpeg", "print(lpeg.match(lpeg.R'az'^1, 'abc1'))", "4\n"),
    ])
  func moduleInC(_ module: String, _ code: String, _ output: String) throws {
    let search = "print(package.searchpath('\(module)', package.cpath) ~= nil)"
    guard try polyak("-e", search).output == "true\n" else {
      try Test.cancel("the Debian package lua-\(module) is not installed")
    }
    #expect(try polyak("-l", module, "-e", code) == Outcome(output: output))
  }

  @Test func `plots from any folder`() throws {
    let outcome = try polyak("-e", "plot{1, 4, 9}")
    #expect(outcome.output.split(separator: "\n").count > 10)
    #expect(outcome.errors == "" && outcome.code == 0)
  }
}
