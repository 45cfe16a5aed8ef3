import HeavyBall
import LuaKit
import Testing

@testable import PolyakModules

/// Functions of whole values, of numbers and in traced formulas. Numbers that are not plain are NumPy's and SciPy's
/// (`softmax`, `logsumexp`, `linspace`, `logspace`).
@Suite("Formulas") struct FormulaTests {
  let lua = LuaState()
  init() throws {
    try Polyak.open(in: lua)
    try lua.run("A, v = mat{{1, -2, 3}, {0.5, 4, -1}}, vec{2, -1, 0.25}", name: "=test")
  }

  /// What formulas of A and v give, row after row.
  static let values: [(String, [Double])] = [
    ("v:slice(1, -1)", [2, -1, 0.25]), ("v:slice(-2)", [-1, 0.25]), ("v:slice(2, 2)", [-1]), ("v:slice(3, 2)", []),
    ("v:slice(1, 0)", []), ("vec{}:slice(1, 0)", []), ("vec{}:slice(1)", []),
    ("A:rows(2)", [0.5, 4, -1]), ("A:rows(-2, -2)", [1, -2, 3]), ("A:rows(1, 2)", [1, -2, 3, 0.5, 4, -1]),
    ("A:columns(2, 3)", [-2, 3, 4, -1]), ("A:columns(-1)", [3, -1]), ("A:columns(1, 0)", []), ("v[{3, 1, 1}]", [0.25, 2, 2]),
    ("v[vec{2}]", [-1]), ("v[{}]", []), ("A[{2, 1, 2}]", [0.5, 4, -1, 1, -2, 3, 0.5, 4, -1]),
    ("A:reshape(3, 2)[2]", [3, 0.5]), ("A:reshape(6):slice(2, 3)", [-2, 3]), ("A:flatten()", [1, -2, 3, 0.5, 4, -1]),
    ("v:reshape(3, 1) * vec{1}", [2, -1, 0.25]), ("concat(1, v, {4, 5})", [1, 2, -1, 0.25, 4, 5]), ("concat(3)", [3]),
    ("concat(vec{}, vec{})", []), ("concat(A, A:rows(2))", [1, -2, 3, 0.5, 4, -1, 0.5, 4, -1]), ("stack(1, 2)", [1, 2]),
    ("stack(v, {1, 2, 3})", [2, -1, 0.25, 1, 2, 3]), ("outer(v, {1, 2})", [2, 4, -1, -2, 0.25, 0.5]),
    ("diag(v:slice(1, 2))", [2, 0, 0, -1]), ("diag(A)", [1, 4]), ("A:t():diag()", [1, 4]), ("A:pick{2, 0}", [3, 0.5]),
    ("sum(A)", [5.5]), ("sum(A, 'rows')", [2, 3.5]), ("A:sum('columns')", [1.5, 2, 2]), ("mean(v)", [1.25 / 3]),
    ("mean(A, 'rows')", [2.0 / 3, 3.5 / 3]), ("mean(A, 'columns')", [0.75, 1, 1]), ("mean(3)", [3]), ("mean(vec{})", [.nan]),
    ("sum(mat(2, 0), 'rows')", [0, 0]), ("sum(mat(0, 2), 'columns')", [0, 0]), ("cumsum(v)", [2, 1, 1.25]),
    ("cumsum(A)", [1, -1, 2, 2.5, 6.5, 5.5]), ("cumsum(A, 'rows')", [1, -1, 2, 0.5, 4.5, 3.5]),
    ("cumsum(A, 'columns')", [1, -2, 3, 1.5, 2, 2]), ("dot(A, A)", [31.25]), ("max(A, 0)", [1, 0, 3, 0.5, 4, 0]),
    ("min(A, v)", [1, -2, 0.25, 0.5, -1, -1]), ("where(A, 1, v)", [1, -1, 1, 1, 1, 0.25]),
    ("where(v, A, 0)", [1, 0, 3, 0.5, 0, -1]),
    ("where(-1, 1, 2)", [2]), ("where(vec{0/0, 0, 1}, 5, 6)", [.nan, 6, 5]),
    ("softmax(v:slice(1, 2) * 0)", [0.5, 0.5]), ("softmax{1000, 0, -1000}", [1, 0, 0]),
    (
      "softmax(A, 'rows')",
      [
        0.11849965453500959, 0.005899750401902781, 0.8756005950630876, 0.0291217615374784, 0.9643802951468596,
        0.00649794331566194,
      ]
    ),
    (
      "softmax(A, 'columns')",
      [
        0.6224593312018546, 0.0024726231566347748, 0.9820137900379085, 0.37754066879814546, 0.9975273768433653,
        0.017986209962091555,
      ]
    ),
    ("logsumexp(A, 'rows')", [3.1328452337275756, 4.036269565124779]),
    ("logsumexp(A, 'columns')", [1.4740769841801067, 4.00247568513773, 3.01814992791781]),
    ("A + v", [3, -3, 3.25, 2.5, 3, -0.75]), ("v - A", [1, 1, -2.75, 1.5, -5, 1.25]), ("A / v", [0.5, 2, 12, 0.25, -4, -4]),
    ("v / A", [2, 0.5, 0.25 / 3, 4, -0.25, -0.25]), ("(A * A:t() - {1, 2}):flatten()", [13, -12.5, -11.5, 15.25]),
    (
      "A - mean(A, 'rows'):reshape(2, 1) * mat(1, 3, 1)",
      [1 - 2.0 / 3, -2 - 2.0 / 3, 3 - 2.0 / 3, 0.5 - 3.5 / 3, 4 - 3.5 / 3, -1 - 3.5 / 3]
    ),
    ("A:columns(1, 1) + A:rows(1, 1)", [2, -1, 4, 1.5, -1.5, 3.5]), ("A * v", [4.75, -3.25]),
    ("A ^ {2, 1, 0}", [1, -2, 1, 0.25, 4, 1]),
    ("log1p(expm1(A))", [1, -2, 3, 0.5, 4, -1]), ("eye(2)", [1, 0, 0, 1]), ("linspace(5, 1, 3)", [5, 3, 1]),
    ("linspace(2, 3, 1)", [2]), ("linspace(2, 3, 0)", []), ("logspace(0, 2, 3)", [1, 10, 100]),
    ("max(A, 'rows')", [3, 4]), ("A:max('columns')", [1, 4, 3]), ("min(A, 'rows')", [-2, -1]),
    ("A:min('columns')", [0.5, -2, -1]),
    ("max(A * 0, 'rows')", [0, 0]), ("norm(v)", [2.25]), ("v:norm(1)", [3.25]), ("v:norm(math.huge)", [2]),
    // (9 + 1/64)^(1/3) and √31.25
    ("v:norm(3)", [2.0812868793195682]), ("A:norm()", [5.5901699437494745]), ("norm(-3)", [3]), ("norm(v * 0)", [0]),
    ("norm(v * 1e200) / 1e200", [2.25]), ("norm(v * 1e-200) * 1e200", [2.25]), ("norm(vec{})", [0]),
    ("A:map(function(x) return 2 * x end)", [2, -4, 6, 1, 8, -2]), ("v:map(function(x) return x * x end)", [4, 1, 0.0625]),
    ("A:column(2)", [-2, 4]), ("stack(A:totable()[1][2], A:totable()[2][1])", [-2, 0.5]), ("#A:totable()[1]", [3]),
    ("v:size()", [3]), ("A:size()", [2, 3]), ("A:get(2, 2)", [4]), ("A:t():get(2, 1)", [-2]),
    ("logsumexp(v:slice(1, 0))", [-.infinity]),
    ("sum({{1, 2}, {3, 4}}, 'rows')", [3, 7]), ("exp{{0, 0}, vec{0, 0}}", [1, 1, 1, 1]),
    ("A + {{1, 1, 1}, {2, 2, 2}}", [2, -1, 4, 2.5, 6, 1]),
    ("concat(A, {{1, 2, 3}})", [1, -2, 3, 0.5, 4, -1, 1, 2, 3]), ("diag{{1, 2}, {3, 4}}", [1, 4]),
    ("{{1, 0, 0}, {0, 2, 0}} * v", [2, -2]), ("max({{1, 5}, {7, 2}}, 'columns')", [7, 5]),
    ("linspace(v[1], v[2], 4)", [2, 1, 0, -1]), ("logspace(v[2], 1, 3)", [0.1, 1, 10]),
  ]

