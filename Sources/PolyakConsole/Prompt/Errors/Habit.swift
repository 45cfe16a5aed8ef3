import LuaKit

/// What those who come from another language write, and how Lua says it: one hint for each.
///
///     > x += 1
///     [1]:1: syntax error near '+' (Lua has no '+=': write x = x + ...)
struct Habit: Sendable {
  /// Looks at a line of source that is wrong, and at the message about it.
  private let find: @Sendable (Line) -> String?

  /// - Parameter message: Without its position.
  static func hint(for message: String, in line: String, isSyntax: Bool) -> String? {
    let line = Line(line, message, isSyntax: isSyntax)
    return all.lazy.compactMap { $0.find(line) }.first
  }

  /// For a name alone that has no value: `exit`, `None`.
  static func hint(forName name: String) -> String? { words[name] }

  /// For a value that is not what was meant: `x--` is x, and a comment.
  static func hint(forExpression source: [UInt8], _ value: LuaValue) -> String? {
    let tokens = Array(Lexer(source))
    if tokens.count == 2, tokens[0].kind == .name, tokens[1].kind == .comment, tokens[1].range.count == 2,
      tokens[1].range.lowerBound == tokens[0].range.upperBound
    {
      let name = tokens[0].text(in: source)
      return "-- begins a comment: write \(name) = \(name) - 1"
    }
    if tokens.count == 1, tokens[0].kind == .string, let text = value.text, source.starts(with: "[[".utf8),
      text.allSatisfy({ "0123456789.,-+e[] \n".contains($0) })
    {
      return "[[ ]] is a text; a matrix is mat{{1, 2}, {3, 4}}"
    }
    if tokens.count == 1, tokens[0].text(in: source) == "help" { return "? and help() list the modules, ?name tells more" }
    return nil
  }

  /// For statements that ran: `x = True` gives x no value.
  static func hint(forStatements source: [UInt8], isNil: (String) -> Bool) -> String? {
    let tokens = Lexer.tokens(of: source)
    for i in tokens.indices where tokens[i].kind == .name {
      let name = tokens[i].text(in: source)
      guard constants.contains(name), let hint = words[name], isNil(name) else { continue }
      let before = i > 0 ? tokens[i - 1].text(in: source) : "", next = i + 1 < tokens.count ? tokens[i + 1].text(in: source) : ""
      if before != ".", before != ":", next != "=" { return "'\(name)' is a variable, and nil: \(hint)" }
    }
    return nil
  }

  private static let constants: Set<String> = ["True", "TRUE", "False", "FALSE", "NaN", "nan", "inf", "Inf", "Infinity"]

  /// Whether code that could go on is none that Lua will ever take: `x++`, `for x in xs:`, `if (x) {`.
  static func isForeign(_ source: [UInt8]) -> Bool {
    let tokens = Lexer.tokens(of: source)
    guard tokens.count >= 2, let first = tokens.first?.text(in: source) else { return false }
    let last = tokens.suffix(2).map { $0.text(in: source) }
    let areAdjacent = tokens[tokens.count - 2].range.upperBound == tokens[tokens.count - 1].range.lowerBound
    if last == ["+", "+"] { return areAdjacent }
    if last == [")", "{"] { return ["if", "while", "for", "function"].contains(first) }
    return last[1] == ":" && (["for", "if", "while", "else", "elseif"].contains(first) || statements[first] != nil)
  }

