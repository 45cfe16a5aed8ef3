import Glibc
import HeavyBall
import LuaKit

extension Command {
  static let save = Command("save", "file.lua", "the session as a script that does the same again") {
    argument, session throws(LuaError) in
    if access(argument, F_OK) == 0 { throw LuaError(":save: '\(argument)' is there already; :save! writes over it") }
    try write(session, to: argument, "save")
  }

  static let saveOver = Command("save!", "file.lua", "the same, over a file that is there") {
    argument, session throws(LuaError) in try write(session, to: argument, "save!")
  }

  private static func write(_ session: Session, to path: String, _ name: String) throws(LuaError) {
    let script = session.transcript.script(heading: heading(session.interpreter))
    // What would not load again is no record: more than 200 local variables, say.
    do { _ = try session.lua.load(script, name: "=" + path) } catch {
      throw LuaError(":\(name): the session is no single script: \(error.message)")
    }
    do throws(FileFailure) {
      let file = try AtomicFile(path)
      try file.write(Array(script.utf8))
      try file.commit()
    } catch {
      throw LuaError(":\(name): \(error)")
    }
    let count = session.transcript.entries.count
    Terminal.write("\(path): \(count) \(count == 1 ? "block" : "blocks")\n")
  }

  private static func heading(_ interpreter: Interpreter) -> [String] {
    var now = Glibc.time(nil), parts = tm()
    localtime_r(&now, &parts)
    var date = [CChar](repeating: 0, count: 64)
    strftime(&date, date.count, "%Y-%m-%d %H:%M", &parts)
    let day = String(decoding: date.prefix { $0 != 0 }.map { UInt8(bitPattern: $0) }, as: UTF8.self)
    return [
      "A session of \(interpreter.version), saved \(day).",
      "matrix products: \(LinearAlgebraLibrary.description)",
    ]
  }
}
