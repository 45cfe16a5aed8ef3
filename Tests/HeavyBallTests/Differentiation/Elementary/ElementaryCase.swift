import CKernelClones
import Testing

@testable import HeavyBall

/// An elementary function of the graph, as it is tried against its reference and against itself.
struct ElementaryCase: Sendable, CustomTestStringConvertible {
  let name: String
  /// Of one number, where it can be called without a graph.
  let value: (@Sendable (Double) -> Double)?
  let expression: @Sendable ([Expression]) throws -> Expression
  var argumentCount = 1
  /// What its kernel is called, nil where it is written in other functions.
  let kernel: String?

  var testDescription: String { name }

  /// Those of the list, and what else has a kernel.
  static let all: [ElementaryCase] = listed + [sechSquared] + powers

  private static let listed = ElementaryFunctions.all.map { f in
    ElementaryCase(
      name: f.name, value: f.value, expression: { f.expression($0[0]) },
      kernel: hasKernel(f) ? f.name == "abs" ? "absolute" : f.name : nil)
  }

  /// Not of one that is written in other functions, nor of one that is called for each number.
  private static func hasKernel(_ f: NamedFunction) -> Bool {
    let operation = f.expression(Graph().input(.scalar)).operation
    guard let elementwise = operation as? any ElementwiseOperation,
      case .unary(let primitive) = type(of: elementwise).primitive
    else { return false }
    return type(of: elementwise).name == f.name && primitive.kernels != nil
  }

  private static let sechSquared = ElementaryCase(
    name: "sech^2", value: nil, expression: { .sechSquared($0[0]) }, kernel: "sech_squared")

  /// |x|^y and the like have no reference of their own.
  private static let powers = [
    ElementaryCase(name: "power", of: Power(), kernel: "power"),
    ElementaryCase(name: "|x|^y", of: AbsolutePower(), kernel: "absolute_power"),
    ElementaryCase(name: "sign(x)|x|^y", of: SignedPower(), kernel: "signed_power"),
  ]

  private init(
    name: String, value: (@Sendable (Double) -> Double)?,
    expression: @escaping @Sendable ([Expression]) throws -> Expression, kernel: String?
  ) {
    (self.name, self.value, self.expression, self.kernel) = (name, value, expression, kernel)
  }

  private init(name: String, of power: some PowerOperation & Sendable, kernel: String) {
    self.init(name: name, value: nil, expression: { try $0[0].graph.apply(power, $0) }, kernel: kernel)
    argumentCount = 2
  }

  /// Its values at points, by a row or by numbers one after another.
  ///
  /// - Parameter columns: the arguments, the first of all points first.
  func values(_ columns: [[Double]], _ precision: Precision, inRows: Bool) throws -> [Double] {
    let graph = Graph(precision: precision)
    let inputs = columns.map { graph.input(.vector($0.count)) }
    let program = Program(
      outputs: [try expression(inputs)], inputs: inputs, scalarLimit: inRows ? -1 : .max)
    let machine = Machine(program)
    for (i, column) in columns.enumerated() { machine.load(Vector(column), input: i) }
    machine.run()
    return machine.output(0).elements
  }

  /// Numbers of all kinds: what a loop over a row may treat in its own way.
  func arguments(count: Int, _ precision: Precision) -> [[Double]] {
    let special: [Double] = [
      0, -0.0, .infinity, -.infinity, .nan, 1, -1, 0x1p-1030, -0x1p-1030, 0x1p-149, 800, -800, 1e300, -1e22, 0.3, -0.3, 40, -40,
    ]
    return (0..<argumentCount).map { argument in
      (0..<count).map { i in
        let x = special[(i * 7 + argument * 5) % special.count], place = Double(i) + 0.37 * Double(argument)
        let other = i % 3 == 0 ? x : (place * 0.618).truncatingRemainder(dividingBy: 1) * 12 - 6
        return precision == .double ? other : Double(Float(other))
      }
    }
  }

  static let cloneCount = Int(POLYAK_CLONES)

  /// A clone of its kernel, where this processor runs it.
  func clone(_ number: Int, _ precision: Precision) -> (([[Double]]) -> [Double])? {
    guard let kernel else { return nil }
    let isSingle = precision == .single
    if argumentCount == 1 {
      guard let rows = polyak_clone(kernel, isSingle, Int32(number)) else { return nil }
      return { Self.call($0, precision) { rows($0, $1, $2[0]) } }
    }
    guard let rows = polyak_clone_of_two(kernel, isSingle, Int32(number)) else { return nil }
    return { Self.call($0, precision) { rows($0, $1, $2[0], $2[1]) } }
  }

  /// The result goes into the first operand's row, as kernels allow.
  private static func call(
    _ columns: [[Double]], _ precision: Precision,
    _ rows: (Int, UnsafeMutableRawPointer, [UnsafeRawPointer]) -> Void
  ) -> [Double] {
    let count = columns[0].count
    let buffers = columns.map { column in
      let buffer = UnsafeMutableRawPointer.allocate(byteCount: max(1, count) * 8, alignment: 8)
      for (i, x) in column.enumerated() {
        if precision == .double {
          buffer.storeBytes(of: x, toByteOffset: i * 8, as: Double.self)
        } else {
          buffer.storeBytes(of: Float(x), toByteOffset: i * 4, as: Float.self)
        }
      }
      return buffer
    }
    defer { for buffer in buffers { buffer.deallocate() } }
    rows(count, buffers[0], buffers.map { UnsafeRawPointer($0) })
    return (0..<count).map { i in
      precision == .double
        ? buffers[0].load(fromByteOffset: i * 8, as: Double.self)
        : Double(buffers[0].load(fromByteOffset: i * 4, as: Float.self))
    }
  }
}
