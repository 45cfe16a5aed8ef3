import HeavyBall
import LuaKit

/// `data.csv` and `data.save_csv`.
enum CSVFunctions {
  static let read = Function(
    "csv",
    "A file of comma-separated values: {X = its columns of numbers side by side, names = their names, text = its "
      + "columns of text, tables of strings by name}. A column is one of numbers or of text as its first cell that is "
      + "not empty says; text behind a number is an error that names the line. A number between quotes is text, unless "
      + "the column has others without, or all names and the first row stand between quotes. An empty cell among "
      + "numbers is NaN. A column without a name is called by its number, \"3\".",
    .positional("path", .string, "the file"),
    .option(
      "header", .boolean, default: nil,
      "whether the first line holds the names; left out: where none of its cells is a number"),
    .option("delimiter", .string, default: ",", "what stands between cells, such as \";\" or \"\\t\""),
    .option(
      "text", .table.named("table of names or numbers", annotation: "(string|integer)[]"), default: nil,
      "columns that are text even if they begin with numbers"),
    .option("missing", .string, default: nil, "a word for numbers that are not known, such as \"NA\": NaN"),
    .precision(default: "f64", "\"f64\": X is a Matrix; \"f32\": a FloatMatrix, in half the memory"),
    returns: .table,
    example: """
      path = os.tmpname()
      io.open(path, "w"):write("width,kind,height\\n1.5,round,2\\n3,square,0.1\\n"):close()
      t = data.csv(path)
      os.remove(path)
      t.names[2] .. " " .. t.X:get(2, 2) .. " " .. t.text.kind[2]  --> height 0.1 square
      """
  ) { call in
    let (path, options) = (try call.path("path"), try options(call))
    return try call.handlingFiles {
      if try call.precision() == .single {
        let table = try CSVReader<Float>(path: path, options: options, supervision: call.supervision(Call.title("reading", path))).read()
        let numbers = FloatMatrix(rows: table.rows, columns: table.names.count, elements: table.numbers)
        return try result(table, .object(FloatMatrixObject(numbers)), call)
      }
      let table = try CSVReader<Double>(path: path, options: options, supervision: call.supervision(Call.title("reading", path))).read()
      let numbers = Matrix(rows: table.rows, columns: table.names.count, elements: table.numbers)
      return try result(table, .object(MatrixObject(numbers)), call)
    }
  }

  private static func options(_ call: Call) throws -> CSVOptions {
    var options = CSVOptions()
    let delimiter = try call.string("delimiter")
    guard let byte = delimiter.utf8.first, delimiter.utf8.count == 1, CSVOptions.isDelimiter(byte) else {
      throw call.error(
        "option 'delimiter' must be one character that numbers and quotes have not, got "
          + call.raw("delimiter").briefly)
    }
    options.delimiter = byte
    options.hasHeader = try call.booleanIfPresent("header")
    options.missing = try call.stringIfPresent("missing")
    if let columns = try call.tableIfPresent("text") {
      for i in 0..<columns.count {
        switch columns[i + 1] {
        case .string(let name): options.text.append(ColumnName(bytes: name.bytes))
        case .integer(let number): options.text.append(ColumnName("\(number)"))
        case let other:
          guard let number = other.integer else {
            throw call.error("option 'text' must hold names or numbers of columns, but element \(i + 1) is \(other.briefly)")
          }
          options.text.append(ColumnName("\(number)"))
        }
      }
    }
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

  static let save = Function(
    "save_csv",
    "Writes vectors, matrices and tables side by side, a line for each row, and returns the file's name. Numbers have "
      + "as many digits as it takes to read the same ones back; texts that would be numbers stand between quotes. The file "
      + "is whole or not there.",
    .positional("path", .string, "the file"),
    .variadic("columns", StoredValue.block, "all with as many rows"),
    .option(
      "names", .table.named("table of strings", annotation: "string[]"), default: nil,
      "the first line, a name for each column; left out: no such line"),
    returns: .string,
    example: """
      path = data.save_csv(os.tmpname(), mat{{1, 2}, {3, 4}}, {"a", "b"}, {names = {"x", "y", "kind"}})
      text = io.open(path):read("a")
      os.remove(path)
      text:gsub("\\n", " / "):sub(1, -4)  --> x,y,kind / 1.0,2.0,a / 3.0,4.0,b
      """
  ) { call in
    let path = try call.path("path")
    let blocks = try call.variadics(as: CSVWriter.Block.self)
    guard let first = blocks.first else { throw call.error("argument 'columns' is missing (what to write)") }
    for (i, block) in blocks.enumerated() where block.rows != first.rows {
      throw call.error(
        "argument \(i + 2), 'columns' must have \(first.rows) rows as those before it, got \(block.rows)")
    }
    let width = blocks.reduce(0) { $0 + $1.columns }
    guard width > 0 else { throw call.error("argument 'columns' must have at least one column") }
    let names = try names(width, call)
    if names.isEmpty, first.rows == 0 {
      throw call.error("argument 'columns' has no rows, and without option 'names' the file would be empty")
    }
    if names.isEmpty, blocks.allSatisfy({ if case .texts = $0 { true } else { false } }) {
      throw call.error("option 'names' is missing: the first of lines that are all text is read as names")
    }
    try call.handlingFiles { try CSVWriter(blocks, names: names).write(to: path, call.supervision(Call.title("writing", path))) }
    return path
  }

  private static func names(_ width: Int, _ call: Call) throws -> [ColumnName] {
    guard let table = try call.tableIfPresent("names") else { return [] }
    guard table.count == width else {
      throw call.error("option 'names' must have \(width) elements, one for each column, got \(table.count)")
    }
    return try (1...width).map { i in
      guard case .string(let name) = table[i] else {
        throw call.error("option 'names' must hold strings, but element \(i) is \(table[i].briefly)")
      }
      return ColumnName(bytes: name.bytes)
    }
  }
}
