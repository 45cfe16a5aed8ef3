import HeavyBall

internal import PolyakPlatform

/// The processes that a process has started, and those that these have: what a call waits for in `os.execute` or reads from by
/// `io.popen`. None where the system has no `/proc`.
///
/// A process group would name them too; but the terminal's Ctrl-C and its input are for one group alone, and that is the program's.
struct Descendants {
  private struct Entry: Hashable {
    let id: pid_t
    /// Another process may get the number of one that has ended.
    let start: Substring
  }

  private var entries: Set<Entry> = []

  /// Stops the process and each of them as it is found, so that none starts another meanwhile.
  init(stopping process: pid_t) {
    _ = kill(process, SIGSTOP)
    var ids: Set<pid_t> = [process]
    while true {
      let found = Self.all().filter { ids.contains($0.parent) && !ids.contains($0.entry.id) }
      if found.isEmpty { return }
      for (entry, _) in found {
        _ = kill(entry.id, SIGSTOP)
        ids.insert(entry.id)
        entries.insert(entry)
      }
    }
  }

  /// Asks them to end.
  func terminate() {
    send(SIGTERM)
    send(SIGCONT)
  }

  /// Ends those that have not by themselves, within a tenth of a second.
  func end() {
    for _ in 0..<50 where entries.contains(where: Self.isThere) { usleep(2000) }
    send(SIGKILL)
  }

  private func send(_ signal: Int32) {
    for entry in entries where Self.isThere(entry) { _ = kill(entry.id, signal) }
  }

  private static func isThere(_ entry: Entry) -> Bool {
    guard let fields = fields(entry.id) else { return false }
    return fields[0] != "Z" && fields[19] == entry.start
  }

  private static func all() -> [(entry: Entry, parent: pid_t)] {
    let names = (try? FolderContents.names(of: "/proc")) ?? []
    return names.compactMap { name in
      guard let id = pid_t(name.description), let fields = fields(id), let parent = pid_t(fields[1]) else { return nil }
      return (Entry(id: id, start: fields[19]), parent)
    }
  }

  /// Of a process's state: behind the program's name, which may have blanks and brackets in it.
  private static func fields(_ id: pid_t) -> [Substring]? {
    let descriptor = open("/proc/\(id)/stat", O_RDONLY | O_CLOEXEC)
    if descriptor < 0 { return nil }
    defer { close(descriptor) }
    var bytes = [UInt8](repeating: 0, count: 1024)
    let count = read(descriptor, &bytes, bytes.count)
    guard count > 0 else { return nil }
    let fields = String(decoding: bytes[..<count], as: UTF8.self).split(separator: ")").last?.split(separator: " ") ?? []
    return fields.count > 19 ? fields : nil
  }
}
