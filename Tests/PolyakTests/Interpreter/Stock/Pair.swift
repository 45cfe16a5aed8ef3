import Foundation
import Testing

/// The program and the standard interpreter, each called by the same name, in a folder of its own.
struct Pair {
  let name: String
  let ours = TemporaryFolder(), standard = TemporaryFolder()

  init(called name: String) throws {
    self.name = name
    for (folder, program) in [(ours, programPath), (standard, standardPath)] {
      for (file, text) in Invocation.files { try folder.write(text, to: file) }
      try FileManager.default.createSymbolicLink(atPath: folder.path + "/" + name, withDestinationPath: program)
    }
  }

  func outcomes(of invocation: Invocation) throws -> (ours: Outcome, standard: Outcome) {
    (try outcome(of: invocation, ours), try outcome(of: invocation, standard))
  }

  private func outcome(of invocation: Invocation, _ folder: TemporaryFolder) throws -> Outcome {
    var outcome = try polyak(
      invocation.arguments, input: invocation.input,
      environment: invocation.environment.merging(["INPUTRC": "/dev/null", "HOME": "/"]) { given, _ in given },
      in: folder, program: "./" + name)
    let address = /0x[0-9a-f]+/
    outcome.output.replace(address, with: "0x")
    outcome.errors.replace(address, with: "0x")
    return outcome
  }
}

private let standardPath = "/usr/bin/lua5.4"

func requireStandard() throws {
  guard FileManager.default.isExecutableFile(atPath: standardPath) else {
    try Test.cancel("the Debian package lua5.4 is not installed")
  }
}
