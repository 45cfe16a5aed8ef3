internal import PolyakPlatform

/// What the file of a claim says of its holder, for other processes and for whoever looks:
///
///     node7 4711 2026-11-28T14:05:00Z 1234567 3f0c...-... 4026531836 9c5e0f1a2b3c4d5e 00000012
///
/// host, process, when it was claimed (by that host's clock, and compared with no other's), the process's start, the kernel's
/// start, the namespace that the process's number is of, a random number that no two claims have in common, and how often it has
/// been renewed.
struct ClaimRecord: Hashable {
  let process: ClaimProcess
  let since: String
  let token: String
  var renewals = 0

  init(_ process: ClaimProcess) {
    self.process = process
    var random = Checksum()
    random.value = UInt64.random(in: .min ... .max)
    token = random.text
    since = Self.now
  }

  /// Nil where the bytes are no such record.
  init?(_ bytes: [UInt8]) {
    let words = String(decoding: bytes, as: UTF8.self).split(whereSeparator: \.isWhitespace).map(String.init)
    guard words.count == 8, let id = pid_t(words[1]), let renewals = Int(words[7]) else { return nil }
    process = ClaimProcess(host: words[0], id: id, start: words[3], boot: words[4], namespace: words[5])
    (since, token, self.renewals) = (words[2], words[6], renewals)
  }

  /// Of one length however often it is renewed: it is written over the one before.
  var bytes: [UInt8] {
    let count = String(renewals % 100_000_000)
    let padded = String(repeating: "0", count: 8 - count.count) + count
    let p = process
    return Array("\(p.host) \(p.id) \(since) \(p.start) \(p.boot) \(p.namespace) \(token) \(padded)\n".utf8)
  }

  /// How a record begins that claims nothing any more. No host is called so.
  static let waived = Array("- ".utf8)

  private static var now: String {
    var seconds = time(nil)
    var parts = tm()
    gmtime_r(&seconds, &parts)
    var text = [CChar](repeating: 0, count: 32)
    strftime(&text, text.count, "%Y-%m-%dT%H:%M:%SZ", &parts)
    return String(decoding: text.prefix { $0 != 0 }.map { UInt8(bitPattern: $0) }, as: UTF8.self)
  }
}

/// A process, told apart from all others anywhere.
struct ClaimProcess: Hashable {
  let host: String
  let id: pid_t
  /// In the kernel's ticks since it started.
  let start: String
  /// Which start of which kernel.
  let boot: String
  /// Process numbers are those of a container.
  let namespace: String

  /// This one.
  static var current: ClaimProcess {
    var name = [CChar](repeating: 0, count: 256)
    gethostname(&name, name.count - 1)
    let host = name.prefix { $0 != 0 }.map { $0 > 0x20 && $0 < 0x7F ? UInt8(bitPattern: $0) : 0x5F }
    let text = String(decoding: host, as: UTF8.self)
    return ClaimProcess(
      host: text.isEmpty || text == "-" ? "?" : text, id: getpid(), start: status(of: getpid())?.start ?? "?",
      boot: word(of: "/proc/sys/kernel/random/boot_id") ?? "?", namespace: currentNamespace ?? "?")
  }

  enum State {
    case ended, stopped, running
    /// It cannot be seen from here.
    case unknown
  }

  func state(seenBy observer: ClaimProcess) -> State {
    guard (host, boot, namespace) == (observer.host, observer.boot, observer.namespace), boot != "?", namespace != "?" else {
      return .unknown
    }
    guard let status = Self.status(of: id) else { return kill(id, 0) != 0 && errno == ESRCH ? .ended : .unknown }
    if start == "?" { return status.state == .ended ? .ended : .unknown }
    return status.start == start ? status.state : .ended
  }

  private static func status(of id: pid_t) -> (start: String, state: State)? {
    guard let text = text(of: "/proc/\(id)/stat") else { return nil }
    // Behind the program's name, which may have blanks and brackets in it, the first and the 20th.
    let fields = text.split(separator: ")").last?.split(separator: " ") ?? []
    guard fields.count > 19 else { return nil }
    let state: State =
      switch fields[0] {
      // One that its parent has not asked for yet holds nothing any more.
      case "Z", "X": .ended
      case "T", "t": .stopped
      default: .running
      }
    return (String(fields[19]), state)
  }

  private static var currentNamespace: String? {
    var status = stat()
    return stat("/proc/self/ns/pid", &status) == 0 ? String(status.st_ino) : nil
  }

  private static func word(of path: String) -> String? {
    text(of: path)?.split(whereSeparator: \.isWhitespace).first.map(String.init)
  }

  private static func text(of path: String) -> String? {
    let descriptor = open(path, O_RDONLY | O_CLOEXEC)
    if descriptor < 0 { return nil }
    defer { close(descriptor) }
    var bytes = [UInt8](repeating: 0, count: 1024)
    let count = read(descriptor, &bytes, bytes.count)
    return count > 0 ? String(decoding: bytes[..<count], as: UTF8.self) : nil
  }
}
