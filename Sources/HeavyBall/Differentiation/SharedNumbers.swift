/// A large constant that graphs and machines refer to and never copy: the inputs of a network.
///
/// It is compared by identity, where ``Constant`` is by its numbers.
public final class SharedNumbers: Sendable {
  public let precision: Precision
  public let count: Int
  private let doubles: [Double]
  private let singles: [Float]
  /// Where the numbers are.
  ///
  /// Unsafe: an array's own memory. It does not move: the array is a constant, holds trivial elements, and has no other
  /// representation on systems without Objective-C.
  nonisolated(unsafe) let address: UnsafeRawPointer

  public init(_ numbers: [Double]) {
    (precision, count) = (.double, numbers.count)
    (doubles, singles) = (numbers, [])
    address = doubles.withUnsafeBytes { $0.baseAddress ?? UnsafeRawPointer(bitPattern: 8)! }
  }

  public init(_ numbers: [Float]) {
    (precision, count) = (.single, numbers.count)
    (doubles, singles) = ([], numbers)
    address = singles.withUnsafeBytes { $0.baseAddress ?? UnsafeRawPointer(bitPattern: 8)! }
  }

  /// The numbers as doubles, a copy.
  public var values: [Double] { precision == .double ? doubles : singles.map { Double($0) } }
}

/// A constant whose numbers are kept elsewhere. See ``Graph/constant(_:_:)-(SharedNumbers,_)``.
struct SharedConstant: LeafOperation {
  static let name = "constant"
  let numbers: SharedNumbers
  let shape: Shape

  static func == (a: SharedConstant, b: SharedConstant) -> Bool { a.numbers === b.numbers && a.shape == b.shape }
  func hash(into hasher: inout Hasher) { hasher.combine(ObjectIdentifier(numbers)) }

  func shape(of operands: [Shape]) -> Shape { shape }
}

extension Graph {
  /// A constant whose numbers are kept once, however many machines read them. For matrices in products.
  ///
  /// - Precondition: as many numbers as the shape has elements, of the graph's precision.
  public func constant(_ numbers: SharedNumbers, _ shape: Shape) -> Expression {
    precondition(numbers.count == shape.count, "\(shape) needs \(shape.count) numbers")
    precondition(numbers.precision == precision, "numbers of the graph's precision")
    return leaf(SharedConstant(numbers: numbers, shape: shape), shape)
  }
}

extension Expression {
  /// The numbers of a shared constant.
  var sharedNumbers: SharedNumbers? { (operation as? SharedConstant)?.numbers }

  /// The values of a constant of either kind, a copy.
  var storedValues: [Double]? { constantValues ?? sharedNumbers?.values }
}
