import HeavyBall
import LuaKit

/// The norms of a matrix.
private enum MatrixNorm {
  case frobenius, nuclear
  /// The largest sum of a column's moduli, of a row's.
  case columns, rows
  case spectral

  init?(_ p: Double) {
    switch p {
    case 1: self = .columns
    case 2: self = .spectral
    case .infinity: self = .rows
    default: return nil
    }
  }

  func value(_ a: Matrix, poll: () throws -> Void) throws -> Double {
    switch self {
    case .frobenius: try Vector(a.elements).norm(poll: poll)
    case .nuclear: try SingularValues(a, poll: poll).values.reversed().reduce(0, +)
    case .spectral: try SingularValues(a, poll: poll).values.first ?? 0
    case .columns:
      try (0..<a.columns).reduce(0) {
        try poll()
        return max($0, a.column($1).norm(1))
      }
    case .rows:
      try (0..<a.rows).reduce(0) {
        try poll()
        return max($0, a.row($1).norm(1))
      }
    }
  }
}

private enum Kind {
  case number(Double)
  case matrix(MatrixNorm)

  static let type = ParameterType<Kind>(
    name: "number >= 1, 'frobenius' or 'nuclear'", annotation: "number|\"frobenius\"|\"nuclear\""
  ) { value in
    if let p = value.number, p >= 1 { return .number(p) }
    switch value.text {
    case "frobenius": return .matrix(.frobenius)
    case "nuclear": return .matrix(.nuclear)
    default: return nil
    }
  }
}

private let kind = Parameter(
  "p", Kind.type,
  "of a vector: (sum |v_i|^p)^(1/p), 2 if left out; of a matrix: \"frobenius\" (the root of the sum of squares, if left "
    + "out), 1 (the largest sum of a column's moduli), 2 (the largest singular value), math.huge (the largest sum of a "
    + "row's moduli) or \"nuclear\" (the sum of the singular values)"
).optional
private let operand = Parameter("A", VectorOrMatrix.type, "a matrix or a vector")

/// `linalg.norm`.
let normFunction = Function(
  "norm", "A norm of a matrix or a vector.", [operand, kind], returns: .number,
  example: "linalg.norm({{3, 0}, {0, 4}}, 2)  --> 4.0"
) { call in
  let watch = call.watch(call.name)
  let poll = { try watch.poll() }
  switch (try call[operand], try call[kind]) {
  case (.vector(let v), nil): return try v.norm(poll: poll)
  case (.vector(let v), .number(let p)?): return try v.norm(p, poll: poll)
  case (.vector, .matrix?): throw call.fault(at: kind, complaint: "must be a number for a vector")
  case (.matrix(let a), let given):
    var norm = MatrixNorm.frobenius
    if case .matrix(let named)? = given { norm = named }
    if case .number(let p)? = given {
      guard let known = MatrixNorm(p) else {
        throw call.fault(
          at: kind, complaint: "must be 1, 2, math.huge, 'frobenius' or 'nuclear' for a matrix, got \(LuaValue.number(p).briefly)"
        )
      }
      norm = known
    }
    if norm == .spectral || norm == .nuclear {
      try call.checkFinite(a, operand)
      try call.checkRoom(for: a.elements.count, bytes: 48)
    }
    return try norm.value(a, poll: poll)
  }
}
