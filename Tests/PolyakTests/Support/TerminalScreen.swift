/// What stands on a terminal's screen: as much of an xterm as readline and the prompt use.
struct TerminalScreen {
  private struct Cell {
    /// "" behind a wide letter.
    var letter = " "
    var color = ""
  }

  private let columns: Int
  private var rows: [[Cell]]
  private(set) var row = 0
  private(set) var column = 0
  /// Behind a letter in the last column the next one goes to the next row.
  private var isFull = false
  private var color = ""
  private var sequence: String?

  init(columns: Int = 80, lines: Int = 30) {
    self.columns = columns
    rows = Array(repeating: Array(repeating: Cell(), count: columns), count: lines)
  }

  /// The rows without blanks at their ends, up to the last that has letters.
  var text: [String] {
    var lines = rows.map { row in String(row.map(\.letter).joined().reversed().drop { $0 == " " }.reversed()) }
    while lines.last == "" { lines.removeLast() }
    return lines
  }

  /// The parts of a row in a colour: "35:local".
  func colors(row: Int) -> [String] {
    var parts: [(color: String, text: String)] = []
    for cell in rows[row] {
      if let last = parts.last, last.color == cell.color {
        parts[parts.count - 1].text += cell.letter
      } else {
        parts.append((cell.color, cell.letter))
      }
    }
    return parts.filter { !$0.color.isEmpty }.map { "\($0.color):\($0.text)" }
  }

  mutating func show(_ text: String) {
    for scalar in text.unicodeScalars {
      if sequence != nil { goOn(scalar) } else { show(scalar) }
    }
  }

  private mutating func goOn(_ scalar: UnicodeScalar) {
    sequence?.unicodeScalars.append(scalar)
    guard let known = sequence else { return }
    if known == "[" || known == "(" { return }
    if known.hasPrefix("["), !("@"..."~").contains(scalar) { return }
    if known.hasPrefix("("), known.unicodeScalars.count < 2 { return }
    sequence = nil
    guard known.hasPrefix("[") else { return }
    let body = known.dropFirst().dropLast()
    let number = Int(body.split(separator: ";").first ?? "") ?? 0
    switch scalar {
    case "A": (row, isFull) = (max(0, row - max(1, number)), false)
    case "B": (row, isFull) = (min(rows.count - 1, row + max(1, number)), false)
    case "C": (column, isFull) = (min(columns - 1, column + max(1, number)), false)
    case "D": (column, isFull) = (max(0, column - max(1, number)), false)
    case "H": (row, column, isFull) = (0, 0, false)
    case "J": erase(whole: number == 2)
    case "K": for i in column..<columns { rows[row][i] = Cell() }
    case "P":
      rows[row].removeSubrange(column..<min(columns, column + max(1, number)))
      while rows[row].count < columns { rows[row].append(Cell()) }
    case "@":
      rows[row].insert(contentsOf: Array(repeating: Cell(), count: max(1, number)), at: column)
      rows[row].removeSubrange(columns...)
    case "m": color = body == "0" || body.isEmpty ? "" : String(body)
    default: break
    }
  }

  private mutating func erase(whole: Bool) {
    if !whole { for i in column..<columns { rows[row][i] = Cell() } }
    for i in (whole ? 0 : row + 1)..<max(rows.count, row + 1) where i < rows.count {
      rows[i] = Array(repeating: Cell(), count: columns)
    }
  }

  private mutating func show(_ scalar: UnicodeScalar) {
    switch scalar {
    case "\u{1B}": sequence = ""
    case "\r": (column, isFull) = (0, false)
    case "\n": down()
    case "\u{8}": (column, isFull) = (max(0, column - 1), false)
    case "\u{0}"..<" ": break
    default: put(scalar)
    }
  }

  private mutating func down() {
    isFull = false
    if row + 1 < rows.count {
      row += 1
    } else {
      rows.removeFirst()
      rows.append(Array(repeating: Cell(), count: columns))
    }
  }

  private mutating func put(_ scalar: UnicodeScalar) {
    // Enough for the letters of tests.
    let width = (0x1100...0x115F).contains(scalar.value) || (0x2E80...0xFF60).contains(scalar.value) ? 2 : 1
    if isFull || column + width > columns {
      column = 0
      down()
    }
    rows[row][column] = Cell(letter: String(scalar), color: color)
    if width == 2 { rows[row][column + 1] = Cell(letter: "", color: color) }
    column += width
    if column == columns { (column, isFull) = (columns - 1, true) }
  }
}
