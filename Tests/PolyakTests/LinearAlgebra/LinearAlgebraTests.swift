import LuaKit
import Testing

@testable import PolyakModules

/// The module `linalg` as scripts see it; that its numbers are right is for HeavyBallTests. Figures by NumPy 2.4.6.
@Suite("linalg") struct LinearAlgebraModuleTests {
  struct Case: Sendable, CustomTestStringConvertible {
    let code: String
    let expected: String
    var testDescription: String { code }
    init(_ code: String, _ expected: String) { (self.code, self.expected) = (code, expected) }
  }

  static let values = [
    Case("linalg.solve({{4, 1}, {1, 3}}, {1, 2})", "Vector(2)  0.0909091  0.636364"),
    Case("linalg.solve(mat{{4, 1}, {1, 3}}, mat{{1, 0}, {2, 11}})", "Matrix(2 x 2)\n  0.0909091  -1\n   0.636364   4"),
    Case("linalg.solve({{1e-20, 0}, {0, 1}}, {1, 1})", "Vector(2)  1e+20  1"),
    Case("linalg.solve({{5}}, {{10, 20}})", "Matrix(1 x 2)\n  2  4"),
    Case("linalg.inv{{1, 2}, {3, 4}}", "Matrix(2 x 2)\n   -2     1\n  1.5  -0.5"),
    Case("linalg.det{{1, 2, 3}, {4, 5, 6}, {7, 8, 10}}", "-3"),
    Case("linalg.det{{1, 2}, {2, 4}}", "0"),
    Case("linalg.det(mat(0, 0))", "1"),
    Case("linalg.cholesky{{4, 12, -16}, {12, 37, -43}, {-16, -43, 98}}", "Matrix(3 x 3)\n   2  0  0\n   6  1  0\n  -8  5  3"),
    Case("select(2, linalg.qr{{3, 1}, {4, 2}})", "Matrix(2 x 2)\n  5  2.2\n  0  0.4"),
    Case("(linalg.qr{{3, 1}, {4, 2}})", "Matrix(2 x 2)\n  0.6  -0.8\n  0.8   0.6"),
    Case("(linalg.eigh{{2, 1}, {1, 2}})", "Vector(2)  1  3"),
    Case("select(2, linalg.eigh{{2, 1}, {1, 2}})", "Matrix(2 x 2)\n   0.707107  0.707107\n  -0.707107  0.707107"),
    Case("select(2, linalg.svd{{3, 0, 0}, {0, 4, 0}})", "Vector(2)  4  3"),
    Case(
      "(function(U, s, V) return #U .. #U[1] .. #s .. #V .. #V[1] end)(linalg.svd(mat(4, 3, 1)))",
      "433"
        + "33"),
    Case("(linalg.lstsq({{1, 0}, {1, 1}, {1, 2}}, {6, 0, 0}))", "Vector(2)  5  -3"),
    Case("select(2, linalg.lstsq({{1, 1}, {2, 2}}, {2, 4}))", "1"),
    Case("select(2, linalg.lstsq({{1, 0}, {0, 1e-9}}, {2, 4}, {tolerance = 1e-6}))", "1"),
    Case("linalg.norm{{3, 0}, {4, 0}}", "5"),
    Case("linalg.norm({{1, -2}, {3, 4}}, 1)", "6"),
    Case("linalg.norm({{1, -2}, {3, 4}}, math.huge)", "7"),
    Case("linalg.norm({{3, 0}, {0, 4}}, 'nuclear')", "7"),
    Case("linalg.norm({{1, 1}, {1, 1}}, 2)", "2"),
    Case("linalg.norm({3, 4})", "5"),
    Case("linalg.norm(vec{3, -4}, 1)", "7"),
    Case("linalg.norm(mat(0, 3))", "0"),
  ]

