import Foundation
import Testing

@testable import PolyakConsole

@Suite("What the program does in a script's place") struct SubcommandProgramTests {
  let folder = TemporaryFolder()

  @Test("is explained where its help is asked for", arguments: Subcommand.all.map(\.words)) func help(_ words: [String]) throws {
    for name in [words, [words[0]]] {
      #expect(try polyak(name + ["--help"]) == Outcome(output: Subcommand.usage(of: name.joined(separator: " "))))
    }
  }

  @Test func `is told with its own usage where it is misspelt`() throws {
    #expect(
      try polyak("sweep", "stauts", "x")
        == Outcome(
          errors: "\(programPath): sweep: needs one of 'status', 'retry' or 'export', got 'stauts' (did you mean 'status'?)\n"
            + Subcommand.usage(of: "sweep"), code: 1))
    #expect(
      try polyak("submit", "a.lua", "--slurm", "--node", "2")
        == Outcome(
          errors: "\(programPath): submit: unknown option '--node' (did you mean '--nodes'?)\n" + Subcommand.usage(of: "submit"),
          code: 1))
  }

  @Test("is a script's where a path says so", arguments: ["./sweep", "./submit"]) func scripts(_ path: String) throws {
    try folder.write("print(arg[0], ...)\n", to: String(path.dropFirst(2)))
    #expect(try polyak(path, "status", in: folder) == Outcome(output: "\(path)\tstatus\n"))
    #expect(try polyak(["sweep", "status"], in: folder, program: programPath).code == 1)
  }

  /// What stands for Slurm's: says what it was given.
  private func submit(_ arguments: String, sbatch: String? = "echo Submitted \"$@\"") throws -> Outcome {
    try folder.write("print(1)\n", to: "m.lua")
    if let sbatch { try folder.write("#!/bin/sh\n\(sbatch)\n", to: "sbatch") }
    let path = sbatch == nil ? "/nowhere" : "$PWD:$PATH"
    return try polyak(
      ["-c", "[ ! -e sbatch ] || chmod +x sbatch; PATH=\(path); '\(programPath)' submit \(arguments)"], in: folder,
      program: "/bin/sh")
  }

  @Test func `a batch script is shown, kept in the sweep's folder, and given to sbatch`() throws {
    let outcome = try submit("m.lua --slurm --array 3 --folder out -- --eta 1")
    let script = try folder.read("out/m.sbatch")
    #expect(script.hasPrefix("#!/bin/bash\n") && script.contains("\n#SBATCH --array=0-2\n"))
    #expect(script.hasSuffix(" m.lua --eta 1\n"))
    #expect(
      outcome
        == Outcome(
          output: script + "\nSubmitted out/m.sbatch\nThe batch script is kept in 'out/m.sbatch'.\n"
            + "polyak sweep status out --watch shows how far it is.\n"))
  }

  @Test(
    "a script's own --out is the sweep's folder where nothing else is said",
    arguments: ["--out 'a b/c'", "--eta 1 '--out=a b/c'"])
  func out(_ arguments: String) throws {
    let outcome = try submit("m.lua --slurm -- \(arguments)")
    #expect(outcome.code == 0)
    #expect(try outcome.output.hasPrefix(folder.read("a b/c/m.sbatch")))
    #expect(outcome.output.hasSuffix("\npolyak sweep status 'a b/c' --watch shows how far it is.\n"))
    #expect(try submit("m.lua --slurm --folder d -- \(arguments)").output.contains("kept in 'd/m.sbatch'."))
  }

  @Test func `a first word that is misspelt, and no file, is told`() throws {
    #expect(
      try polyak("swep", "status", "x", in: folder)
        == Outcome(errors: "\(programPath): cannot open swep: No such file or directory (did you mean 'sweep'?)\n", code: 1))
    try folder.write("print(1)\n", to: "swep")
    #expect(try polyak("swep", in: folder) == Outcome(output: "1\n"))
  }

  @Test func `a batch script that is there stays where it says something else`() throws {
    try folder.write("by hand\n", to: "m.sbatch")
    for _ in 0..<2 { #expect(try submit("m.lua --slurm").output.hasSuffix("kept in './m-2.sbatch'.\n")) }
    #expect(try submit("m.lua --slurm --array 2").output.hasSuffix("kept in './m-3.sbatch'.\n"))
    #expect(try folder.read("m.sbatch") == "by hand\n")
  }

  @Test(
    "what sbatch or a shell could not make sense of is refused",
    arguments: [
      ("m.lua --folder 'a\nb'", "sbatch reads no folder with a line break in its name, as 'a\\10b' has"),
      (". --dry-run", "cannot read the script: Is a directory"),
    ])
  func refused(_ arguments: String, _ message: String) throws {
    #expect(try submit("\(arguments) --slurm") == Outcome(errors: "\(programPath): submit: \(message)\n", code: 1))
  }

  @Test func `a batch script that is only shown says which folder it needs`() throws {
    let shown = try submit("m.lua --slurm --dry-run -- --out new/x")
    #expect(shown.errors == "submit: the folder 'new/x' must be there when the job begins: Slurm makes none\n")
    #expect(shown.code == 0 && !FileManager.default.fileExists(atPath: folder.path + "/new"))
  }

  @Test func `a folder that cannot be made is told`() throws {
    let outcome = try submit("m.lua --slurm --folder /proc/none")
    #expect(outcome == Outcome(errors: "\(programPath): submit: cannot make '/proc/none': No such file or directory\n", code: 1))
  }

  @Test func `a batch script without a folder is kept beside the script; one that is only shown nowhere`() throws {
    #expect(try submit("m.lua --slurm").output.hasSuffix("\nSubmitted ./m.sbatch\nThe batch script is kept in './m.sbatch'.\n"))
    let kept = try folder.read("m.sbatch")
    try FileManager.default.removeItem(atPath: folder.path + "/m.sbatch")
    #expect(try submit("m.lua --slurm --dry-run") == Outcome(output: kept))
    #expect(!FileManager.default.fileExists(atPath: folder.path + "/m.sbatch"))
    // What it runs is the program itself.
    #expect(kept.contains("\nexec /") && kept.hasSuffix("/polyak m.lua\n"))
  }

  @Test func `a script that is kept is told where sbatch is missing or refuses it`() throws {
    let missing = try submit("m.lua --slurm", sbatch: nil)
    #expect(
      missing.errors == "\(programPath): submit: there is no sbatch that can be started here (No such file or directory).\n"
        + "The batch script is kept in './m.sbatch'.\n")
    #expect(missing.code == 1)
    #expect(try folder.read("m.sbatch") + "\n" == missing.output)
    let refused = try submit("m.lua --slurm", sbatch: "echo no partition >&2; exit 3")
    #expect(
      refused.errors == "\(programPath): submit: sbatch has refused it, with code 3:\nno partition\n"
        + "The batch script is kept in './m.sbatch'.\n")
    #expect(refused.code == 1)
  }

  @Test func `a script that is not there is not submitted`() throws {
    let outcome = try polyak("submit", "none.lua", "--slurm", in: folder)
    #expect(
      outcome == Outcome(errors: "\(programPath): submit: cannot read the script: none.lua: No such file or directory\n", code: 1)
    )
    #expect(try FileManager.default.contentsOfDirectory(atPath: folder.path).isEmpty)
  }

  @Test func `what is watched is waited for, and ended by Ctrl-C at once and without a word`() throws {
    let status = "sweep.status = function() return setmetatable({}, {__tostring = function() return 'at it' end}) end"
    let session = try PromptSession("-e", status, "sweep", "status", "out", "--watch", environment: ["TERM": "xterm"], in: folder)
    #expect(session.shows("waits for a sweep to begin in 'out'") != nil)
    try FileManager.default.createDirectory(atPath: folder.path + "/out", withIntermediateDirectories: true)
    try folder.write("", to: "out/settings.json")
    #expect(session.shows("at it") != nil)
    #expect(session.interrupt())
    #expect(session.exitCode() == 130)
    #expect(session.shows("interrupted", within: 0.3) == nil)
  }
}
