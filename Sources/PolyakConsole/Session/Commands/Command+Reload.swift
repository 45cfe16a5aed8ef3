import LuaKit

extension Command {
  static let reload = Command(
    "reload", known: ["reset"], .optionalFile,
    "run the script anew, or the last file loaded, or this one, with modules that have changed; the session stays"
  ) {
    argument, session throws(LuaError) in
    var file = session.lastFile
    if !argument.isEmpty, file?.path != argument {
      file = Reload.File(path: argument, isScript: argument == session.interpreter.script?.text)
    }
    let text = try Reload(session, file).run()
    if !argument.isEmpty { session.lastFile = file }
    Terminal.write(text + "\n")
  }
}
