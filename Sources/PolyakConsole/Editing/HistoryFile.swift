import PolyakPlatform
import HeavyBall

/// Entries in a file, each behind a line `#` and the time, as readline writes and reads them too.
struct HistoryFile {
  private let path: String

  /// Why it cannot be written.
  struct Failure: Error, CustomStringConvertible {
    let path: String
    let number: Int32
    var description: String { "cannot write '\(path)': \(String(cString: strerror(number)))" }
  }

  init(in folder: String) throws(Failure) {
    Folders.make(folder)
    path = folder + "/history"
    let descriptor = open(path, O_WRONLY | O_CREAT | O_APPEND | O_CLOEXEC, 0o600)
    guard descriptor >= 0 else { throw Failure(path: path, number: errno) }
    close(descriptor)
  }

  /// The last entries, oldest first, each once. A file that holds far more is cut down to them.
  func read(atMost limit: Int) -> [[UInt8]] {
    // What cannot be read is not to be replaced either.
    guard let all = entries else { return [] }
    var seen: Set<[UInt8]> = []
    var kept = Array(all.reversed().filter { seen.insert($0.text).inserted }.prefix(limit).reversed())
    if all.count > kept.count + limit / 2 {
      locked {
        // Again, for another prompt may have added to it meanwhile.
        guard let all = entries else { return }
        seen = []
        kept = Array(all.reversed().filter { seen.insert($0.text).inserted }.prefix(limit).reversed())
        replace(with: kept)
      }
    }
    return kept.map(\.text)
  }

  func append(_ text: [UInt8]) throws(Failure) {
    var number: Int32 = 0
    locked {
      let descriptor = open(path, O_RDWR | O_CREAT | O_APPEND | O_CLOEXEC, 0o600)
      if descriptor < 0 {
        number = errno
        return
      }
      // Behind an entry that a full disk has cut short, the line with the time would be that entry's.
      let bytes = (Self.endsInLine(descriptor) ? [newline] : []) + Self.bytes(of: (String(time(nil)), text))
      let count = write(descriptor, bytes, bytes.count)
      if count != bytes.count { number = count < 0 ? errno : ENOSPC }
      close(descriptor)
    }
    if number != 0 { throw Failure(path: path, number: number) }
  }

  private static func endsInLine(_ descriptor: Int32) -> Bool {
    let size = lseek(descriptor, 0, SEEK_END)
    var last = newline
    return size > 0 && pread(descriptor, &last, 1, size - 1) == 1 && last != newline
  }

  private typealias Entry = (time: String, text: [UInt8])

  /// Nil where the file cannot be read.
  private var entries: [Entry]? {
    guard let bytes = TextFile.bytes(of: path) else { return nil }
    var entries: [Entry] = []
    for line in bytes.split(separator: newline, omittingEmptySubsequences: false) {
      if line.first == UInt8(ascii: "#"), line.count > 1, line.dropFirst().allSatisfy({ $0 >= 0x30 && $0 <= 0x39 }) {
        entries.append((String(decoding: line.dropFirst(), as: UTF8.self), []))
      } else if let last = entries.indices.last {
        if !entries[last].text.isEmpty { entries[last].text.append(newline) }
        entries[last].text += line
      } else {
        entries.append(("0", Array(line)))
      }
    }
    for i in entries.indices { while entries[i].text.last == newline { entries[i].text.removeLast() } }
    return entries.filter { !$0.text.isEmpty }
  }

  private static func bytes(of entry: Entry) -> [UInt8] { Array("#\(entry.time)\n".utf8) + entry.text + [newline] }

  /// Whole or not at all: who is interrupted here loses nothing.
  private func replace(with entries: [Entry]) {
    guard let file = try? AtomicFile(path) else { return }
    do {
      try file.write(entries.flatMap { Self.bytes(of: $0) })
      try file.commit()
    } catch { return }
  }

  /// Runs a body while no other prompt writes.
  private func locked(_ body: () -> Void) {
    let descriptor = open(path + ".lock", O_WRONLY | O_CREAT | O_CLOEXEC, 0o600)
    if descriptor >= 0 { flock(descriptor, LOCK_EX) }
    body()
    if descriptor >= 0 { close(descriptor) }
  }
}

private let newline = UInt8(ascii: "\n")
