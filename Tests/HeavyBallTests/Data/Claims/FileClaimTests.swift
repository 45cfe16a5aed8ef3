import Foundation
import Synchronization
import Testing

@testable import HeavyBall

@Suite("Claims held by files") struct FileClaimTests {
  let folder = DataFolder()

  private var names: [String] {
    ((try? FolderContents.names(of: FileName(folder.path))) ?? []).map(\.description).filter { !$0.hasPrefix(".polyak-claim-") }
  }

  private func path(_ name: String) -> FileName { FileName(folder.path + "/" + name) }

  private func text(_ name: String) throws -> String { String(decoding: try folder.read(name), as: UTF8.self) }

  /// A host with a clock of its own, which stands where it is put.
  private struct Host {
    final class Clock: Sendable {
      let time: Mutex<Double>
      init(_ time: Double) { self.time = Mutex(time) }
    }

    let process: ClaimProcess
    let watch: ClaimWatch
    private let clock: Clock

    init(_ name: String, time: Double) {
      let clock = Clock(time)
      self.clock = clock
      process = ClaimProcess(host: name, id: 4711, start: "1", boot: "boot-of-\(name)", namespace: "1")
      watch = ClaimWatch(lease: 30, process: process) { clock.time.withLock { $0 } }
    }

    func wait(_ seconds: Double) { clock.time.withLock { $0 += seconds } }
  }

  private func claim(_ name: String, _ host: Host) throws -> FileClaim? {
    try Claimant(host.watch, host.process).claim(path(name))
  }

  @Test func `a claim is one process's at a time, and nothing of it stays`() throws {
    for isDone in [false, true] {
      let claim = try #require(try FileClaim.take(path("a.claim")))
      #expect(claim.isHeld)
      #expect(try FileClaim.take(path("a.claim")) == nil)
      #expect(names == ["a.claim"])
      let words = try text("a.claim").split(whereSeparator: \.isWhitespace)
      #expect(words.count == 8 && words[1] == "\(getpid())")
      guard case .held(let holder)? = try? FileClaim.state(of: path("a.claim")) else {
        Issue.record("held")
        return
      }
      #expect(holder.process == Int(getpid()) && holder.level == 0 && holder.isRunning)
      claim.release(isDone: isDone)
      #expect(names == [] && !claim.isHeld)
      #expect(try FileClaim.state(of: path("a.claim")) == .free)
    }
    _ = try FileClaim.take(path("a.claim"))
    #expect(names == [])
  }

  @Test func `what is no file and no folder of a claim is refused`() throws {
    symlink("b", folder.path + "/a.claim")
    #expect(throws: FileFailure.self) { try FileClaim.take(path("a.claim")) }
    #expect(throws: FileFailure.self) { try FileClaim.take(path("none/a.claim")) }
    #expect(names == ["a.claim"])
  }

  @Test("a claim of a process that has ended is taken over at once", arguments: [true, false])
  func ended(_ hasOtherStart: Bool) throws {
    let own = ClaimProcess.current
    // No process has this number; or this process's number, and another start.
    let id = hasOtherStart ? own.id : 1 << 29
    let ended = ClaimProcess(host: own.host, id: id, start: "1", boot: own.boot, namespace: own.namespace)
    try folder.write(ClaimRecord(ended).bytes, to: "a.claim")
    #expect(try FileClaim.state(of: path("a.claim")) == .left)
    let claim = try #require(try FileClaim.take(path("a.claim")))
    #expect(names == ["a.claim", "a.claim-1"])
    #expect(try FileClaim.take(path("a.claim")) == nil)
    claim.release(isDone: true)
    #expect(names == [])
  }

  @Test func `of another host, boot or namespace it is taken over when it has not been renewed for a lease`() throws {
    // Their clocks differ by an hour.
    let a = Host("a", time: 1e6), b = Host("b", time: 1e6 - 3600)
    let first = try #require(try claim("x", a))
    #expect(try claim("x", b) == nil)
    b.wait(29)
    #expect(try claim("x", b) == nil)
    // A sign of life: of one length, so that nothing is read half.
    var record = try #require(ClaimRecord(Array(try folder.read("x"))))
    record.renewals += 1
    try Data(record.bytes).write(to: URL(fileURLWithPath: folder.path + "/x"), options: [])
    b.wait(29)
    #expect(try claim("x", b) == nil)
    b.wait(30)
    let second = try #require(try claim("x", b))
    #expect(second.isHeld)
    #expect(!first.isHeld)
    // Who comes back takes its own file away alone.
    first.release(isDone: false)
    #expect(second.isHeld && names == ["x-1"])
    #expect(try claim("x", a) == nil)
    second.release(isDone: true)
    #expect(names == [])
  }