  /// Names that other languages have for what Lua says otherwise.
  private static let words: [String: String] = [
    "True": "Lua writes true", "TRUE": "Lua writes true", "False": "Lua writes false", "FALSE": "Lua writes false",
    "None": "Lua writes nil", "null": "Lua writes nil", "NULL": "Lua writes nil", "undefined": "Lua writes nil",
    "nan": "0/0 is not a number", "NaN": "0/0 is not a number", "inf": "math.huge is infinite", "Inf": "math.huge is infinite",
    "Infinity": "math.huge is infinite", "pi": "math.pi",
    "exit": ":quit or Ctrl-D leaves", "quit": ":quit or Ctrl-D leaves", "q": ":quit or Ctrl-D leaves",
    "bye": ":quit or Ctrl-D leaves", "logout": ":quit or Ctrl-D leaves",
    "man": "?name tells what something is, ??word searches", "doc": "?name tells what something is, ??word searches",
    "clear": "! clear empties the window", "cls": "! clear empties the window", "ls": "! ls runs it", "pwd": "! pwd runs it",
    "whos": ":who lists your variables", "who": ":who lists your variables", "history": "the arrow keys and Ctrl-R recall lines",
    "range": "write for i = 1, n do ... end", "len": "#x is the length of x", "length": "#x is the length of x",
    "size": "#x is the length of x", "str": "tostring(x)", "repr": "tostring(x)", "int": "math.floor(x), or tonumber(text)",
    "float": "tonumber(text)", "enumerate": "write for i, x in ipairs(list) do ... end",
    "zip": "write for i, x in ipairs(list) do ... end and take other[i]", "printf": "print(x), or io.write((\"%g\"):format(x))",
    "println": "print(x)", "disp": "print(x)", "echo": "print(x)", "puts": "print(x)", "console": "print(x)",
    "sprintf": "(\"%g\"):format(x)", "fprintf": "io.write((\"%g\"):format(x))", "input": "io.read()",
    "list": "a table: {1, 2, 3}; vec{1, 2, 3} is a vector", "array": "vec{1, 2, 3}, mat{{1, 2}, {3, 4}}",
    "dict": "a table: {name = value}", "isinstance": "type(x) == \"number\"", "typeof": "type(x)", "lambda": lambda,
    "np": numpy, "numpy": numpy, "torch": numpy, "jnp": numpy, "jax": numpy,
    "plt": "plot(x, y)", "zeros": "vec(n, 0), mat(rows, columns, 0)", "ones": "vec(n, 1), mat(rows, columns, 1)",
    "linspace": "a loop: x = {} for i = 0, n do x[i + 1] = a + (b - a) * i / n end",
    "rand": "random.new(seed):uniform(n)", "randn": "random.new(seed):normal(n)", "norm": "v:norm()",
    "__name__": "a script runs from its first line; nothing marks where it begins",
  ]

  private static let numpy =
    "vec, mat, random, losses, optim, hbf, ... are there without import; ? lists them"
  private static let lambda = "write function(x) return ... end"

  private static let all: [Habit] = [
    // Operators that assign, and steps.
    Habit { line in
      guard line.isSyntax, let i = line.index(of: assigning, then: "="), let left = line.path(before: i.start) else { return nil }
      return "Lua has no '\(i.text)=': write \(left) = \(left) \(i.text) ..."
    },
    Habit { line in
      guard let i = line.adjacent("+", "+"), let name = line.path(before: i) else { return nil }
      return "Lua has no '++': write \(name) = \(name) + 1"
    },
    syntax(["!", "="], "'not equal' is ~= in Lua"), syntax(["<", ">"], "'not equal' is ~= in Lua"),
    syntax(["==", "="], "'equal' is == in Lua"), syntax(["&", "&"], "Lua writes 'and'"), syntax(["|", "|"], "Lua writes 'or'"),
    syntax(["*", "*"], "the power is ^ in Lua"), syntax([":", "="], "Lua assigns with ="),
    syntax([".", "*"], elementwise), syntax([".", "/"], elementwise), syntax([".", "^"], elementwise),
    syntax(["=", ">"], lambda), syntax(["-", ">"], lambda),
    syntax(["/", "*"], "a comment stands behind --, a long one in --[[ ]]"),
    // One symbol.
    near("!", "Lua writes 'not'"), near("@", "* is the product of matrices"), near("?", "write condition and a or b"),
    // Comments.
    Habit { line in
      let isFloor = line.message.contains("near '//'") || line.message.hasPrefix("attempt to") && line.has("//")
        || line.isSyntax && line.startsComment("//")
      return isFloor && line.startsComment("//") ? "a comment stands behind --; // divides" : nil
    },
    Habit { line in line.startsComment("#") && (line.isSyntax || line.message.contains("length")) ? "a comment stands behind --" : nil },
    // Brackets.
    Habit { line in
      line.isSyntax && line.startsWith(["for"]) && line.has("(") && line.has(";") ? "write for i = 1, n do ... end" : nil
    },
    Habit { line in
      line.isSyntax && line.message.contains("near ':'") && line.isInsideBrackets
        ? "Lua has no slices: write a loop; A[i] is row i, #A counts them" : nil
    },
    Habit { line in
      line.isSyntax && line.message.contains("near '['") ? "a list is {1, 2, 3}; vec{1, 2, 3} is a vector, mat{{1, 2}, {3, 4}} a matrix" : nil
    },
    Habit { line in
      guard line.isSyntax, line.message.contains("near '='"), line.message.contains("')' expected") else { return nil }
      return "options go into braces: f{eta = 0.1}, f(x, {eta = 0.1})"
    },
    Habit { line in
      line.isSyntax && (line.message.contains("near '{'") || line.last == "{") && line.startsWith(["if", "for", "while", "function", "else", "local"])
        ? "Lua's blocks need no braces: then ... end, do ... end" : nil
    },
    Habit { line in
      line.isSyntax && line.message.contains("near '::'") && line.has("[") ? "Lua has no slices: write a loop; A[i] is row i, #A counts them" : nil
    },
    // Words.
    Habit { line in line.isSyntax ? line.first.flatMap { statements[$0] } : nil },
    Habit { line in line.isSyntax && (line.message.contains("near ':'") || line.last == ":") ? blocks(line) : nil },
    Habit { line in line.isSyntax && line.hasName("lambda") ? lambda : nil },
    Habit { line in
      line.isSyntax && line.message.contains("near 'end'") && line.startsWith(["print"]) ? "io.write(x) writes no newline" : nil
    },
    Habit { line in
      line.isSyntax && line.message.contains("near 'else'") && line.has("if") && !line.startsWith(["if", "else", "elseif"])
        ? "write condition and a or b" : nil
    },
    Habit { line in line.isSyntax && line.message.hasPrefix("malformed number") && line.message.contains("_") ? "numbers have no _" : nil },
    Habit { line in
      line.isSyntax && line.message.contains("<eof>") && line.hasElseIf ? "else if opens another 'if', with an 'end' of its own; elseif goes on" : nil
    },
    // Texts.
    Habit { line in
      let isText = line.isSyntax || line.message.hasPrefix("attempt to perform arithmetic on a")
        || line.message.hasPrefix("attempt to mod a 'string'")
      guard isText, let i = line.string(then: "%") else { return nil }
      let text = line.tokens[i].text(in: line.source)
      let call = "(\(text)):format(...)"
      return i > 0 && line.text(i - 1) == "print" ? "write print(\(call))" : "write \(call)"
    },
    Habit { line in
      line.message.hasPrefix("attempt to perform arithmetic on a string") || line.message.contains("attempt to add a 'string'")
        ? line.hasString && line.has("+") ? "texts are joined by .." : nil : nil
    },
    Habit { line in
      guard line.isSyntax, line.startsWith(["print"]), line.tokens.count > 1 else { return nil }
      return line.text(1) == "(" ? nil : "write print(...)"
    },
    Habit { line in
      line.prefixedText.map { "Lua has no \($0)\"...\": (\"%g\"):format(x) puts numbers into a text" }
    },
    Habit { line in
      line.hasTripleQuotes && (line.isSyntax || line.message.hasPrefix("attempt to call a string value")) ? "a text of many lines stands in [[ ]]" : nil
    },
    Habit { line in
      line.isSyntax && line.message.contains("unfinished string near ''") && line.transposes ? "A:t() is the transpose" : nil
    },
    // Names that are nil.
    Habit { line in
      guard line.message.contains("a nil value"), let name = line.global else { return nil }
      return words[name]
    },
  ]