  @Test("have their values of numbers, and the same in losses", arguments: values)
  func value(code: String, expected: [Double]) throws {
    let plain = try lua.run("return concat(\(code)):flatten():totable()", name: "=plain")[0].table?.numbers()
    let close = { (found: [Double]) in
      found.count == expected.count
        && zip(found, expected).allSatisfy {
          $0 == $1 || $0.isNaN && $1.isNaN || ($0 - $1).magnitude <= 1e-14 * max(1, $1.magnitude)
        }
    }
    #expect(close(plain ?? []), "\(plain ?? [])")
    // A and v as parts of the parameters, each element of the result apart.
    let formula = try lua.run(
      """
      local numbers, elements = concat(A:flatten(), v), {}
      for i = 1, \(expected.count) do
        local L = losses.define(9, function(b)
          local A, v = b:slice(1, 6):reshape(2, 3), b:slice(7, 9)
          return concat(\(code)):flatten()[i] + 0 * b[1]
        end)
        elements[i] = L(numbers)
      end
      return elements
      """, name: "=formula")[0].table?.numbers()
    #expect(close(formula ?? []), "\(formula ?? [])")
  }

  static let failures: [(String, String)] = [
    ("v:slice(0, 2)", "v:slice: argument 'i' must be in [1, 3] or [-3, -1], got 0"),
    ("v:slice(1, 4)", "v:slice: argument 'j' must be in [1, 3] or [-3, -1], got 4"),
    ("v:slice(4)", "v:slice: argument 'i' must be in [1, 3] or [-3, -1], got 4"),
    ("slice(v, 3, 1)", "slice: argument 'j' must be at least 2, one before the first, got 1"),
    ("slice(A, 1)", "slice: expected a vector, got a 2x3 matrix; a matrix has rows(i, j) and columns(i, j)"),
    ("rows(v, 1)", "rows: expected a matrix, got a vector of 3"), ("sum(v, 'rows')", "sum: expected a matrix, got a vector of 3"),
    ("sum(A, 'row')", "sum: argument 'axis' must be 'rows' or 'columns', got string 'row' (did you mean 'rows'?)"),
    ("A:reshape(4, 2)", "A:reshape: a 2x3 matrix cannot become a 4x2 matrix"),
    ("A:pick{1}", "A:pick: argument 'labels' must have 2 elements, one for each row, got 1"),
    ("A:pick{1, 3}", "A:pick: argument 'labels' must hold numbers of columns from 0 to 2, but element 2 is 3"),
    ("A:pick{0.5, 0}", "A:pick: argument 'labels' must hold numbers of columns from 0 to 2, but element 1 is 0.5"),
    ("v[{4}]", "Vector: no element 4 (number 1 of the list), it has 3"),
    ("A[{1, 0}]", "Matrix: no row 0 (number 2 of the list), it has 2"),
    ("v[{'x'}]", "Vector: expected an index or the name of a field, got table"),
    ("v * A", "*: a vector of 3 and a 2x3 matrix do not go together; write A:t() * v for v A"),
    ("A + vec{1, 2}", "+: a 2x3 matrix and a vector of 2 do not go together"),
    ("stack(v, {1})", "stack: a vector of 3 and a vector of 1 do not go together"),
    ("concat(A, v)", "concat: a 2x3 matrix and a vector of 3 do not go together"),
    ("outer(A, v)", "outer: expected a vector, got a 2x3 matrix"),
    ("where(v, {1, 2}, 0)", "where: a vector of 3 and a vector of 2 and a number do not go together"),
    ("diag(3)", "diag: expected a vector or a matrix, got a number"),
    (
      "losses.define(47000, function(b) return sum(diag(b)) end)",
      "diag: a symbolic vector must have at most 46340 elements, got 47000"
    ),
    ("linspace(v, 1, 2)", "linspace: argument 'a' must be a number, got a vector of 3"),
    (
      "losses.define(3, function(b) return sort(b)[1] end)",
      "sort: a symbolic value has no order while a loss is traced: which of its numbers is the smallest changes with the parameters"
    ),
    ("losses.define(3, function(b) return b:t() end)", "s:t: expected a matrix, got a vector of 3 (symbolic)"),
    ("losses.define(3, function(b) return b:get(1, 1) end)", "s:get: expected a matrix, got a vector of 3 (symbolic)"),
    ("losses.define(3, function(b) return b[-1] end)", "Symbol: no element -1, it has 3"),
    ("losses.define(6, function(b) return sum(b:reshape(2, 3)[-1]) end)", "Symbol: no row -1, it has 2"),
    (
      "losses.define(2, function(b) return sum({1, 2} * b:reshape(2, 1)) end)",
      "*: a vector of 2 and a 2x1 matrix (symbolic) do not go together; write A:t() * v for v A"
    ),
    (
      "stack(A, A)",
      "stack: expected vectors or numbers, got a 2x3 matrix and a 2x3 matrix; concat(A, B) has the rows of matrices, one after another"
    ),
    (
      "dot(vec{1, 2}, losses.rosenbrock{}:hvp({1, 1}, {1, 0}))",
      "dot: takes at most 2 arguments, got 3; where the last is a call that gives 2 values, (f(x)) is the first alone"
    ),
    ("dot(v, v, 3)", "dot: takes at most 2 arguments, got 3"),
    ("max(A, v, 'rows')", "max: argument 3, 'more' is an axis, which goes with one value alone"),
    ("max(v, 'rows')", "max: expected a matrix, got a vector of 3"),
    ("min(mat(2, 0), 'rows')", "min: argument 'x' must have at least one number in each"),
    ("exp{{1, 2}, {3}}", "exp: argument 'x[2]' must have 2 numbers as the first row has, got 1"),
    ("sum{1, 'a'}", "sum: argument 'x[2]' must be a number, got string 'a'"),
    ("exp{a = 1}", "exp: argument 'x' must be a number, vector or matrix, got table"),
    ("v[{a = 1}]", "Vector: expected an index or the name of a field, got table"),
    ("v + {1, 2, 3, x = 1}", "+: expected a number, a vector or a matrix, got table"),
    ("losses.define(3, function(b) return sum(b[{1, 4}]) end)", "Symbol: no element 4 (number 2 of the list), it has 3"),
    (
      "losses.define(3, function(b) return sum(b:slice(1, 2) + b) end)",
      "+: a vector of 2 (symbolic) and a vector of 3 (symbolic) do not go together"
    ),
  ]

  @Test("are refused with what was expected", arguments: failures)
  func failure(code: String, message: String) throws {
    let found = try lua.failure(of: code)
    #expect(found.hasSuffix(message), "\(found)")
  }

  @Test func `sort puts NaN last`() throws {
    #expect(
      try lua.answer(to: "local s = sort{3, 0/0, -1, 2} return ('%g %g %g %s'):format(s[1], s[2], s[3], s[4] ~= s[4])")
        == "-1 2 3 true")
  }
}
