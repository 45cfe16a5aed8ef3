import LuaKit
// The C library's streams are variables, which Swift does not know to be safe; they are never assigned.
@preconcurrency import PolyakPlatform

/// Looks, at the program's very end, whether all that was printed has gone out: where a disk is full the last block fails
/// when nobody asks any more. Then the program says so and fails.
enum LostOutput {
  // Unsafe: set once, before anything is written, and read at the end.
  nonisolated(unsafe) private static var program = LuaString("")
  /// Why something written through ``Terminal`` was lost: a stream keeps that something was, not why.
  nonisolated(unsafe) static var reason: Int32?

  /// Called before what else is done at the end is declared, so that it is done last: scripts may leave by `os.exit`.
  ///
  /// - Parameter program: How messages begin.
  static func watch(as program: LuaString) {
    self.program = program
    on_exit({ status, _ in LostOutput.look(status) }, nil)
  }

  private static func look(_ status: Int32) {
    if fflush(stdout) != 0, reason == nil { reason = errno }
    let isLost = ferror(stdout) != 0
    if isLost, reason == nil { reason = presentReason }
    // Some file systems tell of a full disk only here.
    let failure = fclose(stdout) == 0 ? nil : errno
    guard isLost || failure != nil || ferror(stderr) != 0 else { return }
    if isLost || failure != nil {
      let words = (reason ?? failure).map { String(cString: strerror($0)) } ?? "some of it could not be written"
      Terminal.writeError(LuaString(bytes: program.bytes + ": standard output: \(words)\n".utf8), flushing: false)
    }
    // Files that a script has left open.
    fflush(nil)
    _exit(status == 0 ? EXIT_FAILURE : status)
  }

  /// Why writing fails now: what `print` lost it has not said why.
  private static var presentReason: Int32? {
    if PolyakPlatform.write(STDOUT_FILENO, "", 0) < 0 { return errno }
    var system = statvfs()
    return fstatvfs(STDOUT_FILENO, &system) == 0 && system.f_blocks > 0 && system.f_bavail == 0 ? ENOSPC : nil
  }
}
