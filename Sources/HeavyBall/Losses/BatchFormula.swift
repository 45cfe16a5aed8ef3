/// A loss on so many rows of its data, which are inputs of the formula: derived and compiled once for all batches of a size,
/// refilled for each.
///
///     let batch = try objective.batchFormula(size: 128)!
///     let program = Program(outputs: [batch.gradient { … }], inputs: [batch.parameters] + batch.rows)
///     let machine = Machine(program)
///     batch.load([4, 17, …], into: machine, from: 1)
///
/// A step's program hands the rows on, as inputs that are outputs too: `[next β, …] + batch.rows`.
public final class BatchFormula {
  public let size: Int
  public let graph: Graph
  /// β, an input.
  public let parameters: Expression
  /// The rows, an input for each of the data.
  public let rows: [Expression]
  /// L on these rows.
  public let value: Expression
  private let data: [RowData]
  private var knownGradient: Expression?

  init(_ formula: RowFormula, dimension: Int, size: Int) throws {
    let graph = Graph(precision: formula.precision)
    (self.graph, self.size, data) = (graph, size, formula.data)
    parameters = graph.input(.vector(dimension))
    rows = formula.data.map { graph.input($0.shape(rows: size)) }
    value = try formula.expression(at: parameters, rows: rows)
  }

  /// ∇L with respect to β, derived where it has not been.
  ///
  /// - Parameter poll: called every thousand nodes or so; what it throws ends the work.
  public func gradient<E: Error>(poll: () throws(E) -> Void) throws(E) -> Expression {
    if let knownGradient { return knownGradient }
    let made = try value.gradient(withRespectTo: parameters, poll: poll)
    knownGradient = made
    return made
  }

  /// The numbers of some rows, as doubles: of each of the data one row after another, in the order of ``rows``.
  ///
  /// - Precondition: there are such rows, counted from 0.
  func numbers(ofRows indices: [Int]) -> [Double] {
    let count = data.reduce(0) { $0 + $1.width } * indices.count
    return [Double](unsafeUninitializedCapacity: count) { numbers, filled in
      filled = 0
      for data in data {
        precondition(indices.allSatisfy((0..<data.rows).contains), "rows of '\(data.name)'")
        for row in indices {
          if let start = numbers.baseAddress { data.copy(row: row, to: start + filled) }
          filled += data.width
        }
      }
    }
  }

  /// Sets the rows of every member, from the machine's input of that number on.
  ///
  /// - Precondition: there are ``size`` indices, counted from 0, and the machine's program has the rows as inputs.
  public func load(_ indices: [Int], into machine: Machine, from input: Int) {
    precondition(indices.count == size, "\(size) rows")
    for (i, data) in data.enumerated() {
      precondition(indices.allSatisfy((0..<data.rows).contains), "rows of '\(data.name)'")
      let (first, members) = (machine.address(ofInput: input + i), machine.members)
      if members == 1 {
        for (place, row) in indices.enumerated() { data.copy(row: row, to: first + place * data.width) }
      } else {
        withUnsafeTemporaryAllocation(of: Double.self, capacity: data.width) { row in
          guard let source = row.baseAddress else { return }
          for (place, index) in indices.enumerated() {
            data.copy(row: index, to: source)
            for j in 0..<data.width {
              (first + (place * data.width + j) * members).update(repeating: source[j], count: members)
            }
          }
        }
      }
    }
  }

  /// Sets a row of its own for each member, from the machine's input of that number on.
  ///
  /// - Precondition: the formula is of one row, and there is an index, counted from 0, for each member.
  func load(eachOf indices: [Int], into machine: Machine, from input: Int) {
    let members = machine.members
    precondition(size == 1 && indices.count == members, "a row for each member")
    for (i, data) in data.enumerated() {
      precondition(indices.allSatisfy((0..<data.rows).contains), "rows of '\(data.name)'")
      let first = machine.address(ofInput: input + i)
      withUnsafeTemporaryAllocation(of: Double.self, capacity: data.width) { row in
        guard let source = row.baseAddress else { return }
        for (k, index) in indices.enumerated() {
          data.copy(row: index, to: source)
          for j in 0..<data.width { first[j * members + k] = source[j] }
        }
      }
    }
  }
}
