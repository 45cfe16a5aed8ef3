import LuaKit
import LuaPrompt

/// A list of records, or of lists of one length, as a table of HTML: a row for each, a column for each name.
struct HTMLTable {
  let text: String

  private static let mostRows = 60, mostColumns = 30

  /// Nil of any other value.
  init?(_ value: LuaValue, in lua: LuaState) {
    guard case .table(let list) = value, list.isPlain, list.count > 1 else { return nil }
    let count = list.count
    let rows = (1...min(count, Self.mostRows)).compactMap { list[$0].table }
    guard rows.count == min(count, Self.mostRows), rows.allSatisfy(\.isPlain) else { return nil }
    let names = Self.names(of: rows)
    let width = rows[0].count
    let isRecords = !names.isEmpty && rows.allSatisfy { $0.count == 0 }
    guard isRecords || names.isEmpty && width > 0 && rows.allSatisfy({ $0.count == width }) else { return nil }
    let columns: [LuaValue] = isRecords ? names.map { .string(LuaString($0)) } : (1...width).map { .integer($0) }
    guard columns.count <= Self.mostColumns else { return nil }
    let printer = ValuePrinter(width: 40)
    let cells = rows.map { row in
      columns.map { column -> (text: String, isNumber: Bool) in
        let value = row[column]
        return value.isNil ? ("", false) : (printer.text(of: value, in: lua), value.number != nil)
      }
    }
    var lines = ["<table>"]
    if isRecords { lines.append("<tr><th></th>\(names.map { "<th>\(Self.escaped($0))</th>" }.joined())</tr>") }
    for (i, row) in cells.enumerated() {
      let shown = row.map { "<td style=\"text-align: \($0.isNumber ? "right" : "left")\">\(Self.escaped($0.text))</td>" }
      lines.append("<tr><th>\(i + 1)</th>\(shown.joined())</tr>")
    }
    lines.append("</table>")
    if count > rows.count { lines.append("<p>... \(count - rows.count) more</p>") }
    text = lines.joined(separator: "\n")
  }

  /// Of all fields that have one, sorted; none where a row has a field without.
  private static func names(of rows: [LuaTable]) -> [String] {
    var names: Set<String> = []
    for row in rows {
      let count = row.count
      for (key, _) in row {
        if case .integer(let i) = key, i >= 1, i <= count { continue }
        guard let name = key.text else { return [] }
        names.insert(name)
      }
    }
    return names.sorted()
  }

  private static func escaped(_ text: String) -> String {
    text.replacing("&", with: "&amp;").replacing("<", with: "&lt;").replacing(">", with: "&gt;").replacing("\n", with: "<br>")
  }
}

extension LuaTable {
  /// Whether it is no object that says itself how it reads.
  fileprivate var isPlain: Bool { metatable.map { $0["__tostring"].isNil } ?? true }
}
