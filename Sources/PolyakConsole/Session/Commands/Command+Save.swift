import PolyakPlatform
import HeavyBall
import LuaKit
import PolyakModules

extension Command {
  static let save = Command("save", known: ["w"], .file, "the session as a script that does the same again") {
    argument, session throws(LuaError) in
    if access(argument, F_OK) == 0 { throw LuaError(":save: '\(argument)' is there already; :save! writes over it") }
    try write(session, to: argument, "save")
  }

  static let saveOver = Command("save!", .file, "the same, over a file that is there") {
    argument, session throws(LuaError) in try write(session, to: argument, "save!")
  }

  private static func write(_ session: Session, to path: String, _ name: String) throws(LuaError) {
    let script = session.transcript.script(heading: heading(session))
    // What would not load again is no record: more than 200 local variables, say.
    do { _ = try session.lua.load(script, name: "=" + path) } catch {
      throw LuaError(":\(name): the session is no single script: \(error.message)")
    }
    do {
      let file = try AtomicFile(path)
      try file.write(Array(script.utf8))
      try file.commit()
    } catch {
      throw LuaError(":\(name): \(error)")
    }
    Terminal.write("\(path): \(counted(session.transcript.count, "block"))\n")
  }

  private static func heading(_ session: Session) -> [String] {
    var now = PolyakPlatform.time(nil), parts = tm()
    localtime_r(&now, &parts)
    var date = [CChar](repeating: 0, count: 64)
    strftime(&date, date.count, "%Y-%m-%d %H:%M", &parts)
    let day = String(decoding: date.prefix { $0 != 0 }.map { UInt8(bitPattern: $0) }, as: UTF8.self)
    var lines = [
      "A session of \(session.interpreter.version), saved \(day).",
      "matrix products: \(LinearAlgebraLibrary.description)",
    ]
    if let folder = getcwd(nil, 0) {
      lines.append("in the folder \(String(cString: folder))")
      free(folder)
    }
    if let frame = session.frames.first {
      lines.append("It began inside a call, at \(frame.place); what was there is not here.")
    } else if !session.interpreter.commandLine.isEmpty {
      lines.append("It began behind other code, which is not here: \(session.interpreter.commandLine.joined(separator: " "))")
    }
    let causes = OutsideCauses.all(
      in: session.transcript.entries.map(\.text), modules: session.lua.modules, isOwn: Polyak.isModule(named:))
    if !causes.isEmpty { lines.append("It gives something else where these do: \(causes.joined(separator: "; "))") }
    // A name may hold a newline, which would end the comment.
    return lines.map { $0.replacing("\n", with: " ") }
  }
}
