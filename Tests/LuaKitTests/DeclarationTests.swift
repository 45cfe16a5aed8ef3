import Testing

@testable import LuaKit
@testable import LuaPrompt

private enum Flow {
  enum Form: String, CaseIterable { case piecewise, limit, matched }
  static let eta = Parameter("eta", .positiveNumber, "step size")
  static let mu = Parameter("mu", .number(in: 0..<1), "momentum", default: 0)
  static let order = Parameter("order", .positiveInteger, default: 2)
  static let form = Parameter("form", .choice(of: Form.self), default: .limit)
  static let every = Parameter("every", .positiveInteger).optional
}

private enum Run {
  struct Stop { var loss: Double?, steps: Int?, isFunction = false }
  static let start = Parameter("start", .vector, "where")
  static let steps = Parameter("steps", .integer(in: 1...100), default: 10)
  static let loss = Parameter("loss", .nonNegativeNumber, "at a loss this low").optional
  static let after = Parameter("steps", .positiveInteger, "after so many steps").optional
  static let progress = Parameter("progress", .function).optional
  static let stop = Parameter(
    "stop",
    ParameterType.options(loss, after) {
      guard (try $0[after] ?? 0) <= 100 else { throw Flaw(at: after, complaint: "must be at most 100") }
      return Stop(loss: try $0[loss], steps: try $0[after])
    }
    .or(ParameterType.function.map { _ in Stop(isFunction: true) }), "when to stop"
  ).optional
  static let every = Parameter("every", .positiveInteger)
  static let f = Parameter("f", .function).optional
  static let own = ParameterType.options(every, f) { try $0[every] }
  static let record = Parameter(
    "record",
    ParameterType<String>.fields(
      [Parameter("loss", ParameterType.positiveInteger.or(own), "the loss").optional], others: own
    ) { values in
      (values.given(Int.self) + values.others(Int.self)).map { "\($0.name) \($0.value)" }.joined(separator: ", ")
    }, "what to measure"
  ).optional
  static let terms = Parameter("terms", .positiveInteger, "how many", default: "twice the steps") { 2 * (try $0[steps]) }
}

private let mu = Parameter<Double>("mu", in: 0..<1, "momentum")
private let first = Parameter("first", .number)
private let rest = VariadicParameter("rest", .vector)
private let scale = Parameter("scale", .number, default: 1)
private let x = Parameter("x", .number), y = Parameter("y", .number)
private let fraction = Parameter("x", .number(above: 0, below: 1))
private let bounded = Parameter("x", .number(in: ...5))
private let flag = Parameter("flag", .boolean).optional
private let operand = Parameter(
  "x", ParameterType.number.map { [2 * $0] }.or(.vector))
private let anything = Parameter("x", .any)
private let pair = Parameter("p", .object(Pair.self)).optional

private let module = Module(
  "hbf", "The heavy-ball flow.",
  functions: [
    Function("radius", "The largest step.", [mu], returns: .number, example: "hbf.radius(0.25)  --> 0.25") { call in
      let root = try call[mu].squareRoot()
      return (1 - root) * (1 - root)
    },
    Function(
      "flow", "A flow.", options: [Flow.eta, Flow.mu, Flow.order, Flow.form, Flow.every], returns: .string
    ) { call in
      let every = try call[Flow.every].map { " every \($0)" } ?? ""
      return try "\(call[Flow.eta]) \(call[Flow.mu]) \(call[Flow.order]) \(call[Flow.form])\(every)"
    },
    Function(
      "run", "Runs.", [Run.start, Run.steps], options: [Run.progress, Run.stop, Run.record, Run.terms], returns: .string
    ) { call in
      let stop = try call[Run.stop].map { $0.isFunction ? "f" : "\($0.loss ?? -1) \($0.steps ?? -1)" } ?? "-"
      let record = try call[Run.record] ?? "-"
      return
        "\(try call[Run.start]) \(try call[Run.steps]) \(try call.has(Run.progress)) \(stop) \(record) \(try call[Run.terms])"
    },
    Function("sum", "Adds up.", [first], variadic: rest, options: [scale], returns: .number) { call in
      try (call[first] + call[rest].joined().reduce(0, +)) * call[scale]
    },
    Function("between", "Strictly.", [fraction]) { call in try call[fraction] },
    Function("atMost", "Bounded.", [bounded, flag]) { call in Results(try call[bounded], try call[flag]) },
    Function("exp", "Doubles.", [operand], returns: .number) { call in try call[operand].reduce(0, +) }.quick(number: { $0 * 2 }),
    Function("hypot", "Two.", [x, y]) { call in try call[x] * call[y] }.quick(numbers: { $0 * $1 }),
    Function("any", "Anything.", [anything, pair]) { call in Results(try call[anything], try call[pair]?.x) },
  ],
  constants: [Module.Constant("digits", 7, "how many")], classes: [Pair.self])

