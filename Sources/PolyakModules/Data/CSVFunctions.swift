import HeavyBall
import LuaKit

/// `data.csv` and `data.save_csv`.
enum CSVFunctions {
  private static let header = Parameter("header", .boolean, "whether the first line holds the names")
    .optional(default: "where none of its cells is a number")
  private static let delimiter = Parameter(
    "delimiter", .delimiter, "what stands between cells, such as \";\" or \"\\t\"", default: CSVOptions().delimiter)
  private static let text = Parameter("text", .columnNames, "columns that are text even if they begin with numbers").optional
  private static let missing = Parameter(
    "missing", .string, "a word for numbers that are not known, such as \"NA\": NaN"
  ).optional

  static let read = Function(
    "csv",
    "A file of comma-separated values: {X = its columns of numbers side by side, names = their names, text = its "
      + "columns of text, tables of strings by name}. A column is one of numbers or of text as its first cell that is "
      + "not empty says; text behind a number is an error that names the line. A number between quotes is text, unless "
      + "the column has others without, or all names and the first row stand between quotes. An empty cell among "
      + "numbers is NaN. A column without a name is called by its number, \"3\".",
    [Parameters.file], options: [header, delimiter, text, missing, Parameters.precision], returns: .table,
    example: """
      path = os.tmpname()
      io.open(path, "w"):write("width,kind,height\\n1.5,round,2\\n3,square,0.1\\n"):close()
      t = data.csv(path)
      os.remove(path)
      t.names[2] .. " " .. t.X:get(2, 2) .. " " .. t.text.kind[2]  --> height 0.1 square
      """
  ) { call in
    let (path, options) = (try call[Parameters.file], try options(call))
    return try call.handlingFiles {
      let supervision = call.supervision(Call.title("reading", path))
      if try call[Parameters.precision] == .single {
        let table = try CSVReader<Float>(path: path, options: options, supervision: supervision).read()
        let numbers = FloatMatrix(rows: table.rows, columns: table.names.count, elements: table.numbers)
        return try result(table, .object(FloatMatrixObject(numbers)), call)
      }
      let table = try CSVReader<Double>(path: path, options: options, supervision: supervision).read()
      let numbers = Matrix(rows: table.rows, columns: table.names.count, elements: table.numbers)
      return try result(table, .object(MatrixObject(numbers)), call)
    }
  }

  private static func options(_ call: Call) throws -> CSVOptions {
    var options = CSVOptions()
    options.delimiter = try call[delimiter]
    options.hasHeader = try call[header]
    options.missing = try call[missing]
    options.text = try call[text] ?? []
    return options
  }

  private static func result<Number>(_ table: CSVTable<Number>, _ numbers: LuaValue, _ call: Call) throws -> LuaTable {
    let state = try call.state
    let texts = state.makeTable(fields: table.texts.count)
    for column in table.texts {
      let name = LuaString(bytes: column.name.bytes)
      guard texts[.string(name)].isNil else {
        throw call.error("two columns of text are named '\(column.name)'; rename one, or pass header = false")
      }
      let cells = state.makeTable(array: column.count)
      for row in 0..<column.count {
        if row % 1024 == 0 { try state.checkInterrupt() }
        try cells.set(row + 1, LuaString(bytes: Array(column[row])))
      }
      try texts.set(name, cells)
    }
    let result = state.makeTable(fields: 3)
    try result.set("X", numbers)
    try result.set("names", table.names.map { LuaString(bytes: $0.bytes) })
    try result.set("text", texts)
    return result
  }

  private static let columns = VariadicParameter("columns", .block, "all with as many rows")
  private static let names = Parameter(
    "names", .columnTitles, "the first line, a name for each column"
  ).optional(default: "no such line")

  static let save = Function(
    "save_csv",
    "Writes vectors, matrices and tables side by side, a line for each row, and returns the file's name. Numbers have "
      + "as many digits as it takes to read the same ones back; texts that would be numbers stand between quotes. The file "
      + "is whole or not there.",
    [Parameters.file], variadic: columns, options: [names], returns: .string,
    example: """
      path = data.save_csv(os.tmpname(), mat{{1, 2}, {3, 4}}, {"a", "b"}, {names = {"x", "y", "kind"}})
      text = io.open(path):read("a")
      os.remove(path)
      text:gsub("\\n", " / "):sub(1, -4)  --> x,y,kind / 1.0,2.0,a / 3.0,4.0,b
      """
  ) { call in
    let (path, blocks) = (try call[Parameters.file], try call[columns])
    guard let first = blocks.first else { throw call.error("argument 'columns' is missing (what to write)") }
    for (i, block) in blocks.enumerated() where block.rows != first.rows {
      throw call.fault(
        at: columns, number: i, complaint: "must have \(counted(first.rows, "row")) as those before it, got \(block.rows)")
    }
    let width = blocks.reduce(0) { $0 + $1.columns }
    guard width > 0 else { throw call.fault(at: columns, number: 0, complaint: "must have at least one column") }
    let titles = try titles(width, call)
    if titles.isEmpty, first.rows == 0 {
      throw call.fault(at: columns, number: 0, complaint: "has no rows, and without option 'names' the file would be empty")
    }
    if titles.isEmpty, blocks.allSatisfy({ if case .texts = $0 { true } else { false } }) {
      throw call.fault(at: names, complaint: "is missing: the first of lines that are all text is read as names")
    }
    try call.handlingFiles { try CSVWriter(blocks, names: titles).write(to: path, call.supervision(Call.title("writing", path))) }
    return path
  }

  private static func titles(_ width: Int, _ call: Call) throws -> [ColumnName] {
    guard let titles = try call[names] else { return [] }
    guard titles.count == width else {
      throw call.fault(at: names, complaint: "must have \(elements(width)), one for each column, got \(titles.count)")
    }
    return titles
  }
}

extension ParameterType where Value == UInt8 {
  fileprivate static var delimiter: Self {
    Self(name: "string", description: "one character that numbers and quotes have not") { value in
      guard case .string(let text) = value, text.bytes.count == 1, CSVOptions.isDelimiter(text.bytes[0]) else { return nil }
      return text.bytes[0]
    }.literal { .string(String(UnicodeScalar($0))) }
  }
}

extension ParameterType where Value == [ColumnName] {
  fileprivate static var columnNames: Self {
    list("table of names or numbers", annotation: "(string|integer)[]", of: "the name or the number of a column") { value in
      if case .string(let name) = value { return ColumnName(bytes: name.bytes) }
      return value.integer.map { ColumnName("\($0)") }
    }
  }

  fileprivate static var columnTitles: Self {
    list("table of strings", annotation: "string[]", of: "a string") { value in
      if case .string(let name) = value { ColumnName(bytes: name.bytes) } else { nil }
    }
  }

  private static func list(
    _ name: String, annotation: String, of elements: String, _ element: @escaping @Sendable (LuaValue) -> ColumnName?
  ) -> Self {
    ParameterType<LuaTable>.table.map { table -> [ColumnName] in
      try (0..<table.count).map { i in
        guard let name = element(table[i + 1]) else {
          throw Flaw(element: i + 1, complaint: "must be \(elements), got \(table[i + 1].briefly)")
        }
        return name
      }
    }.named(name, annotation: annotation)
  }
}
