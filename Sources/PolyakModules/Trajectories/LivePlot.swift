import HeavyBall
import LuaKit

/// The loss of a run, drawn on the terminal while it goes on: the option `live`.
///
/// `plot.live` of the standard library draws; here the points are taken.
final class LivePlot {
  private let title: String
  private let add: LuaFunction
  private let finish: LuaFunction
  private let origin: (step: Int, time: Double)
  private let sizes: Coefficient
  private let start = monotonicSeconds()
  private var loss = LatestLoss()
  private var points: [(t: Double, loss: Double)] = []

  /// Whether to draw, and with which of plot.live's options.
  enum Wish {
    case no, yes
    case options(LuaTable)

    var isWanted: Bool { if case .no = self { false } else { true } }
  }

  static let parameter = Parameter(
    "live",
    ParameterType.boolean.map { $0 ? Wish.yes : .no }
      .or(ParameterType.table(ofOptionsOf: "plot.live", annotation: "plot.LiveOptions").map(Wish.options)),
    "true: the loss against t is drawn on the terminal as the run goes on, its last picture stays; or a table of "
      + "plot.live's options, {title = \"mine\", log = \"xy\"}. Nothing where the output is no terminal; single runs only",
    default: "\(isWanted)"
  ) { _ in isWanted ? .yes : .no }

  /// Where the option is not given.
  private static let isWanted = false

  /// Nil where it is not asked for, or there is no terminal.
  ///
  /// - Parameters:
  ///   - origin: the step and the time at which the run begins.
  ///   - sizes: the times of steps.
  init?(_ call: Call, title: String, origin: (step: Int, time: Double), sizes: Coefficient) throws {
    let wish = try call[Self.parameter]
    guard wish.isWanted else { return nil }
    guard let follow = try call.state.require("plot.live").table?["follow"].function else { return nil }
    let options = if case .options(let table) = wish { table } else { try call.state.makeTable() }
    let found: [LuaValue]
    do {
      found = try follow.call([.string(LuaString(call.name)), .string(LuaString(title)), .table(options)])
    } catch {
      guard let fault = error.fault else { throw error }
      // As this call's own it gets the call's place.
      var own = LuaError(error.message)
      own.fault = fault
      own.fault?.callee = nil
      throw own
    }
    guard found.count == 2, let add = found[0].function, let finish = found[1].function else { return nil }
    (self.title, self.add, self.finish, self.origin, self.sizes) = (title, add, finish, origin, sizes)
  }

  func look(_ progress: RunProgress) throws {
    guard loss.look(progress), let value = loss.value else { return }
    let t = origin.time + sizes.time(ofStep: origin.step + progress.done) - sizes.time(ofStep: origin.step)
    append(t, value)
    let headway = Headway(
      done: progress.done, of: progress.all, seconds: monotonicSeconds() - start, loss: value)
    let words = headway.words.map { "\(headway.percent)  \($0)" } ?? ""
    try add.call([.number(t), .number(value), .string(LuaString(words))])
  }

  /// The last picture: of what was seen on the way and of the steps that are kept.
  func finish(_ trajectory: Trajectory) throws {
    let seconds = monotonicSeconds() - start
    addKept(of: trajectory)
    points.sort { $0.t < $1.t }
    let steps = trajectory.steps[trajectory.steps.count - 1] - origin.step
    var words = "\(counted(steps, "step")) in \(Headway.duration(seconds))"
    if let last = points.last { words += ", loss \(formatted(last.loss, "%.3g"))" }
    try finish.call([
      .object(VectorObject(Vector(points.map(\.t)))), .object(VectorObject(Vector(points.map(\.loss)))),
      .string(LuaString(words)),
    ])
  }

  /// The end, and as many other kept steps as can be evaluated before somebody would notice.
  private func addKept(of trajectory: Trajectory) {
    let (kept, times) = (trajectory.steps.count, trajectory.times)
    let deadline = monotonicSeconds() + 0.1
    let stride = max(1, kept / Self.most)
    for i in [kept - 1] + Array(Swift.stride(from: 0, to: kept - 1, by: stride)) {
      append(times[i], trajectory.objective.value(at: trajectory.points.row(i)))
      if monotonicSeconds() > deadline { return }
    }
  }

  /// More points than a terminal shows; past twice as many every other one goes.
  private static let most = 1000

  private func append(_ t: Double, _ loss: Double) {
    points.append((t, loss))
    guard points.count > 4 * Self.most else { return }
    points = points.enumerated().filter { $0.offset % 2 == 0 }.map(\.element)
  }
}
