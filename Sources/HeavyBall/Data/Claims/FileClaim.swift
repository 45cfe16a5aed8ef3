internal import PolyakPlatform

/// A claim to something that one process at a time shall do, of all that see a folder, on whichever hosts.
///
///     guard let claim = try FileClaim.take("journal/mu=0.9.claim") else { return }      // another is at it
///     ...
///     claim.renew()                      // every few seconds
///     ...
///     claim.release(isDone: true)
///
/// A file says who holds it, and is renewed while that lasts. It is taken over where its process has ended, be it killed, which is
/// seen at once on the same host, and elsewhere once it has not been renewed for the length of a ``lease``; one that runs on the same
/// host need not renew it. A holder that was stopped for longer, and goes on, finds that it holds nothing any more
/// (``isHeld``); why nobody then takes anything from its new holder, the comment of `ClaimAttempt` says. No locks of the
/// system's: many network file systems keep them to the host.
public final class FileClaim {
  /// Seconds without a sign of life after which others take a claim over.
  public static let lease: Double = {
    // Shorter for tests.
    guard let text = getenv("POLYAK_CLAIM_LEASE"), let seconds = Double(String(cString: text)), seconds > 0 else { return 30 }
    return seconds
  }()

  static let process = ClaimProcess.current
  static let watch = ClaimWatch(lease: lease, process: process)

  private let owner = getpid()
  private var files: ClaimFolder
  /// Nil once it is given up.
  private var level: Int?
  private var renewedAt = monotonicSeconds()

  /// One alone; who makes many is a ``Claimant``. Nil where another holds it.
  ///
  /// - Throws: ``FileFailure`` where the file cannot be made or is something else.
  public static func take(_ path: FileName) throws(FileFailure) -> FileClaim? { try Claimant(claimsMany: false).claim(path) }

  init(_ files: ClaimFolder, _ level: Int) { (self.files, self.level) = (files, level) }

  deinit { release(isDone: false) }

  /// Whether nobody has taken it over, which happens to a holder that does not renew it.
  public var isHeld: Bool {
    guard let level, owner == getpid(), (try? files.isOwn(level)) == true else { return false }
    var above = level + 1
    while true {
      guard let content = try? files.content(above) else { return true }
      if content != .waived { return false }
      above += 1
    }
  }

  /// Shows that its holder is still at it, where that is due.
  public func renew() {
    let now = monotonicSeconds()
    guard level != nil, now - renewedAt > Self.lease / 6, owner == getpid() else { return }
    renewedAt = now
    // Its file is its own, whatever has its name by now.
    files.renew()
  }

  /// Gives it up. A copy of the process leaves it to the one that made it.
  ///
  /// - Parameter isDone: Whether there is now what shows others that they need not do it, and nothing of the claim need stay.
  public func release(isDone: Bool) {
    guard let level else { return }
    self.level = nil
    guard owner == getpid() else { return }
    if level == 0, !isDone, (try? files.isOwn(0)) != true { return }
    var release = ClaimRelease(held: level, isDone: isDone)
    while !release.isOver { guard (try? release.step(&files)) != nil else { return } }
  }

  // MARK: Those of others

  /// What a look at a claim's files says of it.
  public enum State: Equatable {
    /// Nobody claims it.
    case free
    case held(Holder)
    /// By one that shows no sign of life, or nothing that can be read.
    case left
  }

  /// The process that holds a claim, as its file says.
  public struct Holder: Equatable {
    /// The name of its machine, which need not be the only one of that name.
    public let host: String
    /// Its number there, in its own name space of processes.
    public let process: Int
    /// By that host's clock.
    public let since: String
    /// Of its file: 1 is that of `mu=0.9.json.claim-1`.
    public let level: Int
    /// Whether it is a process of this host, which runs. Of others a single look does not tell.
    public let isRunning: Bool
  }

  /// Who holds what a file claims, without a claim to it. Of a holder elsewhere that is gone it is told once this process has looked
  /// twice, with the length of a lease in between.
  public static func state(of path: FileName) throws(FileFailure) -> State {
    do throws(SystemError) {
      let files = ClaimFolder(try Folder(path.parent), path.lastPart, process)
      var state = State.free
      var level = 0
      while true {
        let content = try files.content(level)
        if content == nil, level > 0 { return state }
        // That of the highest level holds it.
        if case .holder(let bytes) = content { state = self.state(of: path, bytes, level) }
        level += 1
      }
    } catch { throw FileFailure(path: path, code: error.code) }
  }

  private static func state(of path: FileName, _ bytes: [UInt8], _ level: Int) -> State {
    if watch.hasLeft(path + "-\(level)", bytes) { return .left }
    guard let record = ClaimRecord(bytes) else {
      return .held(Holder(host: "?", process: 0, since: "?", level: level, isRunning: false))
    }
    let holder = record.process
    return .held(
      Holder(
        host: holder.host, process: Int(holder.id), since: record.since, level: level,
        isRunning: holder.state(seenBy: process) == .running))
  }

  /// Removes what is there of a claim to something that is done.
  public static func removeAll(of path: FileName) {
    guard let folder = try? Folder(path.parent) else { return }
    var files = ClaimFolder(folder, path.lastPart, process)
    var release = ClaimRelease(held: 0, isDone: true)
    while !release.isOver { guard (try? release.step(&files)) != nil else { return } }
  }

  /// Removes what processes that were killed while they claimed something, or wrote a file, have left in a folder.
  public static func removeAbandoned(in path: FileName) throws(FileFailure) {
    do throws(SystemError) {
      let folder = try Folder(path.bytes)
      for name in try folder.names() where name.first == UInt8(ascii: ".") {
        if OwnFile.isFirst(name) {
          let file = FileName(bytes: path.bytes + [0x2f] + name)
          if let bytes = try ClaimFolder.bytes(of: name, in: folder), watch.hasLeft(file, bytes) { folder.remove(name) }
        } else if TemporaryFile.isTemporary(name) {
          TemporaryFile.removeIfAbandoned(name, in: folder)
        }
      }
    } catch { throw FileFailure(path: path, code: error.code) }
  }
}
