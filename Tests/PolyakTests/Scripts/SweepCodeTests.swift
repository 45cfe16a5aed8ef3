import Foundation
import Testing

/// What a sweep takes for another code of its runs, and what it does then.
@Suite("The code of a sweep") struct SweepCodeTests {
  let folder = TemporaryFolder()

  static let script = """
    local help = require "lib.help"
    local arguments = require "script.arguments"
    local options = arguments.read{
      name = "s", summary = "a sweep", {"eta", arguments.number(), 0.5, "the step"},
      {"out", arguments.folder(), "out", "where results go"}, {"workers", arguments.integer{from = 1}, 2, "processes"},
    }
    local N <const> = 3
    local widths = {10, 20}
    local v, L = vec{1, 2}, losses.quadratic{A = {{1, 0}, {0, 9}}}
    local sin, log, name = math.sin, io.stderr, "abc"
    factor = 2
    local function factorial(n) return n < 2 and 1 or n * factorial(n - 1) end
    local cycle = {word = "a"}
    cycle.self = cycle
    local account = setmetatable({rate = 1}, {__index = {pay = function(self) return self.rate end}})
    local results = sweep{
      name = "s", folder = options.out, workers = options.workers, runs = {{x = 1}}, run = function(run)
        if run.x > 5 then log:write("large") end
        local y = help.scaled(run.x) * options.eta + N + #widths + factorial(3) + factor + #name
        return y + v[1] + L{1, 1} + sin(0) + help.count(cycle) + account:pay()
      end,
    }
    print(results[1])

    """
  static let help = """
    local help = {}
    local function twice(x) return 2 * x end
    function help.scaled(x) return twice(x) end
    function help.count(list)
      local count = 0
      for _ in pairs(list) do count = count + 1 end
      return count
    end
    function help.unused() return 5 end
    return help

    """

  private func write(_ script: String = Self.script, _ help: String = Self.help, in place: String = "") throws {
    try FileManager.default.createDirectory(atPath: "\(folder.path)/\(place)lib", withIntermediateDirectories: true)
    try folder.write(script, to: "\(place)s.lua")
    try folder.write(help, to: "\(place)lib/help.lua")
  }

  /// Replaces a text in the file that has it.
  private func edit(_ old: String, _ new: String) throws {
    let files = try ["s.lua", "lib/help.lua"].map { ($0, try folder.read($0)) }.filter { $0.1.contains(old) }
    try #require(files.count == 1)
    try folder.write(files[0].1.replacing(old, with: new), to: files[0].0)
  }

  /// y = 1 + 3 + 2 + 6 + 2 + 3 + 1 + 5 + 0 + 2 + 1.
  private static let done = Outcome(output: "26.0\n")

  static let others: [(String, String, String)] = [
    ("a comment", "    if run.x", "    -- of runs\n    if run.x"),
    ("blank space", "factorial(3) + factor", "factorial( 3 )\n\n+   factor"),
    ("a local variable's name", "scaled(x) return twice(x) end", "scaled(z) return twice(z) end"),
    ("lines before", "local N <const>", "\n\n-- constants\nlocal N <const>"),
    ("a variable before", "local widths", "local before, more = 1, {}\nlocal widths"),
    ("a function that runs do not reach", "return 5 end", "return 6 end"),
    ("one way of writing a number", "N <const> = 3", "N <const> = 0x3"),
    ("an integer and a float of one value", "factor = 2\n", "factor = 2.0\n"),
    ("a field that runs do not read", "name = \"s\", summary", "name = \"t\", summary"),
    ("what runs have no part in", "print(results[1])", "print(results[1] + 0)"),
  ]

  @Test("is the same with another", arguments: others)
  func same(_ what: String, _ old: String, _ new: String) throws {
    try write()
    #expect(try polyak("s.lua", in: folder) == Self.done)
    try edit(old, new)
    #expect(try polyak("s.lua", in: folder) == Self.done, "\(what)")
  }

