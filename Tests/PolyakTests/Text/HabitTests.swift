import Testing

/// What those who come from other languages type.
@Suite("Habits of other languages") struct HabitTests {
  let folder = TemporaryFolder()

  static let hints: [(typed: String, hint: String)] = [
    ("x += 1", "Lua has no '+=': write x = x + ..."), ("t.x *= 2", "Lua has no '*=': write t.x = t.x * ..."),
    ("x //= 2", "Lua has no '//=': write x = x // ..."), ("s ..= 'a'", "Lua has no '..=': write s = s .. ..."),
    ("x++", "Lua has no '++': write x = x + 1"), ("x--", "-- begins a comment: write x = x - 1"),
    ("1 != 2", "'not equal' is ~= in Lua"), ("a <> b", "'not equal' is ~= in Lua"), ("a && b", "Lua writes 'and'"),
    ("a || b", "Lua writes 'or'"), ("if !x then print(1) end", "Lua writes 'not'"), ("x ** 2", "the power is ^ in Lua"),
    ("x ? 1 : 2", "write condition and a or b"), ("x = 1 if y else 2", "write condition and a or b"),
    ("[1,2,3]", "a list is {1, 2, 3}; vec{1, 2, 3} is a vector"), ("v = [1, 2]", "a list is {1, 2, 3}"),
    ("[[1,2],[3,4]]", "a matrix is mat{{1, 2}, {3, 4}}"), ("hb.beta[1:3]", "Lua has no slices"), ("v[:]", "Lua has no slices"),
    ("optim.gd{loss = losses.product{y = 1}, lr = 5}", "eta is the step size"),
    ("optim.hb{loss = losses.product{y = 1}, eta = 1, momentum = 0.5}", "mu is the momentum"),
    ("exit()", ":quit or Ctrl-D leaves"), ("exit", ":quit or Ctrl-D leaves"), ("quit", ":quit or Ctrl-D leaves"),
    ("help", "? and help() list the modules"), ("null", "Lua writes nil"), ("None", "Lua writes nil"),
    ("True", "Lua writes true"),
    ("x = True", "'True' is a variable, and nil: Lua writes true"), ("// a comment", "a comment stands behind --"),
    ("x = 1 // half of it", "a comment stands behind --"), ("# comment", "a comment stands behind --"),
    ("x = 1 # note", "a comment stands behind --"), ("/* note */", "a comment stands behind --"),
    ("lambda x: x + 1", "write function(x) return ... end"), ("x => x + 1", "write function(x) return ... end"),
    ("def f(x):", "write function f(x) ... end"), ("import numpy as np", "are there without import"),
    ("np.array(3)", "are there without import"), ("for i in range(10):", "write for i = 1, n do ... end"),
    ("for i in range(10) do print(i) end", "write for i = 1, n do ... end"),
    ("for x in xs:", "write for i, x in ipairs(list) do ... end"),
    ("for (int i = 0; i < n; i++) {", "write for i = 1, n do ... end"), ("if x == 1:", "write if ... then ... end"),
    ("while x:", "write while ... do ... end"), ("if (x == 1) {", "Lua's blocks need no braces"),
    ("print \"x\" % y", "write print((\"x\"):format(...))"), ("\"x\" % 3", "write (\"x\"):format(...)"),
    ("print x", "write print(...)"),
    ("\"a\" + \"b\"", "texts are joined by .."), ("f\"{x}\"", "puts numbers into a text"), ("var y = 1", "write local x = 1"),
    ("optim.hb(loss=L, eta=1e-3)", "options go into braces"), ("len(x)", "#x is the length of x"),
    ("else if x then end", "elseif goes on"),
    (":q", "did you mean ':quit'?"), ("try:", "pcall(f, ...) runs f and catches its error"), ("1_000", "numbers have no _"),
    ("x is None", "Lua writes x == nil"), ("x is not None", "Lua writes x ~= nil"), ("if x is y then end", "Lua writes x == y"),
    ("3 in v", "Lua has no 'in'"), ("if x not in t then end", "Lua has no 'in'"), ("identity(3)", "eye(n)"),
    ("adam(L)", "optim.adam{loss = L, eta = 1e-3}"), ("average{1, 2}", "mean(v)"),
    ("t = {}; t.append(1)", "t[#t + 1] = x adds at the end"),
    ("vec{1}:append(1)", "t[#t + 1] = x adds at the end"), ("vec{1}.shape", "A:size() gives rows and columns"),
    ("vec?", "?vec, with the mark in front, tells what it is"),
    ("hbf.flow??", "?hbf.flow, with the mark in front"), ("%timeit f()", ":help lists the prompt's commands"),
    ("undefined_x <- 3", "Lua assigns with ="),
    ("A[1,2]", "A:get(i, j) is one element"), ("A[1, :]", "A:get(i, j) is one element"),
    ("'a' * 3", "repeats a text"), ("plot(losses.product{y = 1})", "draws a loss L"),
    ("plot{losses.product{y = 1}}", "draws a loss L"),
    ("plot(optim.gd{loss = losses.product{y = 1}, eta = 0.1})", "draw a run hb = o:run"),
  ]

