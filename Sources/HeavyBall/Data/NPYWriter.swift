/// Writes arrays as `numpy.save` does, byte for byte (on NumPy 2): version 1.0, C order.
///
/// The file is whole or not there, and what it replaces stays until then.
public enum NPYWriter {
  /// - Throws: ``FileFailure`` where it cannot be written; what `supervision` throws.
  public static func write(_ array: NPYArray, to path: String, _ supervision: Supervision = Supervision()) throws {
    try write(array, to: FileName(path), supervision)
  }

  public static func write(_ array: NPYArray, to path: FileName, _ supervision: Supervision = Supervision()) throws {
    switch array.elements {
    case .doubles(let numbers): try write(numbers, array.shape, path, supervision)
    case .floats(let numbers): try write(numbers, array.shape, path, supervision)
    case .integers(let numbers): try write(numbers, array.shape, path, supervision)
    }
  }

  private static func write<Number: NPYScalar>(
    _ numbers: [Number], _ shape: [Int], _ path: FileName, _ supervision: Supervision
  ) throws {
    let file = try AtomicFile(path, supervision)
    try file.write(NPYHeader.bytes(Number.self, shape: shape))
    try file.write(numbers: numbers)
    try file.commit()
  }
}

extension NPYArray {
  /// An array of no dimension.
  public init(_ number: Double) { self.init(shape: [], elements: .doubles([number])) }
  /// An array of no dimension, of 64-bit integers.
  public init(_ integer: Int) { self.init(shape: [], elements: .integers([integer])) }
  /// An array of one dimension.
  public init(_ vector: Vector) { self.init(shape: [vector.count], elements: .doubles(vector.elements)) }
  /// An array of one dimension, of 64-bit integers.
  public init(_ integers: [Int]) { self.init(shape: [integers.count], elements: .integers(integers)) }
  /// An array of two dimensions, row by row.
  public init(_ matrix: Matrix) {
    self.init(shape: [matrix.rows, matrix.columns], elements: .doubles(matrix.elements))
  }
  /// The same of numbers of 32 bits.
  public init(_ matrix: FloatMatrix) {
    self.init(shape: [matrix.rows, matrix.columns], elements: .floats(matrix.elements))
  }
}
