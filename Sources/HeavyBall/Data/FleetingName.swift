internal import CKernels
internal import PolyakPlatform

/// The name of a file that is to go where a signal ends the process: see ``FleetingFiles``.
final class FleetingName {
  let name: [UInt8]
  private let number: Int32
  // The handler reaches the file by the folder's descriptor.
  private let folder: Folder

  init(_ name: [UInt8], in folder: Folder) {
    (self.name, self.folder) = (name, folder)
    number = (name + [0]).withCString { polyak_fleeting_add(folder.descriptor, $0) }
  }

  deinit { polyak_fleeting_drop(number) }
}

/// Files that are there for a while, and go where a signal ends the process.
public enum FleetingFiles {
  /// Installs a handler that takes them away before the signal does what it does by default.
  ///
  /// - Parameter evenIfHandled: Also where the signal is ignored, as nohup has it, or handled by others.
  public static func go(with signal: Int32, evenIfHandled: Bool) {
    var action = sigaction(), before = sigaction()
    action.handler = { FleetingFiles.end(by: $0) }
    sigaction(signal, nil, &before)
    // SIG_DFL is 0.
    if before.handler == nil || evenIfHandled { sigaction(signal, &action, nil) }
  }

  /// What the handler does.
  public static func end(by signal: Int32) {
    guard polyak_fleeting_remove(signal) else { return }
    _ = PolyakPlatform.signal(signal, SIG_DFL)
    raise(signal)
  }

  /// A change of a folder together with the note of it: a signal that comes in between ends the process after both. What
  /// waits for nothing, since nothing ends it.
  static func change<Result, Failure: Error>(_ body: () throws(Failure) -> Result) throws(Failure) -> Result {
    polyak_fleeting_hold()
    defer {
      let signal = polyak_fleeting_release()
      if signal != 0 { end(by: signal) }
    }
    return try body()
  }
}