@Suite struct `Declared functions` {
  let lua = LuaState()

  init() throws {
    try lua.register(module)
    lua.globals["pair"] = .function(try lua.function("pair") { call in Pair(call[0].number ?? 0, call[1].number ?? 0) })
  }

  @Test(arguments: [
    ("hbf.radius(0.25)", "0.25"), ("hbf.radius(0)", "1.0"),
    ("hbf.flow{eta = 0.5}", "0.5 0.0 2 limit"),
    ("hbf.flow{eta = 1, mu = 0.5, order = 3.0, form = 'matched', every = 4}", "1.0 0.5 3 matched every 4"),
    ("hbf.run({1, 2})", "[1.0, 2.0] 10 false - - 20"), ("hbf.run({1, 2}, 5)", "[1.0, 2.0] 5 false - - 10"),
    ("hbf.run({1}, nil, {stop = {}})", "[1.0] 10 false -1.0 -1 - 20"),
    ("hbf.run({1}, {stop = {loss = 1e-3, steps = 4}})", "[1.0] 10 false 0.001 4 - 20"),
    ("hbf.run({1}, {stop = print})", "[1.0] 10 false f - 20"),
    ("hbf.run({1}, 5, {progress = print, terms = 3})", "[1.0] 5 true - - 3"), ("hbf.run({1}, 5, nil)", "[1.0] 5 false - - 10"),
    (
      "hbf.run({1}, 5, {record = {loss = 2, mine = {every = 3, f = print}, also = {every = 1}}})",
      "[1.0] 5 false - loss 2, also 1, mine 3 10"
    ),
    ("hbf.run({1}, 5, {record = {loss = {every = 7}}})", "[1.0] 5 false - loss 7 10"),
    ("hbf.run({1}, 5, {})", "[1.0] 5 false - - 10"), ("hbf.run({})", "[] 10 false - - 20"),
    ("hbf.sum(1)", "1.0"), ("hbf.sum(1, {2, 3}, {4})", "10.0"), ("hbf.sum(1, {2}, {scale = 10})", "30.0"),
    ("hbf.atMost(5)", "5.0 nil"), ("hbf.atMost(-1, false)", "-1.0 false"),
    ("hbf.exp(2), hbf.exp({1, 2})", "4.0 3.0"), ("hbf.hypot(2, 3)", "6.0"), ("hbf.digits", "7"),
    ("hbf.radius(0.25, {})", "0.25"), ("hbf.radius(0.25, nil)", "0.25"), ("hbf.atMost(5, {})", "5.0 nil"),
    ("hbf.atMost(5, false, {})", "5.0 false"), ("hbf.exp({1, 2}, {})", "3.0"), ("hbf.hypot(2, 3, {})", "6.0"),
    ("hbf.any({}) ~= nil, hbf.any(1, {})", "true 1 nil"),
    ("pair(4):dot(pair(2), {})", "8.0"), ("pair(1)(2, {})", "1.0"),
    ("hbf.any(1, pair(4))", "1 4.0"), ("hbf.any(false)", "false nil"),
  ])
  func `give what they should`(call: String, result: String) {
    #expect(lua.answer(call) == result)
  }