  @Test func `get one hint each, and no more lines are waited for`() throws {
    try folder.write(Self.hints.map { $0.typed + "\nprint '---8<---'\n" }.joined(), to: "input")
    let outcome = try polyak(["-c", "'\(programPath)' --no-init -i < input 2>&1"], in: folder, program: "/bin/sh")
    let shown = outcome.output.components(separatedBy: "---8<---\n")
    try #require(shown.count == Self.hints.count + 1, "\(outcome)")
    for ((typed, hint), shown) in zip(Self.hints, shown) {
      #expect(shown.components(separatedBy: hint).count == 2, "\(typed): \(shown)")
    }
  }

  /// Right code, and errors with nothing foreign about them.
  @Test func `are not seen where there are none`() throws {
    let lines = [
      "x = 1 // 2", "x = 7 % 2", "#'abc'", "s = [[1]]", "t = {1, 2}; t[1]", "x ~= 1", "not x", "x = nil", "print 'a'",
      "('%d'):format(3)",
      "f = function(x) return x end", "t.x.y", "error('no', 0)", "x = = 1", "if x then else if not x then end end", "a.b = 1",
      "t = {is = 1}; t.is", "for i in pairs{} do end", "t = setmetatable({}, {__index = function() return 1 end}) t.shape",
    ]
    let outcome = try polyak("--no-init", "-i", input: lines.joined(separator: "\n") + "\n")
    let text = outcome.output + outcome.errors
    #expect(
      !text.contains("Lua writes") && !text.contains("(write ") && !text.contains("-- '") && !text.contains("Lua has no"),
      "\(text)")
  }

  @Test(
    "in scripts, names of Polyak's that are misspelt are told",
    arguments: [
      ("optim.sgd{}", "a.lua:1: attempt to call a nil value (field 'sgd') (did you mean 'gd'?)"),
      ("losess.product{}", "a.lua:1: attempt to index a nil value (global 'losess') (did you mean 'losses'?)"),
      ("local o = hbf\no.flwo{}", "a.lua:2: attempt to call a nil value (field 'flwo') (did you mean 'flow'?)"),
      ("pcall(optim.sgd)\nhbf.radus(1)", "a.lua:2: attempt to call a nil value (field 'radus') (did you mean 'radius'?)"),
      // As the standard interpreter has them.
      ("string.repp()", "a.lua:1: attempt to call a nil value (field 'repp')"),
      ("prnt()", "a.lua:1: attempt to call a nil value (global 'prnt')"),
    ])
  func scripts(_ code: String, _ message: String) throws {
    try folder.write(code, to: "a.lua")
    let outcome = try polyak("a.lua", in: folder)
    #expect(outcome.errors.split(separator: "\n").first.map(String.init) == "\(programPath): \(message)")
  }
}
