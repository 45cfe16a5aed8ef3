import LuaKit
import LuaPrompt

extension Command {
  static let who = Command(
    "who", known: ["ls", "whos", "vars"], .word("word"),
    "your variables: type, size, value; with a word, those that have it in their names"
  ) {
    argument, session in
    var rows = session.scope.names.map { Variable(name: $0, isLocal: true, value: session.scope.value(of: $0) ?? .nil) }
    let own = session.interpreter.ownGlobals
    for (key, value) in session.lua.globals {
      guard let name = key.text, !own.contains(name), !ResultHistory.isName(name) else { continue }
      rows.append(Variable(name: name, isLocal: false, value: value))
    }
    rows = rows.filter { argument.isEmpty || $0.name.contains(argument) }.sorted { $0.name < $1.name }
    if rows.isEmpty {
      return Terminal.write(argument.isEmpty ? "no variables yet\n" : "no variable with '\(argument)' in its name\n")
    }
    let cells = rows.map { $0.cells(in: session.lua) }
    let widths = (0..<3).map { column in cells.map { $0[column].count }.max() ?? 0 }
    let columns = Terminal.columns
    for row in cells {
      let line = "  " + (0..<3).map { row[$0].padded(to: widths[$0]) }.joined(separator: "  ") + "  " + row[3]
      Terminal.write(String(line.prefix(columns)) + "\n")
    }
  }
}

private struct Variable {
  var name: String
  var isLocal: Bool
  var value: LuaValue

  func cells(in lua: LuaState) -> [String] {
    var printer = ValuePrinter(width: 200)
    printer.depth = 1
    let text = printer.text(of: value, in: lua).split(separator: "\n").map { $0.trimmed }.joined(separator: " ")
    return [(isLocal ? "local " : "") + name, type, size, text]
  }

  private var type: String {
    switch value {
    case .object(let object): Swift.type(of: object).luaClass.name
    default: value.typeName
    }
  }

  private var size: String {
    switch value {
    case .string(let string): return Self.bytes(string.bytes.count)
    case .table(let table):
      let count = table.reduce(0) { count, _ in count + 1 }
      return counted(count, "entry", plural: "entries")
    case .object(let object): return object.externalBytes > 0 ? Self.bytes(object.externalBytes) : ""
    default: return ""
    }
  }

  private static func bytes(_ count: Int) -> String {
    let units: [(Int, String)] = [(1_000_000_000, "GB"), (1_000_000, "MB"), (1000, "kB")]
    guard let (unit, name) = units.first(where: { count >= $0.0 }) else { return "\(count) B" }
    return NumberStyle.text(Double(count) / Double(unit), digits: 3) + " " + name
  }
}
