internal import Synchronization

/// A large constant that graphs and machines refer to and never copy: the inputs of a network.
///
/// It is compared by identity, where `Constant` is by its numbers.
public final class SharedNumbers: Sendable {
  public let precision: Precision
  public let count: Int
  private let doubles: [Double]
  private let singles: [Float]
  /// The same in the other precision, once somebody wants it.
  private let counterpart = AtomicLazyReference<SharedNumbers>()
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

  /// The same numbers in a precision, kept once as well.
  func converted(to precision: Precision) -> SharedNumbers {
    if precision == self.precision { return self }
    if let known = counterpart.load() { return known }
    // Threads that want it at the same moment each make it; the first one's is kept.
    return counterpart.storeIfNil(precision == .double ? SharedNumbers(values) : SharedNumbers(doubles.map { Float($0) }))
  }

  /// Calls the one function of its precision with the numbers, which are not copied.
  func withNumbers(_ inDoubles: ([Double]) -> Void, _ inSingles: ([Float]) -> Void) {
    if precision == .double { inDoubles(doubles) } else { inSingles(singles) }
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
  /// A graph that was given no precision has that of its shared constants; other numbers are converted for its programs.
  ///
  /// - Precondition: as many numbers as the shape has elements.
  public func constant(_ numbers: SharedNumbers, _ shape: Shape) -> Expression {
    precondition(numbers.count == shape.count, "\(shape) needs \(shape.count) numbers")
    sharedPrecisions.insert(numbers.precision)
    return leaf(SharedConstant(numbers: numbers, shape: shape), shape)
  }
}

extension Expression {
  /// The numbers of a shared constant.
  var sharedNumbers: SharedNumbers? { (operation as? SharedConstant)?.numbers }

  /// The values of a constant of either kind, a copy.
  var storedValues: [Double]? { constantValues ?? sharedNumbers?.values }
}
