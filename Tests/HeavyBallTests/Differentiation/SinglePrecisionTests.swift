import PolyakPlatform
import Testing

@testable import HeavyBall

@Suite("A graph in single precision") struct SinglePrecisionTests {
  @Test("has every operation's value to single precision", arguments: OperationSample.all)
  func operations(sample: OperationSample) throws {
    let graph = Graph(precision: .single)
    let b = graph.input(.vector(sample.point.count))
    let machine = Machine(Program(outputs: [try sample.build(b)], inputs: [b]))
    machine.load(sample.point, input: 0)
    machine.run()
    expectClose(machine.output(0), sample.reference(sample.point), 1e-5, sample.name)
  }

  @Test("computes long rows in parts, repeated constants and members like short ones", arguments: [1, 3])
  func longRows(members: Int) throws {
    for precision in Precision.allCases {
      let n = 5000
      let graph = Graph(precision: precision)
      let b = graph.input(.vector(n))
      let y = Expression.tanh(b * b) * 3 + 1 - b / (b * b + 2)
      let machine = Machine(Program(outputs: [y, y.sum()], inputs: [b], scalarLimit: -1), members: members)
      let point = (0..<n).map { sin(Double($0)) }
      machine.load(point, input: 0)
      machine.run()
      let expected = point.map { x in PolyakPlatform.tanh(x * x) * 3 + 1 - x / (x * x + 2) }
      for k in 0..<members {
        expectClose(machine.output(0, member: k), expected, precision == .double ? 1e-15 : 1e-6)
        expectClose(machine.output(1, member: k)[0], expected.reduce(0, +), precision == .double ? 1e-14 : 1e-6)
      }
    }
  }

  @Test("exp, tanh and the sigmoid are right to 3 units in the last place over their whole range")
  func functions() throws {
    let graph = Graph(precision: .single)
    let b = graph.input(.vector(4000))
    let machine = Machine(
      Program(outputs: [Expression.exp(b), Expression.tanh(b), Expression.sigmoid(b)], inputs: [b]))
    for scale in [100.0, 10, 1, 1e-3] {
      let point = (0..<4000).map { Double(Float(scale * (Double($0) / 2000 - 1))) }
      machine.load(point, input: 0)
      machine.run()
      for (i, x) in point.enumerated() {
        for (k, exact) in [exp(x), PolyakPlatform.tanh(x), 1 / (1 + exp(-x))].enumerated() {
          let rounded = Float(exact)
          let error = (machine.output(k)[i] - exact).magnitude / Double(max(rounded.magnitude, .leastNormalMagnitude).ulp)
          if rounded.isInfinite {
            #expect(machine.output(k)[i] == .infinity, "function \(k) at \(x)")
          } else {
            #expect(error <= 3, "function \(k) at \(x)")
          }
        }
      }
    }
  }

  @Test("products of matrices are those of doubles, by the library and without it, in every layout")
  func products() {
    for (rows, inner, columns) in [(1, 1, 1), (3, 5, 2), (17, 33, 19), (64, 40, 100), (5, 300, 1), (1, 300, 7)] {
      for (left, right) in [(false, false), (true, false), (false, true), (true, true)] {
        let shape = MatrixProductShape(
          rows: rows, inner: inner, columns: columns, transposeLeft: left, transposeRight: right)
        let a = (0..<rows * inner).map { Float(sin(Double($0))) }
        let b = (0..<inner * columns).map { Float(cos(1.7 * Double($0))) }
        var found = [Float](repeating: .nan, count: rows * columns)
        multiplyMatrices(shape, a, b, into: &found)
        for i in 0..<rows {
          for j in 0..<columns {
            let exact = (0..<inner).reduce(0.0) { sum, l in
              sum + Double(a[left ? l * rows + i : i * inner + l]) * Double(b[right ? j * inner + l : l * columns + j])
            }
            expectClose(Double(found[i * columns + j]), exact, 2e-6)
          }
        }
      }
    }
  }
}