  private static let assigning = ["+", "-", "*", "/", "//", "%", "^", "..", "|", "&", "<<", ">>"]
  private static let elementwise = "* / ^ work number by number on vectors"

  private static let statements: [String: String] = [
    "def": "write function f(x) ... end", "fn": "write function f(x) ... end", "func": "write function f(x) ... end",
    "fun": "write function f(x) ... end", "class": "Lua has no classes; tables and functions do",
    "import": numpy + "; others by require \"name\"", "from": numpy + "; others by require \"name\"",
    "using": numpy + "; others by require \"name\"", "include": "dofile(\"file.lua\") runs a file",
    "var": "write local x = 1", "let": "write local x = 1", "const": "write local x <const> = 1", "int": "write local x = 1",
    "double": "write local x = 1", "float": "write local x = 1", "auto": "write local x = 1",
    "elif": "Lua writes elseif ... then", "switch": "write if ... then ... elseif ... then ... end",
    "match": "write if ... then ... elseif ... then ... end", "try": "pcall(f, ...) runs f and catches its error",
    "except": "pcall(f, ...) runs f and catches its error", "raise": "write error(\"message\")",
    "throw": "write error(\"message\")", "del": "write x = nil", "pass": "an empty block needs nothing",
    "assert": "write assert(condition, \"message\")", "continue": "write goto continue, with ::continue:: before the end",
    "exit": ":quit or Ctrl-D leaves", "quit": ":quit or Ctrl-D leaves", "help": "?name tells what something is",
    "global": "variables are global unless they are local", "foreach": "write for i, x in ipairs(list) do ... end",
    "with": "write do local x <close> = ... end", "yield": "write coroutine.yield(x)", "unless": "write if not x then ... end",
  ]

