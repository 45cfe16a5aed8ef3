import HeavyBall
import LuaKit

/// The option `batches` of a method's run: the rows that each step takes.
enum BatchOptions {
  private static let size = Parameter("size", .positiveInteger, "rows in a batch")
  private static let order = Parameter(
    "order", .choice(of: Batches.Order.self),
    "\"reshuffled\": every epoch is a permutation of the rows, cut into batches; \"cyclic\": the rows in their own order; "
      + "\"independent\": each batch draws its rows", default: .reshuffled)

  enum Wish {
    case all
    case those(Batches)
  }

  private static let drawn = ParameterType<Wish>.options(size, order, Parameters.seed) {
    .those(Batches(size: try $0[size], order: try $0[order], seed: UInt64(try $0[Parameters.seed])))
  }

  private static let listed = ParameterType<Wish>(name: "list of lists of rows", annotation: "integer[][]") { value in
    guard let table = value.table, !table[1].isNil else { return nil }
    var lists: [[Int]] = []
    for i in 1...table.count {
      let rows: [Double]
      if let list = table[i].table {
        do { rows = try list.elements() } catch let flaw as Flaw { throw flaw.inside("\(i)") }
      } else if let vector = table[i].object(VectorObject.self)?.vector {
        rows = vector.elements
      } else {
        throw Flaw(complaint: "must be lists of rows, but element \(i) is \(table[i].briefly)")
      }
      if rows.isEmpty { throw Flaw(complaint: "must be lists of rows, but element \(i) is empty") }
      lists.append(
        try rows.map { row in
          guard let number = Int(exactly: row), number > 0 else {
            throw Flaw(complaint: "must be lists of rows, but element \(i) has \(LuaValue.number(row).briefly)")
          }
          return number - 1
        })
    }
    return .those(Batches(lists))
  }

  static let parameter = Parameter(
    "batches",
    listed.or(drawn).or(
      ParameterType<Bool>.boolean.map { isWanted in
        if isWanted { throw Mismatch(got: "true") }
        return .all
      }
    ).named("table {size = n, ..}, list of lists of rows or false"),
    "mini-batches, of a loss that is a mean over rows: how rows are drawn, or lists of rows, one for each step and again from the "
      + "first. A run that goes on from a trajectory goes on with its batches; false: with all rows"
  ).optional

  /// Whether batches are asked for.
  static func areWanted(_ call: Call) throws -> Bool { if case .those = try call[parameter] { true } else { false } }

  /// The batches of a run: those that are asked for, those of the trajectory that it goes on from, or its own.
  static func batches(
    _ call: Call, of objective: Objective, after start: Start, otherwise own: Batches? = nil
  ) throws -> Batches? {
    let batches: Batches
    switch try call[parameter] {
    case .all?: return nil
    case .those(let those)?: batches = those
    case nil:
      guard let theirs = continued(from: start, on: objective) else { return own }
      batches = theirs
    }
    try check(batches, call, of: objective)
    return batches
  }

  /// The batches that are asked for, of what has no start.
  static func batches(_ call: Call, of objective: Objective) throws -> Batches? {
    guard case .those(let batches) = try call[parameter] else { return nil }
    try check(batches, call, of: objective)
    return batches
  }

  private static func check(_ batches: Batches, _ call: Call, of objective: Objective) throws {
    guard let rows = objective.rows else {
      throw call.error(
        "option 'batches' is for losses that are means over rows of data, which '\(objective.name)' is not: networks, "
          + "least_squares, logistic, and those of losses.define with rows, and sums of such over as many rows", at: parameter)
    }
    if let refusal = batches.refusal(of: rows.count) { throw call.fault(at: parameter, complaint: "asks for \(refusal)") }
  }

  /// The batches that a run goes on with: those of the trajectory that it begins from.
  static func continued(from start: Start, on objective: Objective) -> Batches? {
    guard case .trajectory(let t) = start, t.objective === objective else { return nil }
    return t.batches
  }
}