  @Test(arguments: [
    ("hbf.radius(1)", "hbf.radius: argument 'mu' must be a number in [0, 1), got 1"),
    ("hbf.radius(1.5)", "hbf.radius: argument 'mu' must be a number in [0, 1), got 1.5"),
    ("hbf.radius(0.5, {eta = 1})", "hbf.radius: unknown option 'eta': there are none"),
    ("hbf.atMost(5, {eta = 1})", "hbf.atMost: unknown option 'eta': there are none"),
    ("hbf.radius(0.5, {}, {})", "hbf.radius: takes at most 1 argument, got 3"),
    ("hbf.radius(1/0)", "hbf.radius: argument 'mu' must be a number in [0, 1), got inf"),
    ("hbf.radius(0/0)", "hbf.radius: argument 'mu' must be a number in [0, 1), got nan"),
    ("hbf.radius()", "hbf.radius: argument 'mu' is missing (a number in [0, 1))"),
    ("hbf.radius(nil)", "hbf.radius: argument 'mu' is missing (a number in [0, 1))"),
    ("hbf.radius('0.5')", "hbf.radius: argument 'mu' must be a number in [0, 1), got string '0.5'"),
    ("hbf.radius({})", "hbf.radius: argument 'mu' must be a number in [0, 1), got table"),
    ("hbf.radius(print)", "hbf.radius: argument 'mu' must be a number in [0, 1), got function"),
    ("hbf.radius(pair())", "hbf.radius: argument 'mu' must be a number in [0, 1), got Pair"),
    ("hbf.radius(io.stdout)", "hbf.radius: argument 'mu' must be a number in [0, 1), got userdata"),
    ("hbf.radius(true)", "hbf.radius: argument 'mu' must be a number in [0, 1), got true"),
    ("hbf.radius(0.5, 2)", "hbf.radius: takes at most 1 argument, got 2"),
    ("hbf.flow{}", "hbf.flow: option 'eta' is missing (a number > 0)"),
    ("hbf.flow()", "hbf.flow: option 'eta' is missing (a number > 0)"),
    ("hbf.flow{etaa = 1}", "hbf.flow: unknown option 'etaa' (did you mean 'eta'?)"),
    ("hbf.flow{eta = 1, oder = 2}", "hbf.flow: unknown option 'oder' (did you mean 'order'?)"),
    ("hbf.flow{eta = 1, quite = 2}", "hbf.flow: unknown option 'quite' (known are 'eta', 'mu', 'order', 'form', 'every')"),
    ("hbf.flow{eta = 0}", "hbf.flow: option 'eta' must be a number > 0, got 0"),
    ("hbf.flow{eta = -0.5}", "hbf.flow: option 'eta' must be a number > 0, got -0.5"),
    ("hbf.flow{eta = 0/0}", "hbf.flow: option 'eta' must be a number > 0, got nan"),
    ("hbf.flow{eta = 1/0}", "hbf.flow: option 'eta' must be a number > 0, got inf"),
    ("hbf.flow{eta = 1, order = 2.5}", "hbf.flow: option 'order' must be an integer >= 1, got 2.5"),
    ("hbf.flow{eta = 1, order = 0}", "hbf.flow: option 'order' must be an integer >= 1, got 0"),
    ("hbf.flow{eta = 1, order = 1e300}", "hbf.flow: option 'order' must be an integer >= 1, got 1e+300"),
    (
      "hbf.flow{eta = 1, form = 'limt'}",
      "hbf.flow: option 'form' must be 'piecewise', 'limit' or 'matched', got string 'limt' (did you mean 'limit'?)"
    ),
    ("hbf.flow{eta = 1, form = 3}", "hbf.flow: option 'form' must be 'piecewise', 'limit' or 'matched', got 3"),
    ("hbf.flow{0.5}", "hbf.flow: options have names, got the key 1"),
    ("hbf.flow{eta = 1, [true] = 2}", "hbf.flow: options have names, got the key true"),
    ("hbf.flow(0.5)", "hbf.flow: takes its options by name, as in hbf.flow{eta = ..}, got 0.5"),
    ("hbf.flow({eta = 1}, 2)", "hbf.flow: takes its options by name, as in hbf.flow{eta = ..}, got 2 arguments"),
    ("hbf.run()", "hbf.run: argument 'start' is missing (a vector)"),
    ("hbf.run({1}, 5, {stop = {steps = 1000}})", "hbf.run: option 'stop.steps' must be at most 100"),
    ("hbf.run('abc')", "hbf.run: argument 'start' must be a vector, got string 'abc'"),
    ("hbf.run({1, 'x'})", "hbf.run: argument 'start' must be a vector, but element 2 is string 'x'"),
    ("hbf.run({1}, 0)", "hbf.run: argument 'steps' must be an integer in [1, 100], got 0"),
    ("hbf.run({1}, 5, 6)", "hbf.run: the options must be a table, got 6"),
    ("hbf.run({1}, 5, {stpo = 1})", "hbf.run: unknown option 'stpo' (did you mean 'stop'?)"),
    ("hbf.run({1}, 5, {stop = 1})", "hbf.run: option 'stop' must be a table of options or a function, got 1"),
    ("hbf.run({1}, 5, {stop = {loss = -1}})", "hbf.run: option 'stop.loss' must be a number >= 0, got -1"),
    ("hbf.run({1}, 5, {stop = {los = 1}})", "hbf.run: unknown option 'stop.los' (did you mean 'loss'?)"),
    ("hbf.run({1}, 5, {stop = {q = 1}})", "hbf.run: unknown option 'stop.q' (known are 'loss', 'steps')"),
    ("hbf.run({1}, 5, {stop = {1}})", "hbf.run: option 'stop' takes options by name, got the key 1"),
    (
      "hbf.run({1}, 5, {record = {loss = 0}})",
      "hbf.run: option 'record.loss' must be an integer >= 1 or a table of options, got 0"
    ),
    ("hbf.run({1}, 5, {record = {loss = {}}})", "hbf.run: option 'record.loss.every' is missing (an integer >= 1)"),
    (
      "hbf.run({1}, 5, {record = {los = 1}})",
      "hbf.run: unknown option 'record.los' (did you mean 'loss'?); one of your own is {every, f}"
    ),
    (
      "hbf.run({1}, 5, {record = {mine = {every = 0}}})",
      "hbf.run: option 'record.mine.every' must be an integer >= 1, got 0"
    ),
    ("hbf.run({1}, 5, {record = {mine = {evry = 1}}})", "hbf.run: unknown option 'record.mine.evry' (did you mean 'every'?)"),
    ("hbf.sum(1, {2}, 3)", "hbf.sum: argument 3, 'rest' must be a vector, got 3"),
    ("hbf.between(0)", "hbf.between: argument 'x' must be a number in (0, 1), got 0"),
    ("hbf.atMost(6)", "hbf.atMost: argument 'x' must be a number <= 5, got 6"),
    ("hbf.atMost(1, 0)", "hbf.atMost: argument 'flag' must be true or false, got 0"),
    ("hbf.exp('a')", "hbf.exp: argument 'x' must be a number or a vector, got string 'a'"),
    ("hbf.exp({1, 'x'})", "hbf.exp: argument 'x' must be a number or a vector, but element 2 is string 'x'"),
    ("hbf.any(1, 2)", "hbf.any: argument 'p' must be a Pair, got 2"),
    (
      "hbf.radius(('x'):rep(100))",
      "hbf.radius: argument 'mu' must be a number in [0, 1), got string '\(String(repeating: "x", count: 37))...'"
    ),
  ])
  func `refuse what they should, saying why`(call: String, message: String) {
    #expect(lua.answer(call) == "! t:1: " + message)
  }

