import CReadline

/// Where the letters of a line stand in a terminal so wide, as readline puts them there: `^A` for a control character, blanks
/// for a tab, a new row for a newline, and in the next row what is too wide for the end of this one.
struct LineLayout {
  /// A letter as it is shown, with the byte of the line that it begins with.
  struct Cell {
    var start: Int
    var text: String
    var row: Int
  }

  private(set) var cells: [Cell] = []
  /// Where each byte of the line stands, and behind the last one the end.
  private(set) var places: [(row: Int, column: Int)] = []
  /// How many rows there are.
  var rows: Int { places[places.count - 1].row + 1 }

  private let columns: Int
  private var row = 0
  private var column: Int

  /// Nil where readline shows something else: letters of no known width, a prompt that fills the row.
  ///
  /// - Parameter indentation: The prompt's width.
  init?(_ line: [UInt8], columns: Int, indentation: Int) {
    guard indentation < columns, let text = String(validating: line, as: UTF8.self) else { return nil }
    (self.columns, column) = (columns, indentation)
    places.reserveCapacity(line.count + 1)
    var start = 0
    for scalar in text.unicodeScalars {
      let count = UTF8.width(scalar)
      switch scalar {
      case "\n":
        places.append((row, column))
        (row, column) = (row + 1, 0)
      case "\t": put(String(repeating: " ", count: 8 - column % 8), width: 8 - column % 8, start, count)
      case "\u{0}"..<" ", "\u{7F}":
        let letter = scalar.value ^ 0x40
        // Its two letters may stand in two rows.
        let text = String(UnicodeScalar(UInt8(letter)))
        put("^", width: 1, start, count)
        put(text, width: 1, start, 0)
      default:
        let width = polyak_letter_columns(wchar_t(bitPattern: scalar.value))
        guard width >= 0 else { return nil }
        if width == 0 { combine(scalar, start, count) } else { put(String(scalar), width: Int(width), start, count) }
      }
      start += count
    }
    places.append((row, column))
  }

  private mutating func put(_ text: String, width: Int, _ start: Int, _ count: Int) {
    if column + width > columns { (row, column) = (row + 1, 0) }
    for _ in 0..<count { places.append((row, column)) }
    cells.append(Cell(start: start, text: text, row: row))
    column += width
    if column >= columns { (row, column) = (row + 1, 0) }
  }

  /// A mark over the letter before it.
  private mutating func combine(_ scalar: UnicodeScalar, _ start: Int, _ count: Int) {
    for _ in 0..<count { places.append((row, column)) }
    if cells.isEmpty { return }
    cells[cells.count - 1].text.unicodeScalars.append(scalar)
  }

  /// How wide a text is; nil where that is not known.
  static func width(of text: String) -> Int? {
    var width = 0
    for scalar in text.unicodeScalars {
      let one = polyak_letter_columns(wchar_t(bitPattern: scalar.value))
      if one < 0 { return nil }
      width += Int(one)
    }
    return width
  }
}
