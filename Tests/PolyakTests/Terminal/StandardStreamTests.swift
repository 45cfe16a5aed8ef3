import Foundation
import Testing

/// Streams that are closed, or take nothing.
@Suite("Standard streams") struct StandardStreamTests {
  let folder = TemporaryFolder()

  private func shell(_ command: String) throws -> Outcome {
    try polyak(["-c", command, programPath], in: folder, program: "/bin/sh")
  }

  /// A device that is always full, in the test's own folder.
  private func makeFullDevice() throws {
    guard mknod(folder.path + "/full", S_IFCHR | 0o666, makedev(1, 7)) == 0 else {
      try Test.cancel("no device can be made here")
    }
  }

  private func makedev(_ major: UInt, _ minor: UInt) -> dev_t { dev_t(major << 8 | minor) }

  @Test(
    "that are full fail",
    arguments: [
      ("-e 'print(1)'", 1), ("--version", 1), ("--help", 1), ("-v", 1), ("-e 'io.write(1)'", 1), ("script.lua", 1),
      ("- < script.lua", 1), ("-i < script.lua", 1), ("-e 'print(1) os.exit()'", 1), ("-e 'print(1) os.exit(3)'", 3),
      ("-e 'print(1) os.exit(true, true)'", 1), ("-e 'print((\"x\"):rep(100000))'", 1), ("-e 'plot{1, 4, 9}'", 1),
      ("-e 'setmetatable({}, {__gc = function() io.write(1) end})'", 1),
      ("-e 'io.stdout:setvbuf(\"no\") io.write(1)'", 1), ("-e 'error(1)' -e 'print(1)'", 1),
    ])
  func full(_ arguments: String, _ code: Int32) throws {
    try makeFullDevice()
    try folder.write("print(1)\n", to: "script.lua")
    let parts = arguments.components(separatedBy: " < ")
    let outcome = try shell("\"$0\" \(parts[0]) \(parts.count > 1 ? "< " + parts[1] : "") > full")
    #expect(outcome.code == code)
    guard !arguments.contains("error") else { return }
    #expect(outcome.errors == "\(programPath): standard output: No space left on device\n")
  }

  @Test func `that are full are none of the standard interpreter's concern`() throws {
    try makeFullDevice()
    #expect(try shell("\"$0\" --stock -e 'print(1)' > full") == Outcome())
  }

  @Test func `that a reader closes end the program by SIGPIPE`() throws {
    let outcome = try shell("{ \"$0\" -e 'for i = 1, 1e6 do print(i) end'; echo $? >&2; } | head -n 1")
    #expect(outcome == Outcome(output: "1\n", errors: "141\n"))
  }

  @Test("that are closed are no files'", arguments: (0..<8).map { closed in (0..<3).filter { closed >> $0 & 1 == 1 } })
  func closed(_ streams: [Int]) throws {
    try folder.write(
      """
      print "printed" io.stderr:write "told"
      local results, failures = workers.map(3, function(i) print "by a copy" return "x" .. i end)
      local file <close> = io.open("written", "w")
      print "printed" io.stderr:write "told"
      file:write(table.concat(results, " "), #failures, tostring(io.read()))

      """, to: "script.lua")
    let outcome = try shell("\"$0\" script.lua < script.lua " + streams.map { "\($0)>&-" }.joined(separator: " "))
    #expect(outcome.code == (streams.contains(1) ? 1 : 0))
    let read = streams.contains(0) ? "nil" : "print \"printed\" io.stderr:write \"told\""
    #expect(try folder.read("written") == "x1 x2 x30" + read)
    if !streams.contains(1) { #expect(outcome.output == "printed\nby a copy\nby a copy\nby a copy\nprinted\n") }
    if !streams.contains(2) {
      #expect(
        outcome.errors == "toldtold" + (streams.contains(1) ? "\(programPath): standard output: Bad file descriptor\n" : ""))
    }
  }

  @Test(
    "that are closed lose nothing silently",
    arguments: [
      ("-e 'print(1)' >&-", 1), ("--version >&-", 1), ("-e 'io.write(1) os.exit(3)' >&-", 3), ("-e 'plot{1, 2}' >&-", 1),
      ("-i <&- >&-", 1),
      ("-e 'x = 1' >&-", 0), ("-e 'x = 1' <&- >&- 2>&-", 0), ("--stock -e 'print(1)' >&-", 0),
      ("-e 'workers.map(2, function() return 1 end)' <&- >&- 2>&-", 0),
    ])
  func lost(_ arguments: String, _ code: Int32) throws {
    #expect(try shell("\"$0\" --no-init \(arguments)".replacing("--no-init --stock", with: "--stock")).code == code)
  }
}
