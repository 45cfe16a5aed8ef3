import HeavyBall
import LuaKit

/// Runs from many starting points in Lua's hands.
final class EnsembleObject: LuaObject {
  let ensemble: Ensemble
  private lazy var times = VectorObject(ensemble.times)
  /// Those that have been asked for, for as long as somebody else holds them.
  private var members: [Int: WeakMember] = [:]

  private struct WeakMember { weak var run: TrajectoryObject? }

  private func member(_ i: Int) -> TrajectoryObject {
    if let known = members[i]?.run { return known }
    let run = TrajectoryObject(ensemble.member(i))
    if members.count > 2 * members.values.count(where: { $0.run != nil }) + 16 {
      members = members.filter { $0.value.run != nil }
    }
    members[i] = WeakMember(run: run)
    return run
  }

  init(_ ensemble: Ensemble) { self.ensemble = ensemble }

  var externalBytes: Int { 8 * ensemble.count * ensemble.dimension * ensemble.steps.count }

  static var luaClass: ClassDeclaration {
    ClassDeclaration(
      EnsembleObject.self, "Ensemble", "Runs from many starting points, made together.", instanceName: "ensemble",
      [
        .length { $0.ensemble.count },
        .tostring { e in
          let diverged = e.ensemble.divergedAt.count { $0 != nil }
          let t = e.ensemble.times
          return "Ensemble  \(e.ensemble.title), \(e.ensemble.count) members in R^\(e.ensemble.dimension), "
            + "t = \(formatted(t[0])) .. \(formatted(t[t.count - 1]))"
            + (diverged == 0 ? "" : "\n  \(diverged) diverged")
        },
        .property("t", "The times of the kept steps.", .object(VectorObject.self)) { $0.times },
        .method(
          "final", "The last points, a row for each member; of one that diverged, what it ended in.",
          returns: .object(MatrixObject.self),
          example: "optim.gd{loss = losses.product{y = 1}, eta = 0.1}:run({{1, 1}, {2, 0.5}}, 5):final():get(1, 1)  --> 1.0"
        ) { e, _ in MatrixObject(e.ensemble.end) },
        .method(
          "member", "The run of member i; of one that diverged, what came before.",
          .positional("i", .positiveInteger, "its row in the starting points"),
          returns: .object(TrajectoryObject.self)
        ) { e, call in
          let i = try call.integer("i")
          guard i <= e.ensemble.count else { throw call.error("argument 'i' must be at most \(e.ensemble.count), got \(i)") }
          return e.member(i - 1)
        },
        .property("diverged", "How many members diverged; nil where none did.", .integer) { e -> Int? in
          let count = e.ensemble.divergedAt.count { $0 != nil }
          return count > 0 ? count : nil
        },
        .method(
          "failures", "A table of the members that diverged: their number as key, the step that did it as value.",
          returns: .table,
          example: """
            ensemble = optim.gd{loss = losses.product{y = 1}, eta = 0.1}:run({{1, 1}, {1e9, 1e9}}, 100)
            ensemble:failures()[2]  --> 4
            """
        ) { e, call in
          let table = try call.state.makeTable()
          for (i, step) in e.ensemble.divergedAt.enumerated() {
            if let step { table[i + 1] = .integer(step) }
          }
          return table
        },
      ])
  }
}
