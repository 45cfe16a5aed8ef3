import HeavyBall
import LuaKit

/// Runs from many starting points in Lua's hands.
final class EnsembleObject: LuaObject {
  let ensemble: Ensemble
  private lazy var times: LuaValue =
    ensemble.haveOwnTimes
    ? .object(MatrixObject(Matrix((0..<ensemble.count).map { ensemble.times(ofMember: $0).elements })))
    : .object(VectorObject(ensemble.times(ofMember: 0)))
  /// Those that have been asked for, for as long as somebody else holds them.
  private var members: [Int: WeakMember] = [:]

  private struct WeakMember { weak var run: TrajectoryObject? }

  private func member(_ i: Int) -> TrajectoryObject {
    if let known = members[i]?.run { return known }
    let run = TrajectoryObject(ensemble.member(i), notes: notes?.notes(ofMember: i))
    if members.count > 2 * members.values.count(where: { $0.run != nil }) + 16 {
      members = members.filter { $0.value.run != nil }
    }
    members[i] = WeakMember(run: run)
    return run
  }

  /// What there is to say of a flow's.
  private let notes: (any TrajectoryNotes)?

  init(_ ensemble: Ensemble, notes: (any TrajectoryNotes)? = nil) {
    self.ensemble = ensemble
    self.notes = notes
  }

  var externalBytes: Int { 8 * ensemble.count * ensemble.dimension * ensemble.steps.count }

  private static let number = Parameter("i", .positiveInteger, "its row in the starting points")

  static var luaClass: ClassDeclaration {
    ClassDeclaration(
      EnsembleObject.self, "Ensemble",
      "Runs from many starting points, made together. On a loss with products of matrices, as a network's, these are added "
        + "up in another order than in a single run, and a member differs from it by rounding, which grows on the way; on "
        + "other losses the bits are the same.",
      instanceName: "ensemble",
      [
        .length { $0.ensemble.count },
        .tostring { e, state in try e.text { try state.checkInterrupt() } },
        .property(
          "t", "The times of the kept steps; a row for each member where their step sizes differ.",
          LuaType.object(VectorObject.self).or(.object(MatrixObject.self))
        ) { $0.times },
        .method(
          "final",
          "The last points, a row for each member; of one that diverged, what it ended in: of methods numbers that may not be "
            + "finite, of solutions the last point that is.", [],
          returns: .object(MatrixObject.self),
          example: "optim.gd{loss = losses.product{y = 1}, eta = 0.1}:run({{1, 1}, {2, 0.5}}, 5):final():get(1, 1)  --> 1.0"
        ) { e, _ in MatrixObject(e.ensemble.end) },
        .method(
          "member", "The run of member i; of one that diverged, what came before.", [number],
          returns: .object(TrajectoryObject.self)
        ) { e, call in
          let i = try call[number]
          guard i <= e.ensemble.count else {
            throw call.fault(at: number, complaint: "must be at most \(e.ensemble.count), got \(i)")
          }
          return e.member(i - 1)
        },
        .property("diverged", "How many members diverged; nil where none did.", .integer) { e -> Int? in
          let count = e.ensemble.divergedAt.count { $0 != nil }
          return count > 0 ? count : nil
        },
        .method(
          "failures", "A table of the members that diverged: their number as key, the step that did it as value.", [],
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

  private func text(poll: () throws -> Void) throws -> String {
    let e = ensemble
    let (count, endings) = (e.count, e.endings)
    let (first, ends) = (e.startTime, e.endTimes)
    var text = "Ensemble  \(e.title), \(counted(count, "member")) in R^\(e.dimension), t = \(formatted(first))"
    if let least = ends.min(), let most = ends.max(), e.steps.count > 1 || most != first {
      text += " .. \(formatted(most))"
      if least < most { text += " (the first to end at \(formatted(least)))" }
    }
    let stopped = endings.count { $0 == .stopped }
    if stopped > 0 { text += "\n  \(stopped) stopped by the function given" }
    let diverged = e.divergedAt.count { $0 != nil }
    if diverged > 0 { text += "\n  \(diverged) diverged" }
    let interrupted = endings.count { $0 == .interrupted }
    if interrupted > 0 {
      text += "\n  interrupted before the end of \(interrupted) of \(count); what came before is kept"
    }
    for line in try notes?.lines(of: e, poll: poll) ?? [] { text += "\n  " + line }
    return text
  }
}
