@testable import LuaKit
import LuaPrompt

/// Writes a script of a dozen calls. Whatever fails in it is caught by it: it ends without an error.
struct ScriptWriter {
  private var arguments: ArgumentWriter
  private let declarations: Declarations
  private var lines: [String] = []

  init(_ bytes: [UInt8], _ declarations: Declarations = .all) {
    arguments = ArgumentWriter(ByteSource(bytes), declarations)
    self.declarations = declarations
  }

  /// The functions `try` and `use`, the list `bad`, and the results `r`. The script's argument is the folder.
  static let beginning = """
    local folder = ...
    local r = {}
    local function try(f, ...)
      local ok, value = pcall(f, ...)
      if ok then return value end
    end
    local function use(v)
      try(tostring, v)
      try(function() return #v end)
      for _, k in ipairs{1, 2, 0, -1, 1.5, math.mininteger, math.maxinteger, "x", {}} do try(function() return v[k] end) end
      try(function() for k in pairs(v) do break end end)
      try(function() for i in ipairs(v) do if i > 2 then break end end end)
      try(function() return v + v end) try(function() return 2 * v end) try(function() return v / 0 end)
      try(function() return -v end) try(function() return v ^ v end) try(function() return v == v end)
      try(function() return v < v end) try(function() return v .. "" end) try(function() return v % 2 end)
      try(function() return v() end) try(function() return v({1, 2}) end) try(function() v[1] = 1 end)
      try(function() return getmetatable(v).__index(v, 1, 2) end) try(function() v.x = 1 end)
      try(function() return getmetatable(v).__gc(v) end)
    end
    local bad = {
      setmetatable({}, {__index = function() error "index" end}), setmetatable({}, {__len = function() return -1 end}),
      setmetatable({}, {__len = function() return math.maxinteger end}), setmetatable({}, {__tostring = function() return 1 end}),
      setmetatable({}, {__name = "Vector"}), setmetatable({1, 2}, {__index = function(t) return t end}),
      coroutine.create(function() end), coroutine.running(), io.stdout, vec(0), mat(0, 0), mat(0, 3), vec{0/0, 1/0}, vec(3),
      mat{{0/0, 1/0}}, mat(2, 2), mat(2, 2):single(), function() coroutine.yield(1) end, vec(10000, 0.5), setmetatable({}, {__call = vec}),
      {1, 2, x = 1}, {[0] = 1, [2] = 2}, string.rep("{", 300),
    }
    bad[\(badCount)] = {} bad[\(badCount)][1] = bad[\(badCount)]

    """

  mutating func script() -> String {
    repeat {
      let index = lines.count + 1
      let (expression, types) = expression()
      lines.append(statement(expression, index))
      arguments.made.append((types, index))
    } while !arguments.source.isEmpty && lines.count < 12
    return Self.beginning + lines.joined(separator: "\n") + "\n"
  }

  /// What is tried, and the classes that it may give.
  private mutating func expression() -> (String, [String]) {
    switch arguments.source.below(12) {
    case 0: return (operation(), [])
    case 1: return (access(), [])
    case 2: return (changedExample(), [])
    default:
      let callable = arguments.source.element(of: declarations.callables)
      return (arguments.call(callable), callable.results)
    }
  }

  private mutating func operation() -> String {
    let symbol = arguments.source.element(of: ["+", "-", "*", "/", "^", "%", "//", "==", "<", "<=", "..", "&", "~="])
    return "(\(arguments.anything())) \(symbol) (\(arguments.anything()))"
  }

  /// A property read or written, an element.
  private mutating func access() -> String {
    let type = arguments.source.element(of: declarations.classes)
    let object = arguments.object(of: type.name)
    let key =
      type.properties.isEmpty || arguments.source.once(in: 3)
      ? "[\(arguments.anything())]" : "." + arguments.source.element(of: type.properties).name
    guard arguments.source.once(in: 3) else { return "(\(object))\(key)" }
    return "(function(...) (\(object))\(key) = \(arguments.anything()) end)(...)"
  }

  /// An example of the help with some of its tokens replaced, which may leave no Lua.
  private mutating func changedExample() -> String {
    var code = Array(arguments.source.element(of: declarations.examples.filter { !$0.contains("require") }).utf8)
    for _ in 0...arguments.source.below(3) {
      let tokens = Lexer.tokens(of: code).filter { $0.kind == .number || $0.kind == .string || $0.text(in: code) == "}" }
      guard !tokens.isEmpty else { break }
      let token = arguments.source.element(of: tokens)
      let isList = token.kind == .symbol
      let replacement = isList ? ", \(arguments.stranger())}" : arguments.stranger()
      code.replaceSubrange(token.range, with: Array(replacement.utf8))
    }
    // A file in an example is in the folder.
    let text = String(decoding: code, as: UTF8.self).replacing("/tmp", with: "none")
    return "load(\(quoted(text)), \"=example\", \"t\", setmetatable({bad = bad, r = r}, {__index = _G}))()"
  }

  /// The call where a script may make it: in a coroutine, in a finaliser, while a loss is traced.
  private mutating func statement(_ expression: String, _ index: Int) -> String {
    let call = "function(...) return \(expression) end"
    switch arguments.source.below(24) {
    case 1...6: return "r[\(index)] = try(\(call)) use(r[\(index)])"
    case 7: return "r[\(index)] = try(\(call)) collectgarbage()"
    case 8: return "r[\(index)] = try(coroutine.wrap(\(call)))"
    case 9: return "try(function() setmetatable({}, {__gc = \(call)}) collectgarbage() end)"
    case 10: return "try(function() local x <close> = setmetatable({}, {__close = \(call)}) error(\"on the way\") end)"
    case 11:
      return "r[\(index)] = try(losses.define, 2, function(b) r[\(index)] = try(\(call), b) return dot(b, b) end)"
    case 12: return "r[\(index)] = try(losses.define, 2, \(call))"
    case 13:
      return "try(function() return optim.gd{loss = losses.product{y = 1}, eta = 0.1}:run({1, 2}, 3, {stop = \(call)}) end)"
    case 14:
      return
        "try(function() return optim.gd{loss = losses.product{y = 1}, eta = 0.1}:run({1, 2}, 2, {record = {q = {every = 1, f = \(call)}}}) end)"
    case 15:
      // Lua calls a handler that fails again, two hundred deep.
      return "do local f = \(call) try(xpcall, error, function(...) local call = f f = print return call(...) end) end"
    case 16: return "try(table.sort, {3, 1, 2}, \(call))"
    case 17: return "try(string.gsub, \"abc\", \"%w\", \(call))"
    default: return "r[\(index)] = try(\(call))"
    }
  }
}
