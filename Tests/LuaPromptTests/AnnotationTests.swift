import Testing

@testable import LuaKit
@testable import LuaPrompt

@Suite struct `Annotations of a Lua file` {
  private func modules(_ text: String, more: String = "") -> [Module] {
    AnnotatedLibrary([("tools", "@tools.lua", Array(text.utf8)), ("other", "@other.lua", Array(more.utf8))])
      .modules(of: "tools")
  }

  private func help(_ text: String, more: String = "") -> String {
    modules(text, more: more).map(\.help).joined(separator: "\n====\n")
  }

  @Test func `give a module its page, and leave private functions out`() {
    let text = """
      ---Works on
      ---lists.
      ---
      ---    tools.twice(2)  --> 4
      ---
      ---Slowly.
      local other = require "other"

      local tools = {}

      ---Nobody sees this.
      ---@param x number
      local function hidden(x) return x end

      ---Doubles.
      ---@param x number
      ---@return number
      function tools.twice(x)
        local function inner() return hidden(x) end
        return 2 * inner()
      end

      function unrelated.f() end

      return tools
      """
    #expect(
      help(text) == """
        tools: Works on lists.

          Slowly.

          > tools.twice(2)  --> 4

          tools.twice(x)  Doubles.
        """)
  }

  @Test(
    "give a function its page",
    arguments: [
      (
        "---Says it.\n---@param word string  # what\n---@param loud? boolean\n---@return string text  # as said",
        "word, loud", "tools.f(word, [loud]) -> string\n\n  Says it.\n\n  word  string   what\n  loud  boolean  may be left out"
      ),
      (
        "---@param log? \"x\"|\"y\"\n---@param size? integer # in cells (default 80)", "log, size",
        "tools.f([log], [size])\n\n  log   'x' or 'y'  may be left out\n  size  integer     in cells; default 80"
      ),
      (
        "---Joins.\n---@param ... string|number\n---@return string|nil joined\n---@return string? why", "...",
        "tools.f(...) -> string or nil, string or nil\n\n  Joins.\n\n  ...  string or number"
      ),
      (
        "---Calls.\n---@param body fun(x: number, y?: table<string, number[]>): boolean\n---@param list (string|number)[]",
        "body, list",
        "tools.f(body, list)\n\n  Calls.\n\n  body  function(x, y)\n  list  (string or number)[]"
      ),
      (
        "---Inserts.\n---@param list table\n---@param place integer\n---@param value any\n---@overload fun(list: table, value: any)",
        "list, place, value",
        "tools.f(list, place, value)\ntools.f(list, value)\n\n  Inserts.\n\n  list   table\n  place  integer\n  value  any value"
      ),
      (
        "---Shows.\n---\n---Much\n---more.\n---\n--- * one\n---   item\n--- * two\n---\n---```lua\n---f()\n---  g()\n---```", "",
        "tools.f()\n\n  Shows.\n\n  Much more.\n\n  * one item\n\n  * two\n\n  > f()\n  >   g()"
      ),
      ("---Of an alias.\n---@param mode Mode", "mode", "tools.f(mode)\n\n  Of an alias.\n\n  mode  'fast' or 'slow'"),
      ("---@param unknown number", "x", "tools.f(x)\n\n  x  any value"),
      ("-- An ordinary comment.\n---- And a banner.", "", "tools.f()"),
      ("---Behind a gap.\n", "", "tools.f()"),
    ])
  func functions(_ block: String, _ parameters: String, _ expected: String) throws {
    let text = """
      ---Tools.
      local tools = {}

      ---@alias Mode
      ---| "fast" # not slow
      ---| "slow"

      \(block)
      function tools.f(\(parameters)) end

      return tools
      """
    let module = try #require(modules(text).first)
    #expect(try #require(module.functions.first).help(prefix: "tools.") == expected)
  }

  @Test func `make options of an exact class, inherited ones and those of other files too`() {
    let text = """
      ---Tools.
      ---@class tools
      ---@field width? fun(): columns: integer, lines: integer  # of the terminal
      ---@field private secret string
      ---@overload fun(x: number, options?: Options): string|nil
      local tools = {}

      ---@class (exact) Options: Base
      ---@field name string  # its "#" name
      ---@field [integer] number

      ---Draws.
      ---@return string|nil
      local function call(_, ...) end

      return setmetatable(tools, {__call = call})
      """
    let more = """
      ---@class (exact) Base
      ---@field size? integer  # (default 2)
      ---@field x? number
      """
    #expect(
      help(text, more: more) == """
        tools: Tools.

        tools(x, {name, size = 2}) -> string or nil

          Draws.

          x     number
          name  string   its "#" name
          size  integer  default 2

          tools.width  function()  of the terminal
        """)
  }

  @Test func `show methods behind a colon, and the class that a function returns as a page of its own`() {
    let text = """
      ---Stores.
      local tools = {}

      ---@class my.Store
      local Store = {}
      Store.__index = Store

      function Store:__tostring() end

      ---Opens one.
      ---@return my.Store
      function tools.open() end

      ---Reads on.
      ---@param count integer
      function Store:read(count) end

      return tools
      """
    #expect(
      help(text) == """
        tools: Stores.

          tools.open()  Opens one.
        ====
        my.Store: What `tools.open` gives.

          store:read(count)  Reads on.
        """)
  }

  @Test func `follow functions that another module is`() {
    let text = "---Text.\nlocal tools = {\n  encode = require \"other\",\n  null = 1,\n}\n\nreturn tools"
    let more = "---One function.\n\n---Encodes.\n---@param value any\nlocal function encode(value) end\n\nreturn encode"
    #expect(help(text, more: more) == "tools: Text.\n\n  tools.encode(value)  Encodes.")
  }

  @Test func `are copied into stubs, with the types of other files that they speak of`() throws {
    let text = """
      ---Tools.
      local other = require "other"

      ---@class my.Store
      ---@field size integer
      ---@field private secret Hidden
      local Store = {}

      local tools = {encode = require "other"}

      ---Opens one.
      ---@param how Mode|table<string, Options[]>  # Unread
      ---@return my.Store store
      ---@return string? Unread
      function tools.open(how) return setmetatable({how}, Store) end

      ---@return fun(Unread: number): {Unread: Result, [integer]: Result}
      function Store:read() end

      ---@param x number
      ---@param more? Options
      ---@return string|nil
      local function call(_, x, more) end

      return setmetatable(tools, {__call = call})
      """
    let more = """
      ---@alias Mode "fast"|"slow"

      ---@class Unread

      ---@class Hidden

      ---@class (exact) Options: Base
      ---@field result? Result

      ---@class Base

      ---@class Result

      ---Encodes.
      ---@param value any
      local function encode(value) return value end

      return encode
      """
    let stubs = try #require(modules(text, more: more).first).editorStubs
    #expect(
      stubs == """
        ---@meta tools

        ---@class Result

        ---@class my.Store
        ---@field size integer
        local Store = {}

        ---@return fun(Unread: number): {Unread: Result, [integer]: Result}
        function Store:read() end

        ---@class Base

        ---@class (exact) Options: Base
        ---@field result? Result

        ---@alias Mode "fast"|"slow"

        ---Tools.
        ---@class tools
        ---@overload fun(x: number, more?: Options): string|nil
        tools = {}

        ---Encodes.
        ---@param value any
        function tools.encode(value) end

        ---Opens one.
        ---@param how Mode|table<string, Options[]>  # Unread
        ---@return my.Store store
        ---@return string? Unread
        function tools.open(how) end

        return tools

        """)
    try LuaState().run(stubs)
  }

  @Test func `are copied with the short form of a call whose first argument may be left out`() throws {
    let text = """
      ---@class tools
      ---@overload fun(x?: (A|B)[], y: fun(a?: A): B, z?: A): string|nil
      ---@overload fun(x?: A, y?: B)
      local tools = {}

      return setmetatable(tools, {__call = print})
      """
    #expect(
      try #require(modules(text).first).editorStubs == """
        ---@meta tools

        ---@class tools
        ---@overload fun(x?: (A|B)[], y: fun(a?: A): B, z?: A): string|nil
        ---@overload fun(y: fun(a?: A): B, z?: A): string|nil
        ---@overload fun(x?: A, y?: B)
        tools = {}

        return tools

        """)
  }

  @Test(
    "name types",
    arguments: [
      ("@param x number", ["number"]), ("@param x? A|nil  # of B", ["A", "nil"]), ("@param ... A.B[]", ["A.B"]),
      ("@return table<K, {a: V?, [I]: W[]}>", ["table", "K", "V", "I", "W"]), ("@return A name", ["A"]),
      ("@return A, B?", ["A", "B"]),
      ("@field private x A", ["A"]), ("@field [integer] A|B", ["integer", "A", "B"]), ("@field x? \"A\"|\"B\"", []),
      ("@class A: B, C.D", ["B", "C.D"]), ("@class (exact) A", []), ("@alias A B|C", ["B", "C"]),
      ("@overload fun(x: A, y?: B): name: C", ["A", "B", "C"]), ("@type A[]", ["A"]), ("@type fun(...: A)", ["A"]),
      ("@meta A", []), ("A", []), ("@param", []), ("@param x", []), ("@class", []), ("@return", []),
    ])
  func mentions(_ line: String, _ types: [String]) { #expect(AnnotationBlock([line[...]]).mentionedTypes == types) }

  @Test(
    "of a file without a module are none", arguments: ["", "return", "x = 1", "---@param", "---@class", "return {", "--", "---"])
  func nothing(_ text: String) { #expect(modules(text).isEmpty) }

  @Test func `describe a Lua function by where it is defined, whatever it is called`() throws {
    let text = "---Tools.\nlocal tools = {}\n\n---Doubles.\nfunction tools.twice(x) return 2 * x end\n\nreturn tools"
    let lua = LuaState()
    lua.document { AnnotatedLibrary([("tools", "@tools.lua", Array(text.utf8))]).modules(of: "tools") }
    lua.globals["renamed"] = try lua.load(bytes: Array(text.utf8), name: "@tools.lua").call().first?.table?["twice"] ?? .nil
    #expect(lua.help.page(of: lua.globals["renamed"])?.text == "tools.twice(x)\n\n  Doubles.\n\n  x  any value")
    #expect(Completer(lua).completion(of: Array("renamed(".utf8)).signature == "tools.twice(x)")
  }
}
