import LuaKit

extension Command {
  static let trace = Command("trace", known: ["bt"], .none, "all calls that led to the last error") {
    _, session throws(LuaError) in
    guard let error = session.lastError else { throw LuaError(":trace: there was no error yet") }
    Terminal.write(error.message + "\n" + (error.traceback.map { $0 + "\n" } ?? ""))
  }
}