  @Test func `are found as globals, by require, or by neither`() throws {
    #expect(lua.answer("require('hbf') == hbf") == "true")
    let other = LuaState()
    let table = try other.register(module, as: [])
    #expect(other.answer("hbf, package.loaded.hbf") == "nil nil")
    #expect(table["digits"] == 7)
    try other.register(module, as: .required)
    #expect(other.answer("hbf, require('hbf').digits") == "nil 7")
    let global = Module("", "Globals.", functions: [Function("twice", "Doubles.", [x]) { call in try call[x] * 2 }])
    try other.register(global)
    #expect(other.answer("twice(4)") == "8.0")
    #expect(other.answer("twice('a')") == "! t:1: twice: argument 'x' must be a number, got string 'a'")
    #expect(other.modules.map(\.name) == ["hbf", "hbf", ""])
  }

  @Test func `are known by their declaration`() throws {
    let f = try #require(try lua.run("return hbf.flow")[0].function)
    #expect(f.declaration?.name == "flow")
    #expect(try lua.run("return print")[0].function?.declaration == nil)
    #expect(try lua.run("return function() end")[0].function?.declaration == nil)
  }

  @Test func `explain themselves`() {
    #expect(
      module.functions.map { $0.signature(prefix: "hbf.") } == [
        "hbf.radius(mu)", #"hbf.flow{eta, mu = 0, order = 2, form = "limit", [every]}"#,
        "hbf.run(start, [steps], {[progress], [stop], [record], [terms]})", "hbf.sum(first, rest, ..., {scale = 1})",
        "hbf.between(x)",
        "hbf.atMost(x, [flag])", "hbf.exp(x)", "hbf.hypot(x, y)", "hbf.any(x, [p])",
      ])
    #expect(
      module.function(named: "radius")?.help(prefix: "hbf.") == """
        hbf.radius(mu) -> number

          The largest step.

          mu  number in [0, 1)  momentum

          > hbf.radius(0.25)  --> 0.25
        """)
    #expect(
      module.function(named: "flow")?.help(prefix: "hbf.") == """
        hbf.flow{eta, mu = 0, order = 2, form = "limit", [every]} -> string

          A flow.

          eta    number > 0                         step size
          mu     number in [0, 1)                   momentum; default 0
          order  integer >= 1                       default 2
          form   'piecewise', 'limit' or 'matched'  default "limit"
          every  integer >= 1                       may be left out
        """)
    #expect(
      module.function(named: "run")?.help(prefix: "hbf.") == """
        hbf.run(start, [steps], {[progress], [stop], [record], [terms]}) -> string

          Runs.

          start        vector                      where
          steps        integer in [1, 100]         default 10
          progress     function                    may be left out
          stop         {loss, steps} or function   when to stop; may be left out
            .loss      number >= 0                 at a loss this low; may be left out
            .steps     integer >= 1                after so many steps; may be left out
          record       {loss, ..}                  what to measure; may be left out
            .loss      integer >= 1 or {every, f}  the loss; may be left out
              .every   integer >= 1
              .f       function                    may be left out
            any other  {every, f}
              .every   integer >= 1
              .f       function                    may be left out
          terms        integer >= 1                how many; default twice the steps
        """)
    #expect(module.help.hasPrefix("hbf: The heavy-ball flow.\n\n  hbf.radius(mu)"))
    #expect(
      Pair.luaClass.help
        == """
        Pair: Two numbers.

          pair.x  number       the first
          pair.y  number >= 0  the second
          pair:dot(other)               Scalar product.
          pair:scale{by, twice = false}  Scales in place.
          pair(k)  Evaluates x + y k.
          operators  + - * / % ^ // unary - .. # == < <= tostring [i] [i]=
        """.replacing("pair:dot(other)               S", with: "pair:dot(other)                S"))
  }

  @Test func `make stubs that editors read and Lua loads`() throws {
    let stubs = module.editorStubs
    for line in [
      "---@class hbflib", "---@class hbf.flow.options", "---@field mu? number # momentum (default 0)",
      #"---@field form? "piecewise"|"limit"|"matched" # default "limit""#, "---@param mu number # momentum",
      "---@param steps? integer # default 10", "---@return number", "function hbf.radius(mu) end",
      "function hbf.run(start, steps, options) end", "---@class Pair", "---@field y number # the second",
      "---@operator add(any): any", "---@overload fun(k: number): number", "function Pair:dot(other) end",
      "function Pair:scale(options) end", "hbf.digits = 7", "---@meta hbf", "return hbf",
      "---@class hbf.run.options.stop", "---@field steps? integer # after so many steps",
      "---@field stop? hbf.run.options.stop|function # when to stop",
      "---@field record? hbf.run.options.record # what to measure",
      "---@field loss? integer|hbf.run.options.record.loss # the loss", "---@field [string] hbf.run.options.record.other|nil",
      "---@param ... number[]|hbf.sum.options", "function hbf.sum(first, ...) end",
    ] {
      #expect(stubs.split(separator: "\n").contains { $0 == line }, "\(line)")
    }
    try LuaState().run(stubs)
  }

  @Test func `make stubs of names that no variable may have, and of words on several lines`() throws {
    let end = Parameter("end", .number, "two\nlines"), many = Parameter("many", .number).optional
    let stubs = Module("tools", "One.\nTwo.", functions: [Function("f", "Three.\nFour.", [end, many]) { _ in }]).editorStubs
    #expect(
      stubs == """
        ---@meta tools

        ---One.
        ---Two.
        ---@class toolslib
        tools = {}

        ---Three.
        ---Four.
        ---@param end_ number # two lines
        ---@param many? number
        function tools.f(end_, many) end

        return tools

        """)
    try LuaState().run(stubs)
  }

  @Test(
    "make stubs of modules that no variable can be called as",
    arguments: [
      ("my.tools", "local my_tools = {}"), ("my-tools", "local my_tools = {}"), ("end", "local end_ = {}"),
      ("2d", "local _2d = {}"),
      ("été", "local _t_ = {}"),
    ])
  func moduleNames(_ name: String, _ line: String) throws {
    let stubs = Module(name, "M.", functions: [Function("f", "F.") { _ in }], constants: [.init("x", 1, "an x")]).editorStubs
    #expect(stubs.hasPrefix("---@meta \(name)\n"))
    #expect(stubs.contains("\n\(line)\n"))
    let lua = LuaState()
    #expect(try lua.run(stubs).first?.table?["f"].function != nil)
  }

  @Test func `make a file of stubs for each module, with each class in one of them`() {
    let other = LuaState()
    for module in [
      Module("a", "A.", classes: [Pair.self]), Module("", "Globals.", functions: [Function("f", "F.") { _ in }]),
      Module("b", "B.", classes: [Pair.self]), Module("", "More.", functions: [Function("g", "G.") { _ in }]),
    ] { _ = try? other.register(module) }
    let stubs = other.editorStubs
    #expect(stubs.map(\.file) == ["a.lua", "globals.lua", "b.lua"])
    #expect(stubs.map { $0.text.contains("---@class Pair\n") } == [true, false, false])
    #expect(stubs[1].text == "---@meta\n\n---F.\nfunction f() end\n\n---G.\nfunction g() end\n\n")
  }

  @Test(
    arguments: [
      ("eta", ["etaa", "mu"], "etaa"), ("lss", ["loss", "t"], "loss"), ("Eta", ["eta"], "eta"), ("z", ["x", "y"], nil),
      ("oredr", ["order", "border"], "order"), ("", ["a"], nil), ("integrte", ["integrate", "iterate"], "integrate"),
      ("something", ["else"], nil), ("prod", ["product", "production", "quadratic"], "product"), ("pr", ["product"], nil),
      ("flo", ["flow", "flower"], "flow"), ("FLOW", ["floor", "flowing"], "flowing"),
    ] as [(String, [String], String?)])
  func `suggest the nearest spelling`(name: String, candidates: [String], nearest: String?) {
    #expect(nearestSpelling(of: name, among: candidates) == nearest)
  }
}