  @Test func `a process of this host that runs holds its claim for as long as that, and a stopped one for a lease`() throws {
    let own = ClaimProcess.current, clock = Host.Clock(0)
    let watch = ClaimWatch(lease: 30, process: own) { clock.time.withLock { $0 } }
    let sleeper = Process()
    sleeper.executableURL = URL(fileURLWithPath: "/bin/sleep")
    sleeper.arguments = ["1000"]
    try sleeper.run()
    let id = sleeper.processIdentifier
    func fields() throws -> [Substring] {
      try String(contentsOfFile: "/proc/\(id)/stat", encoding: .utf8).split(separator: ")")[1].split(separator: " ")
    }
    let process = ClaimProcess(
      host: own.host, id: id, start: String(try fields()[19]), boot: own.boot, namespace: own.namespace)
    let content = ClaimRecord(process).bytes
    func hasLeft(after seconds: Double) -> Bool {
      clock.time.withLock { $0 += seconds }
      return watch.hasLeft("x-0", content)
    }
    for seconds in [0.0, 31, 1000] { #expect(!hasLeft(after: seconds)) }
    kill(id, SIGSTOP)
    while try fields()[0] != "T" { usleep(1000) }
    #expect(!hasLeft(after: 1000))
    #expect(!hasLeft(after: 29))
    #expect(hasLeft(after: 1))
    kill(id, SIGCONT)
    while try fields()[0] == "T" { usleep(1000) }
    #expect(!hasLeft(after: 0))
    kill(id, SIGKILL)
    sleeper.waitUntilExit()
    #expect(hasLeft(after: 0))
  }

  @Test func `the highest level that is not waived says who holds a claim`() throws {
    let own = ClaimRecord(.current)
    let elsewhere = ClaimRecord(ClaimProcess(host: "b", id: 1, start: "1", boot: "b", namespace: "b"))
    try folder.write(elsewhere.bytes, to: "x")
    try folder.write(own.bytes, to: "x-1")
    try folder.write(ClaimRecord.waived, to: "x-2")
    let holder = FileClaim.Holder(
      host: own.process.host, process: Int(getpid()), since: own.since, level: 1, isRunning: true)
    #expect(try FileClaim.state(of: path("x")) == .held(holder))
    try folder.write(elsewhere.bytes, to: "x-2")
    let other = FileClaim.Holder(host: "b", process: 1, since: elsewhere.since, level: 2, isRunning: false)
    #expect(try FileClaim.state(of: path("x")) == .held(other))
  }

  @Test func `a holder that was stopped finds that it holds nothing, and takes only its own file away`() throws {
    let a = Host("a", time: 0), b = Host("b", time: 5)
    let first = try #require(try claim("x", a))
    #expect(try claim("x", b) == nil)
    b.wait(31)
    let second = try #require(try claim("x", b))
    #expect(!first.isHeld && second.isHeld)
    first.release(isDone: false)
    #expect(names == ["x-1"] && second.isHeld)
    // Level 0 is free, and that holds nobody off who holds the next.
    #expect(try claim("x", a) == nil)
    #expect(names == ["x-1"])
    second.release(isDone: false)
    let third = try #require(try claim("x", a))
    #expect(third.isHeld && names == ["x", "x-1"])
    third.release(isDone: true)
    #expect(names == [])
  }

  @Test func `many claims of a dead host run out at one time`() throws {
    let a = Host("a", time: 0), b = Host("b", time: 0)
    let claims = try (0..<500).map { try #require(try claim("x\($0)", a)) }
    for i in 0..<500 { #expect(try claim("x\(i)", b) == nil) }
    b.wait(30)
    let taken = try (0..<500).compactMap { try claim("x\($0)", b) }
    #expect(taken.count == 500 && claims.allSatisfy { !$0.isHeld })
    for claim in taken { claim.release(isDone: true) }
    #expect(names == [])
  }

  @Test func `what cannot be read is left alone for a lease`() throws {
    let host = Host("a", time: 0)
    for (name, content) in [("empty", []), ("old", Array("node7 4711 1234567\n".utf8)), ("binary", [0, 255, 10])] {
      try folder.write(content, to: name)
      #expect(try claim(name, host) == nil)
      host.wait(30)
      let claim = try #require(try claim(name, host))
      claim.release(isDone: true)
    }
    #expect(names == [])
  }

  @Test func `what killed processes left while they claimed or wrote goes, what live ones have stays`() throws {
    let own = ClaimProcess.current
    let ended = ClaimProcess(host: own.host, id: 1 << 29, start: "1", boot: own.boot, namespace: own.namespace)
    try folder.write(ClaimRecord(ended).bytes, to: ".polyak-claim-0123456789abcdef.part")
    try folder.write(ClaimRecord(own).bytes, to: ".polyak-claim-1123456789abcdef.part")
    try folder.write([1], to: ".polyak-0123456789abcdef-0123456789abcdef.part")
    try folder.write([1], to: ".other.part")
    let live = try AtomicFile(path("a"), isNamed: true)
    let before = folder.names.count
    try FileClaim.removeAbandoned(in: FileName(folder.path))
    #expect(folder.names.count == before - 2)
    #expect(folder.names.contains(".polyak-claim-1123456789abcdef.part") && folder.names.contains(".other.part"))
    try live.commit()
  }
}
