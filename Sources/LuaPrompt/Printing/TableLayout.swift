import LuaKit
/// Lays out tables for a ``ValuePrinter``: in a line where it fits, otherwise an entry a line, or columns of numbers.
struct TableLayout {
  let printer: ValuePrinter
  let lua: LuaState
  /// Tables that are being shown, outermost first.
  private var open: [LuaTable] = []

  init(_ printer: ValuePrinter, _ lua: LuaState) {
    self.printer = printer
    self.lua = lua
  }

  mutating func text(of value: LuaValue, indent: Int) -> String {
    guard case .table(let table) = value, !table.describesItself else {
      // What an object says in several lines stays within the table's margin.
      let margin = "\n" + String(repeating: " ", count: indent)
      return printer.atom(value, in: lua).split(separator: "\n", omittingEmptySubsequences: false).joined(separator: margin)
    }
    let name = table.typeLabel
    if let level = open.firstIndex(where: { $0.isSame(as: table) }) {
      return "<cycle to \(level == 0 ? "the whole" : "level \(level + 1)")>"
    }
    if open.count >= printer.depth { return table.isEmpty ? "{}" : name + "{...}" }
    open.append(table)
    defer { open.removeLast() }
    return name + lines(of: table, indent: indent)
  }

  private mutating func lines(of table: LuaTable, indent: Int) -> String {
    let count = table.count
    let shown = min(count, printer.items)
    let inner = indent + 2
    var listed = count == 0 ? [] : (1...shown).map { text(of: table[$0], indent: inner) }
    let areNumbers = count > 0 && (1...shown).allSatisfy { table[$0].number != nil }
    if count > shown { listed.append("... \(count - shown) more") }

    var (named, others) = fields(of: table, behind: count)
    let hidden = max(0, named.count + others.count - printer.items)
    named = Array(named.prefix(printer.items))
    others = Array(others.prefix(max(0, printer.items - named.count)))
    var entries = named.map { [$0.key.bracketed(printer, lua), text(of: $0.value, indent: inner)] }
    entries += others.map { [$0.key.bracketed(printer, lua), text(of: $0.value, indent: inner)] }
    if hidden > 0 { entries.append(["... \(hidden) more fields"]) }

    let flat = "{" + (listed + entries.map { $0.joined(separator: " = ") }).joined(separator: ", ") + "}"
    if flat.count + indent <= printer.width, !flat.contains("\n") { return flat }

    let margin = String(repeating: " ", count: inner)
    var lines: [String] = []
    if areNumbers {
      lines += columns(listed, width: printer.width - inner)
    } else {
      lines += records(table, shown, indent: inner) ?? listed
    }
    let longest = entries.map { $0.count > 1 ? $0[0].count : 0 }.max() ?? 0
    lines += entries.map { $0.count > 1 ? $0[0].padded(to: longest) + " = " + $0[1] : $0[0] }
    let last = String(repeating: " ", count: indent) + "}"
    return "{\n" + lines.map { margin + $0 + ",\n" }.joined() + last
  }

  /// What is not in the list: names in order, then the other keys.
  private func fields(
    of table: LuaTable, behind count: Int
  ) -> (
    named: [(key: LuaValue, value: LuaValue)], others: [(key: LuaValue, value: LuaValue)]
  ) {
    var named: [(key: LuaValue, value: LuaValue)] = [], others: [(key: LuaValue, value: LuaValue)] = []
    for (key, value) in table {
      if case .integer(let i) = key, i >= 1, i <= count { continue }
      if case .string = key { named.append((key, value)) } else { others.append((key, value)) }
    }
    named.sort { $0.key.name < $1.key.name }
    // Numbers in their order, before what has none.
    others.sort { ($0.key.number ?? .infinity) < ($1.key.number ?? .infinity) }
    return (named, others)
  }

  /// Cells of one width, right-aligned, as many a line as fit.
  private func columns(_ cells: [String], width: Int) -> [String] {
    let note = cells.last.flatMap { $0.hasPrefix("...") ? $0 : nil }
    let cells = note == nil ? cells : Array(cells.dropLast())
    let size = (cells.map(\.count).max() ?? 1) + 2
    let perLine = max(1, width / size)
    var lines = stride(from: 0, to: cells.count, by: perLine).map { start in
      cells[start..<min(start + perLine, cells.count)].map { $0.padded(to: size - 2, left: true) }.joined(separator: ", ")
    }
    if let note { lines.append(note) }
    return lines
  }

  /// A list of tables with the same few fields: those stand below each other. Nil for any other list.
  private mutating func records(_ table: LuaTable, _ shown: Int, indent: Int) -> [String]? {
    var rows: [[(name: String, text: String)]] = []
    for i in 0..<shown {
      guard let record = table[i + 1].table, record.count == 0, !record.describesItself,
        !open.contains(where: { $0.isSame(as: record) })
      else { return nil }
      open.append(record)
      defer { open.removeLast() }
      let (named, others) = fields(of: record, behind: 0)
      let row = named.map { ($0.key.bracketed(printer, lua), text(of: $0.value, indent: indent)) }
      guard others.isEmpty, named.count <= 8, row.allSatisfy({ !$0.1.contains("\n") }) else { return nil }
      rows.append(row)
    }
    guard let first = rows.first, rows.count > 1, rows.allSatisfy({ $0.map(\.name) == first.map(\.name) }) else { return nil }
    let widths = first.indices.map { column in rows.map { $0[column].text.count }.max() ?? 0 }
    guard widths.reduce(0, +) + first.map({ $0.name.count + 5 }).reduce(0, +) + indent <= printer.width else { return nil }
    var lines = rows.map { row in
      "{" + zip(row, widths).map { "\($0.name) = " + $0.text.padded(to: $1, left: true) }.joined(separator: ", ") + "}"
    }
    if table.count > shown { lines.append("... \(table.count - shown) more") }
    return lines
  }
}

extension LuaTable {
  /// Whether its metatable has a `__tostring`.
  fileprivate var describesItself: Bool { metatable.map { !$0["__tostring"].isNil } ?? false }

  /// Its metatable's `__name`, with a blank.
  fileprivate var typeLabel: String { metatable?["__name"].text.map { $0 + " " } ?? "" }
}

extension LuaValue {
  /// A key by which others are sorted, UTF-8 or not.
  fileprivate var name: String { if case .string(let string) = self { string.text } else { "" } }

  /// As a key in a constructor: a name as it is, anything else in brackets.
  fileprivate func bracketed(_ printer: ValuePrinter, _ lua: LuaState) -> String {
    if let name = text, isName(name) { return name }
    return "[" + printer.atom(self, in: lua) + "]"
  }
}