  static let changes: [(String, String, String)] = [
    (
      "+ N + #widths", "- N + #widths",
      """
      run, s.lua:17:
          there: local y = help.scaled(run.x) * options.eta + N + #widths + factorial(3) + factor + #name
          here:  local y = help.scaled(run.x) * options.eta - N + #widths + factorial(3) + factor + #name
      """
    ),
    (
      "N <const> = 3", "N <const> = 4",
      """
      run, s.lua:17: the lines are the same; a <const> that they name has another value, or another release of Lua compiles them
      """
    ),
    (#""eta", arguments.number(), 0.5"#, #""eta", arguments.number(), 0.25"#, "options.eta: 0.5 there, 0.25 here"),
    ("{10, 20}", "{10, 30}", "widths[2]: 20 there, 30 here"),
    ("{10, 20}", "{10, 20, 30}", "widths[3]: not there, 30 here"),
    ("factor = 2\n", "factor = 3\n", "factor: 2 there, 3 here"),
    ("math.sin", "math.tan", "sin: math.sin there, math.tan here"),
    (#""abc""#, #""abd""#, #"name: "abc" there, "abd" here"#),
    (
      "n * factorial", "n + factorial",
      """
      factorial, s.lua:12:
          there: local function factorial(n) return n < 2 and 1 or n * factorial(n - 1) end
          here:  local function factorial(n) return n < 2 and 1 or n + factorial(n - 1) end
      """
    ),
    (#"word = "a""#, #"word = "b""#, #"cycle.word: "a" there, "b" here"#),
    ("rate = 1", "rate = 2", "account.rate: 1 there, 2 here"),
    (
      "return self.rate end", "return 2 * self.rate end",
      """
      account's metatable.__index.pay, s.lua:15:
          there: local account = setmetatable({rate = 1}, {__index = {pay = function(self) return self.rate end}})
          here:  local account = setmetatable({rate = 1}, {__index = {pay = function(self) return 2 * self.rate end}})
      """
    ),
    (
      "return twice(x) end", "x = x + 1 return twice(x) end",
      """
      help.scaled, lib/help.lua:3:
          there: function help.scaled(x) return twice(x) end
          here:  function help.scaled(x) x = x + 1 return twice(x) end
      """
    ),
    (
      "return 2 * x end", "return 3 * x end",
      """
      twice, lib/help.lua:2:
          there: local function twice(x) return 2 * x end
          here:  local function twice(x) return 3 * x end
      """
    ),
    (
      "    local count = 0\n".replacing("    ", with: "  "), "  local count = 1\n",
      """
      help.count, lib/help.lua:4:
          there: local count = 0
          here:  local count = 1
      """
    ),
  ]

  @Test("is another where it computes something else, and the change is told", arguments: changes)
  func change(_ old: String, _ new: String, _ lines: String) throws {
    try write()
    #expect(try polyak("s.lua", in: folder) == Self.done)
    try edit(old, new)
    let outcome = try polyak("s.lua", in: folder)
    #expect(
      outcome
        == Outcome(
          errors: """
            \(programPath): s: 'out/settings.json' is of other code:
              \(lines.replacing("\n", with: "\n"))
            Give another folder, or delete 'out' with the runs in it; or take them over as they are (--accept, or accept = true).

            """, code: 1))
  }

  private static let loss = "losses.product{x = 1, y = 0.6}"

  static let objects: [(String, String)] = [
    (loss, "losses.product{x = 1, y = 0.7}"), ("vec{1, 2}", "vec{1, 3}"), ("mat{{1, 2}}", "mat{{1}, {2}}"),
    ("losses.quadratic{A = {{1, 0}, {0, 9}}}", "losses.quadratic{A = {{1, 0}, {0, 8}}}"),
    ("losses.define(2, function(b) return b[1] + b[2] end)", "losses.define(2, function(b) return b[1] - b[2] end)"),
    (
      "losses.mlp{inputs = {{0, 1}, {1, 1}}, labels = {0, 1}, widths = {3}}",
      "losses.mlp{inputs = {{0, 1}, {1, 2}}, labels = {0, 1}, widths = {3}}"
    ),
    (
      "losses.mlp{inputs = {{0, 1}, {1, 1}}, labels = {0, 1}, widths = {3}}",
      "losses.mlp{inputs = {{0, 1}, {1, 1}}, labels = {0, 1}, widths = {3}, seed = 1}"
    ),
    ("optim.hb{loss = L, eta = 0.1, mu = 0.5}", "optim.hb{loss = L, eta = 0.10000000000000002, mu = 0.5}"),
    (
      "optim.hb{loss = L, eta = function(k) return 0.1 / k end, mu = 0.5}",
      "optim.hb{loss = L, eta = function(k) return 0.2 / k end, mu = 0.5}"
    ),
    (
      "optim.define{loss = L, step = function(b, memory, k, gradient) return b - 0.1 * gradient(b) end}",
      "optim.define{loss = L, step = function(b, memory, k, gradient) return b - 0.2 * gradient(b) end}"
    ),
    (
      "optim.define{loss = L, memory = {m = 0.1}, step = function(b, memory) return b - memory.m, memory end}",
      "optim.define{loss = L, memory = {m = 0.2}, step = function(b, memory) return b - memory.m, memory end}"
    ),
    (
      "optim.define{loss = L, step = function(b) return b end, eta = function(k) return 0.1 end}",
      "optim.define{loss = L, step = function(b) return b end, eta = function(k) return 0.2 end}"
    ),
    ("optim.hb{loss = L, eta = 0.1, mu = 0.5}", "optim.hb{loss = L, eta = 0.1, mu = 0.5, fma = true}"),
    ("optim.gd{loss = L, eta = 1e-3}:run({{2, 1}, {1, 1}}, 3)", "optim.gd{loss = L, eta = 1e-3}:run({{2, 1}, {1, 2}}, 3)"),
    (
      "optim.gd{loss = L, eta = 0.1}:run({2, 1}, 3, {record = {a = function(b) return b[1] end}}).recorded.a",
      "optim.gd{loss = L, eta = 0.1}:run({2, 1}, 3, {record = {a = function(b) return b[1] * (b[1] - 2) + 2 end}}).recorded.a"
    ),
    (
      "hbf.flow{loss = L, form = 'phase', order = 2, mu = 0.5, eta = function(k) return 0.1 end}",
      "hbf.flow{loss = L, form = 'phase', order = 2, mu = 0.5, eta = function(k) return 0.2 end}"
    ),
    ("hbf.flow{loss = L, order = 2, eta = 0.1, mu = 0.5}", "hbf.flow{loss = L, order = 2, eta = 0.10000000000000002, mu = 0.5}"),
    ("hbf.flow{loss = L, order = 2, eta = 0.1, mu = 0.5}", "hbf.flow{loss = L, order = 3, eta = 0.1, mu = 0.5}"),
    ("hbf.second_order{loss = L, eta = 0.1, mu = 0.5}", "hbf.second_order{loss = L, eta = 0.1, mu = 0.50000000000000011}"),
    ("hbf.principal_flow{loss = L, eta = 0.1, mu = 0.5}", "hbf.principal_flow{loss = L, eta = 0.1, mu = 0.50000000000000011}"),
    ("hbf.principal_flow{loss = L, eta = 0.1, mu = 0.5}", "hbf.principal_flow{loss = L, eta = 0.1, mu = 0.5, modes = 1}"),
    ("hbf.central_flow{loss = L, eta = 0.1, mu = 0.5}", "hbf.central_flow{loss = L, eta = 0.1, mu = 0.50000000000000011}"),
    ("hbf.central_flow{loss = L, eta = 0.1, mu = 0.5}", "hbf.central_flow{loss = L, eta = 0.1, mu = 0.5, modes = 1}"),
    (
      "hbf.central_flow{loss = L, eta = 0.1, mu = 0.5}",
      "hbf.central_flow{loss = L, eta = 0.1, mu = 0.5, relaxation = 1.0000000000000002}"
    ),
    ("hbf.adam_flow{loss = L, eta = 0.1}", "hbf.adam_flow{loss = L, eta = 0.1, epsilon = 1.0000000000000002e-8}"),
    (
      "hbf.flow{loss = L, eta = 0.1, mu = 0.5, noise = {covariance = 1}}",
      "hbf.flow{loss = L, eta = 0.1, mu = 0.5, noise = {covariance = 1.0000000000000002}}"
    ),
    ("ode.define(1, function(t, x) return {-x[1]} end)", "ode.define(1, function(t, x) return {x[1]} end)"),
    ("dln.problem{X = {{1, 2, 0}}, y = {1}}", "dln.problem{X = {{1, 2, 1}}, y = {1}}"),
    ("optim.gd{loss = L, eta = 1e-3}:run({2, 1}, 3)", "optim.gd{loss = L, eta = 1e-3}:run({2, 1.5}, 3)"),
    ("data.digits{limit = 2}.X", "data.digits{limit = 2, center = true}.X"), ("random.new(1)", "random.new(2)"),
    ("drawn(1)", "drawn(2)"), ("random.new(1, {2})", "spawned(1)[1]"), ("spawned(1)[2]", "spawned(2)[2]"),
    ("rows(100, 1)", "rows(100, 2)"), ("rows(20, 1)", "rows(20, 2)"), ("range(1, 2000)", "range(2, 2001)"),
  ]

  /// Each method with a number, numbers of members and a schedule for its step size and its weight decay.
  static let methods = ["gd{", "hb{mu = 0.5, ", "nag{mu = 0.5, ", "adam{", "rmsprop{"].flatMap { method in
    ["NUMBER", "vec{NUMBER}", "function(k) return NUMBER / k end"].flatMap { form in
      ["eta = \(form), weight_decay = 0.5", "eta = 0.5, weight_decay = \(form)"].map { options in
        let text = "optim.\(method)loss = L, \(options)}"
        return (text.replacing("NUMBER", with: "0.1"), text.replacing("NUMBER", with: "0.10000000000000002"))
      }
    }
  }

  @Test("objects are told apart by what they hold", arguments: objects + methods) func object(_ old: String, _ new: String) throws
  {
    let script = """
      function rows(n, x)
        local list = {}
        for i = 1, n do list[i] = {i, x} end
        return list
      end
      function drawn(n)
        local generator = random.new(1)
        generator:normal(n)
        return generator
      end
      function spawned(n)
        local generator = random.new(1)
        return {generator:spawn(n)[1], generator}
      end
      local L = \(Self.loss)
      local held = VALUE
      sweep{name = "s", folder = "out", runs = {{x = 1}}, run = function(run) return type(held) end}

      """
    try folder.write(script.replacing("VALUE", with: old), to: "s.lua")
    for _ in 1...2 { #expect(try polyak("s.lua", in: folder) == Outcome(), "\(old)") }
    try folder.write(script.replacing("VALUE", with: new), to: "s.lua")
    let outcome = try polyak("s.lua", in: folder)
    #expect(outcome.code == 1 && outcome.errors.contains("is of other code:\n  held"), "\(outcome)")
  }

  @Test func `is the same in another folder, by another path to the script, with other options of the sweep`() throws {
    try write()
    try write(in: "elsewhere/")
    #expect(try polyak("s.lua", in: folder) == Self.done)
    try FileManager.default.moveItem(atPath: folder.path + "/out", toPath: folder.path + "/moved")
    #expect(try polyak("\(folder.path)/elsewhere/s.lua", "--out", "moved", "--workers", "1", in: folder) == Self.done)
    let files = try FileManager.default.contentsOfDirectory(atPath: folder.path + "/moved/code")
    #expect(files.count == 1)
    let text = try folder.read("moved/code/\(files[0])")
    #expect(!text.contains(folder.path) && text.contains(#""place": "lib/help.lua:2""#))
    #expect(text.contains(#""local function twice(x) return 2 * x end""#))
  }

  private func code() throws -> String {
    let text = try folder.read("out/settings.json")
    return String(try #require(text.firstMatch(of: /"code": "([0-9a-f]{16})"/)).1)
  }

  @Test("runs of older code are taken over, and say of which they are", arguments: ["--accept", "accept = true"])
  func accept(_ way: String) throws {
    let script = """
      local results = sweep{name = "s", folder = "out", runs = {{x = 1}, {x = arg[1] == "2" and 2 or nil}}, ACCEPT
        run = function(run) return (run.x or 0) + 1 end}
      for _, result in ipairs(results) do print(result) end

      """
    let run = { (script: String, options: [String]) in
      try folder.write(
        script.replacing("ACCEPT", with: options.isEmpty || way == "--accept" ? "" : "accept = true,"), to: "s.lua")
      return try polyak(["s.lua", "2"] + (way == "--accept" ? options : []), in: folder)
    }
    #expect(try run(script.replacing(", {x = arg[1] == \"2\" and 2 or nil}", with: ""), []) == Outcome(output: "2\n"))
    let first = try code()
    let changed = script.replacing("+ 1 end", with: "+ 10 end")
    #expect(try run(changed, []).code == 1)
    #expect(
      try run(changed, ["--accept"])
        == Outcome(output: "2\n12\n", errors: "s: what is in 'out' is of older code, and taken over\n"))
    let second = try code()
    #expect(first != second)
    #expect(try folder.read("out/settings.json").contains("\"accepted\": [\n    \"\(first)\"\n  ]"))
    #expect(try folder.read("out/journal/x=1.json").hasPrefix(#"{"code":"\#(first)","#))
    #expect(try folder.read("out/journal/x=2.json").hasPrefix(#"{"code":"\#(second)","#))
    for sum in [first, second] { #expect(try folder.read("out/code/\(sum).json").contains(#""functions""#)) }
    // From now on it is the folder's, and the older one is the other.
    #expect(try run(changed, []) == Outcome(output: "2\n12\n"))
    #expect(try run(script, []).code == 1)
  }

  @Test func `folders made before codes were kept are read, and get it`() throws {
    try write()
    #expect(try polyak("s.lua", in: folder) == Self.done)
    let sum = try code()
    for file in ["settings.json", "journal/x=1.json"] {
      let text = try folder.read("out/\(file)")
      let older = text.replacing(/"code": ?"[0-9a-f]{16}",\n? */, with: "").replacing(/,\n? *"sum": ?"[0-9a-f]{16}"/, with: "")
      try folder.write(older, to: "out/\(file)")
    }
    try FileManager.default.removeItem(atPath: folder.path + "/out/code")
    let entry = try folder.read("out/journal/x=1.json")
    try folder.write(entry.replacing("26.0", with: "27.0"), to: "out/journal/x=1.json")
    #expect(try polyak("s.lua", in: folder) == Outcome(output: "27.0\n"))
    #expect(try code() == sum && folder.read("out/code/\(sum).json").contains("twice"))
  }

  static let kinds: [(String, String, String, String)] = [
    (
      "a module that the run requires", #"function(run) return require "lib.help".scaled(run.x) end"#, "return 2 * x",
      "return 3 * x"
    ),
    ("a chunk", #"load "local run = ... return run.x * 2""#, "run.x * 2", "run.x * 3"),
    ("a closure's variable", "(function(n) return function(run) return run.x * n end end)(5)", "end)(5)", "end)(6)"),
    ("a function within", "function(run) local function f() return FACTOR end return f() end", "FACTOR = 1", "FACTOR = 3"),
    ("a coroutine", "function(run) return coroutine.wrap(function() return FACTOR end)() end", "FACTOR = 1", "FACTOR = 3"),
    ("a long list", "function(run) return #list() end", "FACTOR = 1", "FACTOR = 3"),
    ("a name in a long function", "function(run) local t = {\(names)} return FACTOR end", "FACTOR = 1", "FACTOR = 3"),
  ]

  /// More constants than an instruction can count.
  private static let names = (1...300).map { "\"k\($0)\"" }.joined(separator: ", ")

  @Test("is followed into", arguments: kinds)
  func followed(_ what: String, _ run: String, _ old: String, _ new: String) throws {
    try write(
      """
      FACTOR = 1
      function list() return numbers end
      numbers = {}
      for i = 1, 5000 do numbers[i] = i * FACTOR end
      sweep{name = "s", folder = "out", runs = {{x = 1}}, run = \(run)}

      """)
    for _ in 1...2 { #expect(try polyak("s.lua", in: folder) == Outcome(), "\(what)") }
    try edit(old, new)
    let outcome = try polyak("s.lua", in: folder)
    #expect(outcome.code == 1 && outcome.errors.contains("is of other code:\n"), "\(what): \(outcome)")
  }

  private static let module = """
    local module = {encode = require "script.json".encode}
    function module.f() return 1 end
    return module

    """

  /// What a script begins with, and what a run of it returns.
  private func script(_ head: String, _ result: String) -> String {
    "\(head)\nsweep{name = \"s\", folder = \"out\", runs = {{x = 1}}, run = function(run) return \(result) end}\n"
  }

  static let ways: [(String, String)] = [
    ("function helper() return 1 end", "_G.helper()"), ("eta = 1", "_G.eta"), ("eta = 1", #"_G["eta"]"#),
    ("eta = 1", "_G._G.eta"), ("eta = 1 local G = _G", "G.eta"), ("eta = 1", #"rawget(_G, "eta")"#),
    ("eta = 1", "(function() local G = _G return G.eta end)()"), ("function math.sign(x) return 1 end", "math.sign(5)"),
    ("function math.sin(x) return 1 end", "math.sin(5)"), ("math.K = 1", "math.K"), ("math.T = {1}", "math.T[1]"),
    ("math.K = 1 local m = math", "m.K"), ("table.map = function() return 1 end", "table.map()"),
    ("function string.n(x) return 1 end", #"string.n("a")"#), ("function string.n(x) return 1 end", #"("a"):n()"#),
    ("function losses.mine(x) return 1 end", "losses.mine(5)"), ("function plot.mine(x) return 1 end", "plot.mine(5)"),
    (#"local module = require "lib.help""#, "module.f()"), ("", #"require "lib.help".f()"#),
    ("", #"select(2, pcall(require, "lib.help")).f()"#), ("local use = require", #"use "lib.help".f()"#),
    ("", #"(function() local name = "lib.help" return require(name).f() end)()"#),
    (#"local t = setmetatable({rate = 1}, {__tostring = require "script.json".encode})"#, "t.rate"),
    (#"local module = require "lib.help""#, #"package.loaded["lib.help"].f()"#),
    (#"local name = "lib.help""#, "require(name).f()"),
    (#"local t = setmetatable({f = function() return 1 end}, {__index = require "script.json"})"#, "t.f()"),
    ("local a, b = 1, 2", "a - b"), ("local a, b = 1, 2 local function f() return a - b end", "a + b + f()"),
    ("local n = 0.0", "1 / n == math.huge"), ("local list = {7} for i = 1, 300 do list = {i, next = list} end", "#list"),
    ("local n = 1 local function f() n = 3 end local function g() return n end", "f() or g()"),
  ]

  /// Of a head and a result, the first that fits.
  private static let edits = [
    ("n = 3 end", "n = 3 end local n = 1"), ("a - b", "b - a"), ("0.0", "-0.0"), ("return 1 end", "return 2 end"), ("{1}", "{2}"),
    ("{7}", "{8}"), ("= 1", "= 2"),
  ]

  @Test("whatever way a run comes to it, a change is told", arguments: ways)
  func way(_ head: String, _ result: String) throws {
    try write(script(head, result), Self.module)
    for _ in 1...2 { #expect(try polyak("s.lua", in: folder) == Outcome(), "\(head)") }
    let edited = { (text: String) -> String? in
      Self.edits.first { text.contains($0.0) }.map { text.replacing($0.0, with: $0.1, maxReplacements: 1) }
    }
    if (head + result).contains("lib.help") {
      try write(script(head, result), try #require(edited(Self.module)))
    } else if result.contains("a - b") {
      try write(script(head, try #require(edited(result))), Self.module)
    } else {
      try write(script(try #require(edited(head)), result), Self.module)
    }
    let outcome = try polyak("s.lua", in: folder)
    #expect(outcome.code == 1 && outcome.errors.contains("is of other code:\n"), "\(head), \(result): \(outcome)")
  }

  static let renamed: [(String, String, String, String)] = [
    (
      "local a = {} for i = 1, 300 do a = {i, next = a} end", "#a", "local b = {} for i = 1, 300 do b = {i, next = b} end",
      "#b"
    ),
    ("local a = 1", "a", "local b = 1", "b"),
    ("local function a() return 1 end", "a()", "local function b() return 1 end", "b()"),
    (
      "local t = {x = 1, y = {2}} local function a(n) return n < 1 and 1 or a(n - 1) end", "a(2) + t.x + t.y[1] + #t",
      "local u = {x = 1, y = {2}} local function b(n) return n < 1 and 1 or b(n - 1) end", "b(2) + u.x + u.y[1] + #u"
    ),
  ]

  @Test("names of upvalues are no part of it", arguments: renamed)
  func names(_ head: String, _ result: String, _ otherHead: String, _ otherResult: String) throws {
    try folder.write(script(head, result), to: "s.lua")
    for _ in 1...2 { #expect(try polyak("s.lua", in: folder) == Outcome(), "\(head)") }
    try folder.write(script(otherHead, otherResult), to: "s.lua")
    #expect(try polyak("s.lua", in: folder) == Outcome(), "\(head)")
  }

  static let namings = [
    #"(function() local json = require "script.json" return "TEXT" end)()"#,
    #"(function() local use = require local json = use "script.json" return "s" end)()"#,
  ]

  @Test("a text that is also a script's name makes that script no part of it", arguments: ["s", "other"], namings)
  func text(_ text: String, _ result: String) throws {
    let old = script("", result.replacing("TEXT", with: text))
    for (script, other) in [(old, "return 1"), (old, "return 1"), (old + "print(1)\n", "return 2")] {
      try folder.write(script, to: "s.lua")
      try folder.write(other, to: "other.lua")
      #expect(try polyak("s.lua", in: folder).errors == "", "\(text), \(result)")
    }
  }

  @Test func `is the same at each start whatever has another address then`() throws {
    let script = """
      local held = {t = {}, f = function() end, c = coroutine.create(print), file = io.stderr, g = random.new(1), [{}] = 1}
      local p = losses.define(2, function(b) return b[1] ^ 2 + b[2] end)
      local hb = optim.hb{loss = p, eta = 1e-3, mu = 0.5}
      print(sweep{name = "s", folder = "out", runs = {{x = 1}}, run = function(run)
        for key in pairs(held) do if key == run.x then return 1 end end
        return {p{1, 2}, hb.eta, type(plot), type(_G), type(losses)}
      end}[1][1])
      """
    try folder.write(script, to: "s.lua")
    for _ in 0..<3 { #expect(try polyak("s.lua", in: folder) == Outcome(output: "3.0\n")) }
    #expect(try FileManager.default.contentsOfDirectory(atPath: folder.path + "/out/code").count == 1)
  }
}
