/// How a file of comma-separated values is to be read.
public struct CSVOptions: Sendable {
  /// What stands between two cells.
  public var delimiter = UInt8(ascii: ",")
  /// Whether the first line holds the columns' names; nil: it does where none of its cells is a number.
  public var hasHeader: Bool?
  /// Columns that are text whatever they hold, by name or by number from "1".
  public var text: [ColumnName] = []
  /// A word that stands for a number that is not known, as an empty cell does.
  public var missing: String?

  /// Cells between commas; whether there is a header the first two records say.
  public init() {}

  /// Whether a byte may stand between cells: nothing that a number, a quoted cell or a line's end may hold.
  public static func isDelimiter(_ byte: UInt8) -> Bool {
    !Array("\"\r\n+-.\0".utf8).contains(byte) && byte < 0x80 && !(0x30...0x39).contains(byte)
      && !(0x61...0x7a).contains(byte | 0x20)
  }
}
