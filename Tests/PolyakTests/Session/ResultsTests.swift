import Testing

@Suite("Values at the prompt") struct ResultsTests {
  let folder = TemporaryFolder()

  @Test(
    "are shown and recalled",
    arguments: [
      Conversation(
        "by _, _1, _2",
        """
        > 1 + 1
        2
        > _ * 10, _1
        20	2
        > _, _1, _2, _3
        2	2	20	2
        """),
      Conversation(
        "but not behind a semicolon, which keeps them all the same",
        """
        > 6 * 7;
        > _
        42
        > x = 5;
        > _
        42
        """),
      Conversation(
        "nil is shown and not kept",
        """
        > 1, nil, 3
        1	nil	3
        > _1, _2, _
        1	3	3
        > nil
        nil
        > _
        3
        > false
        false
        > _
        false
        """),
      Conversation(
        "with return and = too, which says nothing of a call without values",
        """
        > return 5, 6
        5	6
        > = 7
        7
        > return 8;
        > _
        8
        > print()

        > (function() end)()
        > -- a comment
        > 1 -- with a comment
        1
        """),
      Conversation(
        "as tables",
        #"""
        > {}
        {}
        > {1, 2, {x = 1}}
        {1, 2, {x = 1}}
        > {"a\nb\0c\27[31mé", y = "z"}
        {"a\nb\000c\027[31mé", y = "z"}
        > t = {} t.t = t
        > t
        {t = <cycle to the whole>}
        > a = {} for i = 1, 100 do a = {a} end
        > a
        {{{{{...}}}}}
        > setmetatable({}, {__name = 'Foo'})
        Foo {}
        > setmetatable({}, {__tostring = function() return 'me' end})
        me
        > setmetatable({}, {__tostring = function() error('x', 0) end})
        table (error in its __tostring: x)
        """#),
      Conversation(
        "as functions, by what they are and not by what holds them",
        """
        > math.random
        function math.random
        > math.random
        function math.random
        > print
        function print
        > hbf.radius
        function hbf.radius(mu, [nu], [form])
        > function(a, b, ...) end
        function(a, b, ...)  [5], line 1
        """),
      Conversation(
        "as objects",
        """
        > random.new(1)
        Random  PCG64, seed 1
        > vec{1, 2, 3}
        Vector(3)  1  2  3
        > mat{{1, 2}, {3, 4}}
        Matrix(2 x 2)
          1  2
          3  4
        > L = losses.quadratic{A = mat{{1, 0}, {0, 2}}}
        > L
        Loss  quadratic, 2 parameters
        > o = optim.hb{loss = L, eta = 0.1, mu = 0.5}
        > o
        Optimizer  heavy ball, eta = 0.1, mu = 0.5, on quadratic
        > F = hbf.flow{loss = L, eta = 0.1, mu = 0.5, order = 2}
        > F
        Flow  heavy-ball flow of order 2, piecewise form, eta = 0.1, mu = 0.5, on quadratic
        > hbf.series(2)
        1 node   []     1 / (1-mu)
        2 nodes  [[]]   (1 + mu)/2 / (1-mu)^3
        """),
    ])
  func shown(_ conversation: Conversation) throws { try conversation.hold(in: DirectSession()) }

  /// The program has one number of digits for all.
  static let digits = Conversation(
    "in six digits, or in as many as tell numbers apart",
    """
    > :format
    short
    > 0.1 + 0.2, 1 / 3, 1e300, -0.0
    0.3	0.333333	1e+300	-0.0
    > 2^53, 123456789.0, 1234567
    9.0072e+15	1.23457e+08	1234567
    > :format long
    > 0.1 + 0.2, 1 / 3, 1e300
    0.30000000000000004	0.3333333333333333	1e+300
    > 2^53, 0.1
    9007199254740992.0	0.1
    > {0.1 + 0.2}
    {0.30000000000000004}
    > :format short
    > 1 / 3
    0.333333
    > :format lnog
    :format: expected 'short' or 'long', got 'lnog' (did you mean 'long'?)
    """)

  @Test func `are shown in six digits, or in as many as tell numbers apart`() throws {
    try Self.digits.hold(in: .started(in: folder))
  }

  @Test(
    "are never shown at length",
    arguments: [
      ("vec(1000000)", 1), ("mat(1000, 1000)", 12),
      ("(function() local t = {} for i = 1, 1e6 do t[i] = i end return t end)()", 12),
      ("string.rep('x', 1e6)", 3), ("_G", 300), ("optim.gd{loss = losses.rosenbrock{}, eta = 1e-4}:run({0, 0}, 10000)", 4),
    ])
  func short(_ expression: String, _ lines: Int) throws {
    let session = try PromptSession.started(in: folder)
    let shown = try #require(session.answer(to: expression))
    #expect(!shown.isEmpty)
    #expect(shown.split(separator: "\n").count <= lines)
    #expect(shown.count < 9000)
  }

  @Test("modules are shown as their contents, in the window's width", arguments: ["hbf", "losses", "optim", "random"])
  func modules(_ name: String) throws {
    let session = try PromptSession.started(in: folder)
    let shown = try #require(session.answer(to: name))
    #expect(shown.hasPrefix(name + ": "))
    let longest = shown.split(separator: "\n").map(\.count).max() ?? 0
    #expect(longest <= 80, "\(shown)")
    #expect(session.answer(to: "?" + name) == shown)
  }
}
