/// Reads the array files that `numpy.save` writes (.npy), of versions 1.0, 2.0 and 3.0.
///
///     let a = try NPYReader(path: "x.npy").read()
///     a.shape          // [3, 4]
///
/// What is read: float64, float32, integers of 1 to 8 bytes with and without sign, and booleans; of either byte order,
/// in C or Fortran order; of at most two dimensions. Refused by name: Python objects, whose pickles could run code,
/// structured arrays, text, complex numbers. Bytes behind the array are left alone, as NumPy does.
public struct NPYReader {
  public let path: FileName
  /// What to make of the numbers; nil: float64 becomes doubles, float32 floats, integers integers, or doubles in a
  /// matrix.
  public var precision: Precision?
  public var supervision: Supervision

  /// - Parameters:
  ///   - precision: What floating-point numbers become; nil leaves them as they are.
  ///   - supervision: Whom to ask for memory and whether to go on.
  public init(path: String, precision: Precision? = nil, supervision: Supervision = Supervision()) {
    self.init(path: FileName(path), precision: precision, supervision: supervision)
  }

  /// The same, for a name that need not be text.
  public init(path: FileName, precision: Precision? = nil, supervision: Supervision = Supervision()) {
    self.path = path
    self.precision = precision
    self.supervision = supervision
  }

  /// The array.
  ///
  /// - Throws: ``FileFailure`` where the file is not there, is cut short or holds what is not read, and where an
  ///   integer has no double that equals it; what `supervision` throws.
  /// - Complexity: O(n), and no memory but the array's own and a megabyte.
  public func read() throws -> NPYArray { try read(InputFile(path)) }

  /// The array that a file has from where reading has come to.
  func read(_ file: InputFile) throws -> NPYArray {
    let header = try NPYHeader(file, supervision)
    guard header.shape.count <= 2 else {
      throw file.failure("an array of shape \(header.shapeText); at most 2 dimensions are read: reshape it in NumPy")
    }
    guard let count = header.count, count <= 1 << 50 else {
      throw file.failure("its header claims the shape \(header.shapeText): it is damaged")
    }
    return NPYArray(shape: header.shape, elements: try elements(NPYBody(file, header, count, supervision)))
  }

  private func elements(_ body: NPYBody) throws -> NPYArray.Elements {
    switch body.type {
    case "f8": try reals(Double.self, body)
    case "f4": try reals(Float.self, body)
    case "i1": try integers(Int8.self, body)
    case "i2": try integers(Int16.self, body)
    case "i4": try integers(Int32.self, body)
    case "i8": try integers(Int64.self, body)
    case "u1", "b1": try integers(UInt8.self, body)
    case "u2": try integers(UInt16.self, body)
    case "u4": try integers(UInt32.self, body)
    case "u8": try integers(UInt64.self, body)
    default: throw body.refusal
    }
  }

  private func reals<Number: NPYScalar & BinaryFloatingPoint>(
    _ type: Number.Type, _ body: NPYBody
  ) throws -> NPYArray.Elements {
    switch precision ?? (type == Float.self ? .single : .double) {
    case .double: .doubles(try body.read(type) { number, _ in Double(number) })
    case .single: .floats(try body.read(type) { number, _ in Float(number) })
    }
  }

  private func integers<Number: NPYScalar & FixedWidthInteger>(
    _ type: Number.Type, _ body: NPYBody
  ) throws -> NPYArray.Elements {
    switch precision {
    case .single: return .floats(try body.read(type) { number, _ in Float(number) })
    case .double: return .doubles(try body.read(type) { number, i in try exact(number, i, body) })
    case nil where body.header.shape.count == 2:
      return .doubles(try body.read(type) { number, i in try exact(number, i, body) })
    case nil:
      return .integers(
        try body.read(type) { number, i in
          guard let integer = Int(exactly: number) else { throw unkept(number, i, body, "a signed integer of 64 bits") }
          return integer
        })
    }
  }

  private func exact(_ number: some FixedWidthInteger, _ place: Int, _ body: NPYBody) throws -> Double {
    guard let double = Double(exactly: number) else { throw unkept(number, place, body, "a double") }
    return double
  }

  private func unkept(_ number: some FixedWidthInteger, _ place: Int, _ body: NPYBody, _ kind: String) -> FileFailure {
    let indices =
      body.header.shape.count == 2
      ? "row \(place / body.header.shape[1] + 1), column \(place % body.header.shape[1] + 1)" : "element \(place + 1)"
    return body.file.failure("\(indices) is \(number), which \(kind) cannot hold")
  }
}
