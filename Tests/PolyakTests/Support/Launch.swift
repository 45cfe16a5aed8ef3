import Foundation

/// A folder that is removed with its owner.
final class TemporaryFolder {
  let path: String

  init() {
    path = FileManager.default.temporaryDirectory.appendingPathComponent("polyak-test-\(UUID().uuidString)").path
    // What fails here shows in the test that misses the folder.
    try? FileManager.default.createDirectory(atPath: path, withIntermediateDirectories: true)
  }

  deinit { try? FileManager.default.removeItem(atPath: path) }

  /// Writes a file and gives its path.
  @discardableResult
  func write(_ text: String, to name: String) throws -> String {
    try text.write(toFile: path + "/" + name, atomically: false, encoding: .utf8)
    return path + "/" + name
  }

  /// What is not UTF-8 is replaced.
  func read(_ name: String) throws -> String {
    String(decoding: try Data(contentsOf: URL(fileURLWithPath: path + "/" + name)), as: UTF8.self)
  }
}

/// The program: the one named by POLYAK_PROGRAM, or else the one that is built beside the tests.
let programPath =
  ProcessInfo.processInfo.environment["POLYAK_PROGRAM"]
  ?? (try? FileManager.default.destinationOfSymbolicLink(atPath: "/proc/self/exe"))
  .map { ($0 as NSString).deletingLastPathComponent + "/polyak" } ?? "polyak"

/// A running program, killed with its owner.
final class Launched {
  let process: pid_t
  private let permit: LaunchPermit
  private(set) var exitCode: Int32?

  /// - Parameters:
  ///   - terminal: What is to be its controlling terminal, on all three streams.
  ///   - files: What its streams are otherwise.
  ///   - program: The name it is called by, as seen from the folder.
  init(
    _ arguments: [String], environment: [String: String], folder: String, terminal: String? = nil,
    files: (input: String, output: String, errors: String)? = nil, program: String = programPath
  ) throws {
    permit = .here()
    var actions = posix_spawn_file_actions_t()
    posix_spawn_file_actions_init(&actions)
    defer { posix_spawn_file_actions_destroy(&actions) }
    if let terminal {
      posix_spawn_file_actions_addopen(&actions, 0, terminal, O_RDWR, 0)
      posix_spawn_file_actions_adddup2(&actions, 0, 1)
      posix_spawn_file_actions_adddup2(&actions, 0, 2)
    }
    if let files {
      posix_spawn_file_actions_addopen(&actions, 0, files.input, O_RDONLY, 0)
      posix_spawn_file_actions_addopen(&actions, 1, files.output, O_WRONLY | O_CREAT, 0o600)
      posix_spawn_file_actions_addopen(&actions, 2, files.errors, O_WRONLY | O_CREAT, 0o600)
    }
    // The threads that tests run on block signals, which programs inherit.
    var attributes = posix_spawnattr_t()
    posix_spawnattr_init(&attributes)
    defer { posix_spawnattr_destroy(&attributes) }
    var none = sigset_t()
    sigemptyset(&none)
    posix_spawnattr_setsigmask(&attributes, &none)
    posix_spawnattr_setflags(&attributes, Int16(POSIX_SPAWN_SETSIGMASK))
    // A session of its own: no Ctrl-C of the tests reaches it, and the terminal is its own.
    let launcher = ["sh", "-c", "cd \"$0\" && exec setsid \"$@\"", folder] + (terminal == nil ? [] : ["--ctty"])
    let variables = ["PATH=/usr/bin:/bin"] + environment.map { "\($0)=\($1)" }
    let argv: [UnsafeMutablePointer<CChar>?] = (launcher + [program] + arguments).map { strdup($0) } + [nil]
    let envp: [UnsafeMutablePointer<CChar>?] = variables.map { strdup($0) } + [nil]
    defer { for text in argv + envp { free(text) } }
    var process = pid_t()
    let status = posix_spawn(&process, "/bin/sh", &actions, &attributes, argv, envp)
    if status != 0 { throw POSIXError(POSIXErrorCode(rawValue: status) ?? .ENOENT) }
    self.process = process
  }

  deinit {
    if exitCode == nil {
      kill(process, SIGKILL)
      waitpid(process, nil, 0)
    }
  }

  /// Its exit code, 128 and the signal's number where a signal ended it; nil where it has not ended in time.
  func wait(seconds: Double = 30) -> Int32? {
    for _ in 0..<Int(seconds * 200) where exitCode == nil {
      var status: Int32 = 0
      if waitpid(process, &status, WNOHANG) == process {
        exitCode = status & 0x7F == 0 ? (status >> 8) & 0xFF : 128 + (status & 0x7F)
      } else {
        usleep(5000)
      }
    }
    return exitCode
  }
}

/// What a run of the program has left.
struct Outcome: Equatable {
  var output = ""
  var errors = ""
  var code: Int32? = 0
}

/// Runs the program to its end, in a folder of its own unless one is given, with no environment but what is given.
func polyak(
  _ arguments: String..., input: String = "", environment: [String: String] = [:], in folder: TemporaryFolder? = nil
) throws -> Outcome {
  try polyak(arguments, input: input, environment: environment, in: folder)
}

func polyak(
  _ arguments: [String], input: String = "", environment: [String: String] = [:], in given: TemporaryFolder? = nil,
  program: String = programPath
) throws -> Outcome {
  let folder = given ?? TemporaryFolder()
  let streams = TemporaryFolder()
  let launched = try Launched(
    arguments, environment: environment.merging(["HOME": folder.path]) { given, _ in given }, folder: folder.path,
    files: (try streams.write(input, to: "in"), streams.path + "/out", streams.path + "/err"), program: program)
  let code = launched.wait()
  return Outcome(output: try streams.read("out"), errors: try streams.read("err"), code: code)
}