  private static func blocks(_ line: Line) -> String? {
    switch line.first {
    case "for" where line.hasName("range"): "write for i = 1, n do ... end"
    case "for": "write for i, x in ipairs(list) do ... end"
    case "if", "elseif": "write if ... then ... end"
    case "while": "write while ... do ... end"
    case "else": "write else ... end, without a colon"
    default: nil
    }
  }

  /// Symbols side by side where the source does not parse.
  private static func syntax(_ symbols: [String], _ hint: String) -> Habit {
    Habit { $0.isSyntax && $0.adjacent(symbols[0], symbols[1]) != nil ? hint : nil }
  }

  private static func near(_ symbol: String, _ hint: String) -> Habit {
    Habit { $0.isSyntax && $0.message.contains("near '\(symbol)'") ? hint : nil }
  }
}

extension Habit {
  /// A line that is wrong, and what is said about it.
  private struct Line {
    let source: [UInt8]
    let tokens: [Token]
    let message: String
    let isSyntax: Bool

    init(_ text: String, _ message: String, isSyntax: Bool) {
      source = Array(text.utf8)
      tokens = Lexer.tokens(of: source)
      (self.message, self.isSyntax) = (message, isSyntax)
    }

    func text(_ i: Int) -> String { tokens.indices.contains(i) ? tokens[i].text(in: source) : "" }

    var first: String? { tokens.first?.text(in: source) }

    var last: String? { tokens.last?.text(in: source) }

    var hasTripleQuotes: Bool {
      let text = String(decoding: source, as: UTF8.self)
      return text.contains("\"\"\"") || text.contains("'''")
    }

    func startsWith(_ words: [String]) -> Bool { first.map { words.contains($0) } ?? false }

    func has(_ symbol: String) -> Bool { tokens.contains { $0.kind != .string && $0.text(in: source) == symbol } }

    func hasName(_ name: String) -> Bool { tokens.contains { $0.kind == .name && $0.text(in: source) == name } }

    var hasString: Bool { tokens.contains { $0.kind == .string } }

    /// Where one symbol stands right behind another.
    func adjacent(_ first: String, _ second: String) -> Int? {
      tokens.indices.dropLast().first { i in
        text(i) == first && text(i + 1) == second && tokens[i].range.upperBound == tokens[i + 1].range.lowerBound
      }
    }

    func index(of symbols: [String], then second: String) -> (start: Int, text: String)? {
      symbols.lazy.compactMap { symbol in adjacent(symbol, second).map { (start: $0, text: symbol) } }.first
    }

    /// The variable that stands before a token: `t.x`, `v[i]`.
    func path(before end: Int) -> String? {
      guard end > 0, tokens[0].kind == .name else { return nil }
      return String(decoding: source[tokens[0].range.lowerBound..<tokens[end - 1].range.upperBound], as: UTF8.self)
    }

    /// Whether a comment of another language begins here: at the beginning, or with words that are no code.
    func startsComment(_ mark: String) -> Bool {
      guard let i = tokens.firstIndex(where: { $0.text(in: source) == mark }) else { return false }
      if i == 0 { return mark == "//" || source.count > tokens[0].range.upperBound && source[tokens[0].range.upperBound] == UInt8(ascii: " ") }
      return isSyntax && tokens[i...].dropFirst().contains { $0.kind == .name }
    }

    var isInsideBrackets: Bool {
      guard let colon = tokens.firstIndex(where: { $0.text(in: source) == ":" }) else { return has("[") }
      let before = tokens[..<colon].map { $0.text(in: source) }
      return before.filter { $0 == "[" }.count > before.filter { $0 == "]" }.count
    }

    var hasElseIf: Bool { tokens.indices.dropLast().contains { text($0) == "else" && text($0 + 1) == "if" } }

    func string(then symbol: String) -> Int? {
      tokens.indices.dropLast().first { tokens[$0].kind == .string && text($0 + 1) == symbol }
    }

    /// The letter of `f"..."`.
    var prefixedText: String? {
      guard message.contains("a nil value") || isSyntax else { return nil }
      let i = tokens.indices.dropLast().first { i in
        ["f", "r", "b", "u"].contains(text(i)) && tokens[i + 1].kind == .string
          && tokens[i].range.upperBound == tokens[i + 1].range.lowerBound
      }
      return i.map { text($0) }
    }

    var transposes: Bool {
      guard let quote = source.firstIndex(of: UInt8(ascii: "'")), quote > 0 else { return false }
      return tokens.contains { ($0.kind == .name || $0.text(in: source) == ")") && $0.range.upperBound == quote }
    }

    /// The variable that a message calls nil.
    var global: String? {
      guard let range = message.firstRange(of: "(global '") else { return nil }
      return String(message[range.upperBound...].prefix { $0 != "'" })
    }
  }
}
