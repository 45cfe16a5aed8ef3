import PolyakPlatform
import Testing

@testable import HeavyBall

/// The programs that read, compile and run code for aarch64: the system's own there, elsewhere those for another
/// machine (Debian's binutils-aarch64-linux-gnu, gcc-aarch64-linux-gnu, libc6-dev-arm64-cross and qemu-user).
enum ARM64Tools {
  #if arch(arm64)
  private static let prefix = ""
  private static let emulator: String? = nil
  #else
  private static let prefix = "aarch64-linux-gnu-"
  private static let emulator: String? = "qemu-aarch64"
  #endif

  static let disassembler = prefix + "objdump"
  private static let compiler = prefix + "gcc"

  static let canDisassemble = isThere(disassembler)
  static let canRun = isThere(compiler) && (emulator.map { isThere($0) && access(crossLibrary, R_OK) == 0 } ?? true)
  /// The compiler comes without it.
  private static let crossLibrary = "/usr/aarch64-linux-gnu/lib/libc.a"

  static let missing = "no compiler for aarch64 or no qemu-aarch64"

  private static func isThere(_ program: String) -> Bool { access("/usr/bin/\(program)", X_OK) == 0 }

  static func disassembly(of code: [UInt8]) throws -> [String] {
    try Disassembly.lines(of: code, disassembler, "-m aarch64").map { line in
      line.split(separator: " ").prefix { $0 != "//" }.joined(separator: " ")
    }
  }

  /// The driver, compiled once: see there.
  ///
  /// Unchecked: nothing in it changes.
  nonisolated(unsafe) private static let driver: TemporaryBytes? = {
    guard let file = try? TemporaryBytes() else { return nil }
    let source = #filePath.split(separator: "/").dropLast().map { "/" + $0 }.joined() + "/ARM64Driver/driver.c"
    let command = "\(compiler) -static -O2 -ffp-contract=off -o '\(file.path)' '\(source)'"
    return system(command) == 0 ? file : nil
  }()

  /// What the driver says of programs.
  static func run(_ programs: ARM64Programs) throws -> String {
    let driver = try #require(driver, "the driver does not compile")
    let file = try TemporaryBytes(programs.bytes)
    return try Disassembly.output(of: "\(emulator ?? "") \(driver.path) \(file.path) 2>&1")
  }
}
