internal import CKernels

/// Runs a ``ScalarCode`` on registers of one double each, or of a row of doubles, one for each member of an ensemble.
///
/// Unsafe pointers: the loop reads and writes registers whose numbers the compiler has made, and a bounds check a
/// register would cost as much as the arithmetic.
struct ScalarInterpreter {
  let instructions: UnsafePointer<ScalarInstruction>
  let count: Int
  let unary: UnsafePointer<UnaryPrimitive>
  let binary: UnsafePointer<BinaryPrimitive>

  func deallocate() {
    instructions.deallocate()
    unary.deallocate()
    binary.deallocate()
  }

  /// Runs the code `times` times over.
  func run(_ r: UnsafeMutablePointer<Double>, times: Int) {
    let end = instructions + count
    for _ in 0..<times {
      var p = instructions
      while p < end {
        let i = p.pointee
        let a = r[Int(i.a)]
        switch i.opcode {
        case .add: r[Int(i.result)] = a + r[Int(i.b)]
        case .subtract: r[Int(i.result)] = a - r[Int(i.b)]
        case .multiply: r[Int(i.result)] = a * r[Int(i.b)]
        case .divide: r[Int(i.result)] = a / r[Int(i.b)]
        case .multiplyAdd: r[Int(i.result)] = a * r[Int(i.b)] + r[Int(i.c)]
        case .multiplySubtract: r[Int(i.result)] = a * r[Int(i.b)] - r[Int(i.c)]
        case .subtractProduct: r[Int(i.result)] = r[Int(i.c)] - a * r[Int(i.b)]
        case .select: r[Int(i.result)] = a > 0 ? r[Int(i.b)] : a <= 0 ? r[Int(i.c)] : a
        case .unary: r[Int(i.result)] = unary[Int(i.b)].value(a)
        case .binary: r[Int(i.result)] = binary[Int(i.c)].value(a, r[Int(i.b)])
        case .copy: r[Int(i.result)] = a
        }
        p += 1
      }
    }
  }

  /// Runs the code `times` times over registers of n doubles each.
  func run(_ r: UnsafeMutablePointer<Double>, members n: Int, times: Int) {
    let end = instructions + count
    for _ in 0..<times {
      var p = instructions
      while p < end {
        let i = p.pointee
        let (d, a) = (r + Int(i.result) * n, r + Int(i.a) * n)
        let (b, c) = (r + Int(i.b) * n, r + Int(i.c) * n)
        switch i.opcode {
        case .add: polyak_rows_add(n, d, a, b)
        case .subtract: polyak_rows_subtract(n, d, a, b)
        case .multiply: polyak_rows_multiply(n, d, a, b)
        case .divide: polyak_rows_divide(n, d, a, b)
        case .multiplyAdd: polyak_rows_multiply_add(n, d, a, b, c)
        case .multiplySubtract: polyak_rows_multiply_subtract(n, d, a, b, c)
        case .subtractProduct: polyak_rows_subtract_product(n, d, a, b, c)
        case .select: polyak_rows_select(n, d, a, b, c)
        case .unary: unary[Int(i.b)].rows(n, d, a)
        case .binary: binary[Int(i.c)].rows(n, d, a, b)
        case .copy: d.update(from: a, count: n)
        }
        p += 1
      }
    }
  }
}
