import HeavyBall
import LuaKit

extension Call {
  /// Stops what reads or writes at Ctrl-C and where memory does not suffice, and says on the terminal how far it is.
  ///
  /// - Parameter title: such as `reading digits.csv`.
  func supervision(_ title: String) -> Supervision {
    let watch = watch(title)
    var supervision = Supervision(poll: { try watch.poll() }, reserve: { try self.checkRoom(bytes: $0) })
    supervision.progress = { watch.bytes = ($0, $1) }
    return supervision
  }

  /// A file's name without its folder, for a line on the terminal; what cannot be shown there is left out.
  static func title(_ verb: String, _ path: FileName) -> String {
    let name = path.description.split(separator: "/").last ?? ""
    return "\(verb) " + String(String.UnicodeScalarView(name.unicodeScalars.filter { $0.value >= 32 && $0.value != 127 }))
  }

  /// Makes the errors of files the function's own.
  func handlingFiles<Result>(_ body: () throws -> Result) throws -> Result {
    do { return try body() } catch let failure as FileFailure { throw error(failure.description) }
  }
}

extension Parameters {
  static let precision = Parameter(
    "dtype", .choice(of: Precision.self), "\"f64\": X is a Matrix; \"f32\": a FloatMatrix, in half the memory",
    default: .double)
}
