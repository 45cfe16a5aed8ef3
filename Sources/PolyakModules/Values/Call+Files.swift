import HeavyBall
import LuaKit

extension Call {
  /// Stops what reads or writes at Ctrl-C and where memory does not suffice.
  var supervision: Supervision {
    Supervision(poll: { try self.state.checkInterrupt() }, reserve: { try self.checkRoom(bytes: $0) })
  }

  /// Makes the errors of files the function's own.
  func handlingFiles<Result>(_ body: () throws -> Result) throws -> Result {
    do { return try body() } catch let failure as FileFailure { throw error(failure.description) }
  }

  /// The option `dtype`; nil where it was left out.
  func precision() throws -> Precision? { try stringIfPresent("dtype").flatMap(Precision.init(rawValue:)) }
}

extension Parameter {
  /// The option `dtype`.
  static func precision(default: Default, _ summary: String) -> Parameter {
    .option("dtype", .string(oneOf: Precision.allCases.map(\.rawValue)), default: `default`, summary)
  }
}