  @Test("values are NumPy's", arguments: values) func value(_ example: Case) throws {
    let text = try state().answer(to: "return " + example.code)
    #expect(text == example.expected || text == example.expected + ".0")
  }

  static let refusals = [
    Case("linalg.solve({{1, 2}}, {1})", "linalg.solve: argument 'A' must be square, got a 1x2 matrix"),
    Case("linalg.inv{{1, 2}, {2, 4}}", "linalg.inv: argument 'A' is singular"),
    Case(
      "linalg.solve({{1, 2}, {1, 2 + 2^-51}}, {1, 2})",
      "linalg.solve: argument 'A' is singular to rounding: 1/(|A| |A^-1|), its rows and columns scaled alike, is 5.6e-17"),
    Case(
      "linalg.solve({{1, 2}, {3, 4}}, {1, 2, 3})", "linalg.solve: argument 'b' must have 2 elements, one for each row of A, got 3"
    ),
    Case(
      "linalg.lstsq({{1, 2}, {3, 4}}, {{1, 2, 3}})",
      "linalg.lstsq: argument 'b' must have 2 rows, one for each row of A, got 1"),
    Case("linalg.solve({{1, 2}, {3, 4}}, {1, 0/0})", "linalg.solve: argument 'b[2]' must be a finite number, got nan"),
    Case("linalg.svd{{1, math.huge}}", "linalg.svd: argument 'A[1][2]' must be a finite number, got inf"),
    Case(
      "linalg.eigh{{1, 2}, {3, 4}}",
      "linalg.eigh: argument 'A' must be symmetric, but elements (1, 2) and (2, 1) are 2 and 3"),
    Case(
      "linalg.cholesky{{1, 2}, {2, 1}}",
      "linalg.cholesky: argument 'A' is not positive definite: its leading minor of order 2 is not positive"),
    Case(
      "linalg.cholesky{{0}}",
      "linalg.cholesky: argument 'A' is not positive definite: its leading minor of order 1 is not positive"),
    Case("linalg.det(3)", "linalg.det: argument 'A' must be a matrix, got 3"),
    Case("linalg.det{1, 2}", "linalg.det: argument 'A[1]' must be a row of numbers, got 1"),
    Case(
      "linalg.norm({{1, 2}}, 3)",
      "linalg.norm: argument 'p' must be 1, 2, math.huge, 'frobenius' or 'nuclear' for a matrix, got 3"),
    Case("linalg.norm({1, 2}, 'nuclear')", "linalg.norm: argument 'p' must be a number for a vector"),
  ]

  @Test("what has no such factors is refused", arguments: refusals) func refusal(_ example: Case) throws {
    #expect(try state().failure(of: example.code) == example.expected)
  }

  /// What the environment chooses, in a process each.
  @Test("with OpenBLAS and without, large matrices have the same factors to rounding")
  func bothWays() throws {
    let code = """
      local n = 60
      local A = random.new(4):normal(n, n)
      local S, b = A:t() * A, random.new(5):normal(n)
      local function show(x) for i = 1, #x, 7 do print(("%.8f"):format(type(x[i]) == "number" and x[i] or x[i][3])) end end
      show(linalg.solve(A, b))
      show((linalg.lstsq(A, b)))
      show(linalg.inv(A))
      show(linalg.cholesky(S))
      for _, v in ipairs{linalg.qr(A)} do show(v) end
      for _, v in ipairs{linalg.eigh(S)} do show(v) end
      for _, v in ipairs{linalg.svd(A)} do show(v) end
      print(("%.8e"):format(linalg.det(A)))
      """
    let with = try polyak("-e", code), without = try polyak("-e", code, environment: ["POLYAK_BLAS": "0"])
    #expect(with.errors == "" && without.errors == "")
    #expect(with.output == without.output)
    #expect(with.output.split(separator: "\n").count == 100)
  }

  private func state() throws -> LuaState {
    let state = LuaState()
    try Polyak.open(in: state)
    return state
  }
}
