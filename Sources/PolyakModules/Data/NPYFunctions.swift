import HeavyBall
import LuaKit

/// `data.npy` and `data.save_npy`.
enum NPYFunctions {
  private static let precision = Parameter(
    "dtype", .choice(of: Precision.self),
    "\"f64\" or \"f32\": any matrix becomes a Matrix or a FloatMatrix, integers of one dimension a Vector"
  ).optional

  static let read = Function(
    "npy",
    "What numpy.save has written: a number, a Vector or a matrix. float64 makes a Matrix, float32 a FloatMatrix, and "
      + "integers and booleans (0 and 1) of one dimension a table of integers, of two a Matrix. Of either byte order, "
      + "in C or Fortran order, of at most two dimensions.",
    [Parameters.file], options: [precision],
    returns: .number.or(.object(VectorObject.self)).or(.object(MatrixObject.self)).or(.object(FloatMatrixObject.self))
      .or(.table.named("table of integers", annotation: "integer[]")),
    example: """
      path = data.save_npy(os.tmpname(), {{1, 2}, {3, 4}})
      A = data.npy(path)
      os.remove(path)
      A:get(2, 1)  --> 3.0
      """
  ) { call -> LuaValue in
    let path = try call[Parameters.file]
    let wanted = try call[precision]
    return try call.handlingFiles {
      let reader = NPYReader(path: path, precision: wanted, supervision: call.supervision(Call.title("reading", path)))
      return try Self.value(reader.read(), call)
    }
  }

  private static func value(_ array: NPYArray, _ call: Call) throws -> LuaValue {
    let shape = array.shape
    if shape.count == 2 { try call.checkShape(shape[0], shape[1]) }
    switch (array.elements, shape.count) {
    case (.integers(let numbers), 0): return .integer(numbers[0])
    case (.doubles(let numbers), 0): return .number(numbers[0])
    case (.floats(let numbers), 0): return .number(Double(numbers[0]))
    case (.integers(let numbers), _):
      // 16 bytes each in Lua's table.
      try call.checkRoom(for: numbers.count, bytes: 16)
      return try numbers.luaValue(in: call.state)
    case (.doubles(let numbers), 1): return .object(VectorObject(Vector(numbers)))
    case (.floats(let numbers), 1):
      try call.checkRoom(for: numbers.count)
      return .object(VectorObject(Vector(numbers.lazy.map { Double($0) })))
    case (.doubles(let numbers), _):
      return .object(MatrixObject(Matrix(rows: shape[0], columns: shape[1], elements: numbers)))
    case (.floats(let numbers), _):
      return .object(FloatMatrixObject(FloatMatrix(rows: shape[0], columns: shape[1], elements: numbers)))
    }
  }

  private static let destination = Parameters.file.described("the file; no ending is added")
  private static let array = Parameter("value", .array, "what to write")

  static let save = Function(
    "save_npy",
    "Writes a value as numpy.save does, and returns the file's name: a Matrix or Vector as float64, a FloatMatrix as "
      + "float32, integers and tables of them as int64. The file is whole or not there.",
    [destination, array], returns: .string,
    example: """
      path = data.save_npy(os.tmpname(), {3, 1, 2})
      labels = data.npy(path)
      os.remove(path)
      table.concat(labels, " ")  --> 3 1 2
      """
  ) { call in
    let (path, value) = (try call[destination], try call[array])
    try call.handlingFiles { try NPYWriter.write(value, to: path, call.supervision(Call.title("writing", path))) }
    return path
  }
}
