import HeavyBall
import LuaKit

/// What was measured along a run, in Lua's hands: `trajectory.recorded.sharpness`.
final class RecordObject: LuaObject {
  let recording: Recording
  private let trajectory: Trajectory
  private lazy var steps = VectorObject(Vector(recording.steps.map(Double.init)))
  private lazy var times = VectorObject(trajectory.times(of: recording))
  private lazy var values: LuaValue =
    recording.width.map { width in
      .object(MatrixObject(Matrix(rows: recording.steps.count, columns: width, elements: recording.values)))
    } ?? .object(VectorObject(Vector(recording.values)))

  init(_ recording: Recording, of trajectory: Trajectory) {
    (self.recording, self.trajectory) = (recording, trajectory)
  }

  static var luaClass: ClassDeclaration {
    ClassDeclaration(
      RecordObject.self, "Record", "What was measured along a run.", instanceName: "record",
      [
        .length { $0.recording.steps.count },
        .tostring { $0.text },
        .property("name", "What was measured: \"sharpness\".", .string) { $0.recording.name },
        .property("steps", "The steps at which it was.", .object(VectorObject.self)) { $0.steps },
        .property("t", "Their times.", .object(VectorObject.self)) { $0.times },
        .property(
          "values", "What came out, finite or not: a vector of numbers, or a matrix with a vector in each row.",
          LuaType.object(VectorObject.self).or(.object(MatrixObject.self))
        ) { $0.values },
        .method(
          "save", "Writes step, t and the value (of a vector its elements) to a .csv file; returns its name.", [Parameters.file],
          returns: .string
        ) { r, call in
          let path = try call[Parameters.file]
          try call.handlingFiles {
            try r.trajectory.save(r.recording, to: path, call.supervision(Call.title("writing", path)))
          }
          return path
        },
      ])
  }

  private var text: String {
    let steps = recording.steps
    let last = steps.count - 1
    // Of a run that was interrupted in its first measurement.
    if last < 0 { return "Record  \(recording.name), no values" }
    var text = "Record  \(recording.name), \(steps.count) \(last == 0 ? "value" : "values")\(width), step \(steps[0])"
    if last > 0 { text += " .. \(steps[last])" }
    text += "\n  " + words(0)
    if last > 0 { text += " -> " + words(last) }
    return text
  }

  private var width: String { recording.width.map { " in R^\($0)" } ?? "" }

  private func words(_ i: Int) -> String {
    switch recording[i] {
    case .number(let x): formatted(x, "%.4g")
    // That of a recording.
    case .columns: ""
    case .vector(let v): "(\(summary(of: v, separator: ", ", limit: 6)))"
    }
  }
}
