extension Habit {
  /// Looked through in this order.
  static let all: [Habit] = [
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
    // Options of other libraries.
    Habit { line in
      guard let behind = line.message.firstRange(of: "unknown option '") else { return nil }
      return options[String(line.message[behind.upperBound...].prefix { $0 != "'" })]
    },
    // Questions, magic.
    Habit { line in line.isSyntax ? line.asked.map { "?\($0), with the mark in front, tells what it is" } : nil },
    Habit { line in line.isSyntax && line.first == "%" ? ":help lists the prompt's commands, such as :time and :who" : nil },
    // One symbol.
    near("!", "Lua writes 'not'"), near("@", "* is the product of matrices"), near("?", "write condition and a or b"),
    // Comments.
    Habit { line in
      let isFloor =
        line.message.contains("near '//'") || line.message.hasPrefix("attempt to") && line.has("//")
        || line.isSyntax && line.startsComment("//")
      return isFloor && line.startsComment("//") ? "a comment stands behind --; // divides" : nil
    },
    Habit { line in
      line.startsComment("#") && (line.isSyntax || line.message.contains("length")) ? "a comment stands behind --" : nil
    },
    // Words that compare.
    Habit { line in line.isSyntax ? line.comparison : nil },
    Habit { line in
      line.message.hasPrefix("attempt to compare") && line.adjacent("<", "-") != nil
        ? "x <- 1 compares x with -1; Lua assigns with =" : nil
    },
    // Brackets.
    Habit { line in
      line.isSyntax && line.message.contains("']' expected near ','") ? "A:get(i, j) is one element, A[i] is row i" : nil
    },
    Habit { line in
      line.isSyntax && line.startsWith(["for"]) && line.has("(") && line.has(";") ? "write for i = 1, n do ... end" : nil
    },
    Habit { line in
      line.isSyntax && line.message.contains("near ':'") && line.isInsideBrackets
        ? "Lua has no slices: v:slice(i, j) is a part of a vector, A:rows(i, j) one of a matrix" : nil
    },
    Habit { line in
      line.isSyntax && line.message.contains("near '['")
        ? "a list is {1, 2, 3}; vec{1, 2, 3} is a vector, mat{{1, 2}, {3, 4}} a matrix" : nil
    },
    Habit { line in
      guard line.isSyntax, line.message.contains("near '='"), line.message.contains("')' expected") else { return nil }
      return "options go into braces: f{eta = 0.1}, f(x, {eta = 0.1})"
    },
    Habit { line in
      line.isSyntax && (line.message.contains("near '{'") || line.last == "{")
        && line.startsWith(["if", "for", "while", "function", "else", "local"])
        ? "Lua's blocks need no braces: then ... end, do ... end" : nil
    },
    Habit { line in
      line.isSyntax && line.message.contains("near '::'") && line.has("[")
        ? "Lua has no slices: v:slice(i, j) is a part of a vector, A:rows(i, j) one of a matrix" : nil
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
    Habit { line in
      line.isSyntax && line.message.hasPrefix("malformed number") && line.message.contains("_") ? "numbers have no _" : nil
    },
    Habit { line in
      line.isSyntax && line.message.contains("<eof>") && line.hasElseIf
        ? "else if opens another 'if', with an 'end' of its own; elseif goes on" : nil
    },
    // Texts.
    Habit { line in
      let isText =
        line.isSyntax || line.message.hasPrefix("attempt to perform arithmetic on a")
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
      line.hasTripleQuotes && (line.isSyntax || line.message.hasPrefix("attempt to call a string value"))
        ? "a text of many lines stands in [[ ]]" : nil
    },
    Habit { line in
      line.isSyntax && line.message.contains("unfinished string near ''") && line.transposes ? "A:t() is the transpose" : nil
    },
    Habit { line in
      line.message.contains("attempt to mul a 'string'") && line.hasString && line.has("*")
        ? "(\"text\"):rep(n) repeats a text" : nil
    },
    Habit { line in
      let isLoop = line.message.hasPrefix("range: ") || line.message.contains("attempt to call a table value")
      return isLoop && line.first == "for" && line.hasName("range") ? "write for i = 1, n do ... end" : nil
    },
    // Names that are nil.
    Habit { line in
      guard line.message.contains("a nil value"), let name = line.global else { return nil }
      return words[name]
    },
    Habit { line in line.field.flatMap { fields[$0] } },
  ]

  static let assigning = ["+", "-", "*", "/", "//", "%", "^", "..", "|", "&", "<<", ">>"]
  static let elementwise = "* / ^ work number by number on vectors"

  static func blocks(_ line: Line) -> String? {
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
  static func syntax(_ symbols: [String], _ hint: String) -> Habit {
    Habit { $0.isSyntax && $0.adjacent(symbols[0], symbols[1]) != nil ? hint : nil }
  }

  static func near(_ symbol: String, _ hint: String) -> Habit {
    Habit { $0.isSyntax && $0.message.contains("near '\(symbol)'") ? hint : nil }
  }
}
