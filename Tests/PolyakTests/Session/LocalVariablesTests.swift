import Testing

@Suite("local at the prompt") struct LocalVariablesTests {
  let folder = TemporaryFolder()

  @Test(
    "lasts",
    arguments: [
      Conversation(
        "to later lines, shared with the functions that use it",
        """
        > local a = 1
        > a
        1
        > local function f() a = a + 1 return a end
        > f(), a
        2	2
        > a = 10
        > f()
        11
        """),
      Conversation(
        "as a constant, of which assignment is refused",
        """
        > local k <const> = 5
        > k = 6
        [2]:1: attempt to assign to const variable 'k'
          1 | k = 6
              ^
        > k
        5
        > local j <const> = 1; j = 2
        [4]:1: attempt to assign to const variable 'j'
          1 | local j <const> = 1; j = 2
                                   ^
        > local k = 7
        > k = 8
        > k
        8
        """),
      Conversation(
        "as constants that are compiled in",
        """
        > local a <const>, b <const> = 10, 20
        > function g() return a + b end
        > g()
        30
        > local n <const> = nil
        > n
        nil
        """),
      Conversation(
        "where its block fails later",
        """
        > local u = 3; error('x', 0)
        x
          at [1]:1
        > u
        3
        """),
      Conversation(
        "not where its block does not compile",
        """
        > local d = 1; local e <const> = 2; e = 3
        [1]:1: attempt to assign to const variable 'e'
          1 | local d = 1; local e <const> = 2; e = 3
                                                ^
        > d
        nil
        """),
      Conversation(
        "of several in one block",
        """
        > local p, q = 1
        > p, q
        1	nil
        > local s = 1 local s = s + 1
        > s
        2
        > local x = 1; local y <const> = x + 1; local z = y + 1
        > x, y, z
        1	2	3
        > local m =
        >> 5
        > m
        5
        """),
      Conversation(
        "but not out of an inner block",
        """
        > do local s = 99 end
        > s
        nil
        > if true then local s = 4 end
        > for i = 1, 2 do local n = i end
        > s, n, i
        nil	nil	nil
        """),
      Conversation(
        "as functions, recursive ones too",
        """
        > local function r(n) return n == 0 and 0 or r(n - 1) end
        > r(3)
        0
        > local t = {}
        > function t.foo() return 7 end
        > function t:bar() return self == t end
        > t.foo(), t:bar()
        7	true
        """),
      Conversation(
        "and is not taken for a field, a text, a label or a key",
        """
        > local a = 1
        > ({a = 5}).a, "a", #{a = 2}
        5	a	0
        > goto a; ::a::
        > function f(a) return a end
        > f(3), a
        3	1
        """),
      Conversation(
        "though a goto jumps over it",
        """
        > goto done; local y = 5; ::done::
        > y
        nil
        """),
      Conversation(
        "as _ENV",
        """
        > x = 1
        > local _ENV <const> = setmetatable({x = 2}, {__index = _G})
        > x
        2
        > y = 3
        > _G.y, y
        nil	3
        """),
      Conversation(
        "until it is declared anew, functions keep theirs",
        """
        > local v = 'old'
        > function get() return v end
        > local v = 'new'
        > v, get()
        new	old
        """),
    ])
  func lasts(_ conversation: Conversation) throws { try conversation.hold(in: DirectSession()) }

  @Test func `refuses <close>, and says why`() throws {
    let session = try PromptSession.started(in: folder)
    #expect(
      session.answer(to: "local z <close> = nil")
        == "local 'z' <close>: at the prompt it would be closed at the end of its line; put it and what uses it between "
        + "'do' and 'end'\n")
    #expect(session.answer(to: "z") == "nil\n")
    let closing = "do local z <close> = setmetatable({}, {__close = function() print 'closed' end}) end"
    #expect(session.answer(to: closing) == "closed\n")
  }

  @Test func `has no limit of two hundred`() throws {
    try folder.write(
      (1...150).map { "local a\($0) = \($0)" }.joined(separator: "\n") + "\n", to: "a.lua")
    try folder.write(
      (1...150).map { "local b\($0) = \($0)" }.joined(separator: "\n") + "\n", to: "b.lua")
    let session = try PromptSession.started(in: folder)
    #expect(session.answer(to: ":load a.lua") == "")
    #expect(session.answer(to: ":load b.lua") == "")
    #expect(session.answer(to: "a1 + a150 + b1 + b150") == "302\n")
  }
}
