import Foundation
import Testing

@Suite("Checkpoints") struct CheckpointTests {
  let folder = TemporaryFolder()

  private func run(_ script: String) throws -> Outcome {
    try polyak("-e", "local checkpoint = require 'script.checkpoint' " + script, in: folder)
  }

  private var names: [String] { ((try? FileManager.default.contentsOfDirectory(atPath: folder.path)) ?? []).sorted() }

  @Test func `a copied or moved checkpoint reads its own state, and a state that does not belong to it is found out`() throws {
    let outcome = try run("""
      local s = checkpoint.open("A/cp", {eta = 1})
      files.make_folder "A"
      s:write({epoch = 1}, {beta = vec{1, 1}})
      os.execute "cp -r A B; mv A C; ln -s C A"
      s:write({epoch = 2}, {beta = vec{2, 2}})
      s:write({epoch = 3}, {beta = vec{3, 3}})
      for _, prefix in ipairs{"B/cp", "C/cp", "A/cp", "B/../C/cp"} do
        local progress, state = checkpoint.open(prefix, {eta = 1}):read()
        print(progress.epoch, state.beta)
      end
      data.save_npy("B/cp-a-beta.npy", vec{3, 3})
      print(select(2, pcall(function() checkpoint.open("B/cp", {eta = 1}):read() end)))
      os.remove "B/cp-a-beta.npy"
      print(select(2, pcall(function() checkpoint.open("B/cp", {eta = 1}):read() end)))
      """)
    #expect(outcome == Outcome(output: """
      1\tVector(2)  1  1
      3\tVector(2)  3  3
      3\tVector(2)  3  3
      3\tVector(2)  3  3
      (command line):12: the checkpoint 'B/cp.json' is damaged: 'B/cp-a-beta.npy' is not the file that it was written with
      (command line):14: the checkpoint 'B/cp.json' is damaged: 'B/cp-a-beta.npy': No such file or directory

      """))
  }

  @Test("one is removed with all its files and no others, damaged or not", arguments: ["{", "", "null", nil])
  func removal(_ text: String?) throws {
    #expect(try run("""
      checkpoint.open("cp", {}):write({}, {b = vec{1}, ["x-y/z"] = vec{1}})
      checkpoint.open("cp-a-x", {}):write({}, {b = vec{1}})
      """) == Outcome())
    if let text { try folder.write(text, to: "cp.json") }
    try folder.write("", to: "cp-b-old.npy")
    #expect(try run("checkpoint.remove 'cp'") == Outcome())
    #expect(names == ["cp-a-x-a-b.npy", "cp-a-x.json"])
    #expect(try run("checkpoint.remove 'none/cp'") == Outcome())
  }

  @Test func `what cannot be read is not taken for absent, and nothing is written over it`() throws {
    // As root everything may be read: a folder, a loop and a name too long cannot by anybody.
    try FileManager.default.createDirectory(atPath: folder.path + "/cp.json", withIntermediateDirectories: true)
    symlink("loop.json", folder.path + "/loop.json")
    let long = String(repeating: "x", count: 300)
    for (name, why) in [("cp", "Is a directory"), ("loop", "Too many levels of symbolic links"), (long, "File name too long")] {
      for call in ["checkpoint.exists(p)", "checkpoint.open(p, {}):read()"] {
        let outcome = try run("local p = '\(name)' print(select(2, pcall(function() return \(call) end)))")
        #expect(outcome.output == "(command line):1: cannot read the checkpoint '\(name).json': \(why)\n", "\(call)")
      }
      #expect(try run("print(pcall(function() checkpoint.open('\(name)', {}):write({}, {}) end))").output.hasPrefix("false"))
    }
    #expect(names == ["cp.json", "loop.json"])
  }
}
