import Foundation
import Testing

@Suite("Checkpoints") struct CheckpointTests {
  let folder = TemporaryFolder()

  private func run(_ script: String) throws -> Outcome {
    try polyak("-e", "local checkpoint = require 'script.checkpoint' " + script, in: folder)
  }

  private var names: [String] { ((try? FileManager.default.contentsOfDirectory(atPath: folder.path)) ?? []).sorted() }

  @Test func `a copied or moved checkpoint reads its own state, and a state that does not belong to it is found out`() throws {
    let outcome = try run(
      """
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
    #expect(
      outcome
        == Outcome(
          output: """
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
    #expect(
      try run(
        """
        checkpoint.open("cp", {}):write({}, {b = vec{1}, ["x-y/z"] = vec{1}})
        checkpoint.open("cp-a-x", {}):write({}, {b = vec{1}})
        """) == Outcome())
    if let text { try folder.write(text, to: "cp.json") }
    try folder.write("", to: "cp-b-old.npy")
    #expect(try run("checkpoint.remove 'cp'") == Outcome())
    #expect(names == ["cp-a-x-a-b.npy", "cp-a-x.json"])
    #expect(try run("checkpoint.remove 'none/cp'") == Outcome())
  }

  @Test(
    "a write that fails leaves nothing of its own, and the checkpoint before as it was",
    arguments: [
      (
        "s:write({f = print}, {a = vec{2}, b = vec{2}})",
        "json.encode: argument 'value.progress.f' must be a table, a string, a number or a boolean, got function"
      ),
      (
        "s:write({}, {a = vec{2}, [1] = vec{2}})", "checkpoint store:write: argument 'state' must have names alone, got the key 1"
      ),
      ("s:write({}, {[true] = vec{2}})", "checkpoint store:write: argument 'state' must have names alone, got the key true"),
      (
        "s:write({}, {a = vec{2}, b = 'x'})",
        "checkpoint store:write: argument 'state.b' must be a Vector or a Matrix, got string 'x'"
      ),
      (
        "s:write({}, {a = vec{2}, b = {1, {2}}})",
        "checkpoint store:write: argument 'state.b[2]' must be a number, got table"
      ),
      ("s:write({}, {a = vec{2}, b = L})", "checkpoint store:write: argument 'state.b' must be numbers, got Loss"),
      ("s:write(deep, {a = vec{2}})", ""),
      (
        "s:write({}, {a = vec{2}, b = deep})",
        "checkpoint store:write: argument 'state.b[1][1]' must be a number, got table"
      ),
      ("s:write()", "checkpoint store:write: argument 'progress' is missing (a table)"),
      ("s:write({})", "checkpoint store:write: argument 'state' is missing (a table)"),
      ("s.write()", "checkpoint store:write: call it with ':'"), ("s.read()", "checkpoint store:read: call it with ':'"),
      ("checkpoint.open()", "checkpoint.open: argument 'prefix' is missing (a string)"),
      ("checkpoint.open('cp')", "checkpoint.open: argument 'settings' is missing (a table)"),
      ("checkpoint.exists(vec{1})", "checkpoint.exists: argument 'prefix' must be a string, got Vector"),
      ("checkpoint.remove()", "checkpoint.remove: argument 'prefix' is missing (a string)"),
    ])
  func failures(_ code: String, _ message: String) throws {
    try folder.write(
      """
      checkpoint = require "script.checkpoint"
      L, deep = losses.product{y = 1}, {}
      for _ = 1, 300 do deep = {deep} end
      s = checkpoint.open("cp", {eta = 1})
      s:write({epoch = 1}, {a = vec{1}, b = vec{1}})
      ok, why = pcall(function()
        \(code)
      end)
      print(ok, why)
      progress, state = s:read()
      print(progress.epoch, state.a, state.b)
      """, to: "s.lua")
    let outcome = try polyak("s.lua", in: folder)
    let shown = outcome.output.components(separatedBy: "\n")
    #expect(outcome.errors == "" && shown.count == 3)
    let found = try #require(shown.first)
    #expect(
      message.isEmpty
        ? found.hasPrefix("false\ts.lua:7: json.encode: argument 'value.progress[1]") : found == "false\ts.lua:7: \(message)")
    #expect(shown[1] == "1\tVector(1)  1\tVector(1)  1")
    #expect(names == ["cp-a-a.npy", "cp-a-b.npy", "cp.json", "s.lua"])
  }

  @Test func `a write that the disk refuses leaves nothing either`() throws {
    let outcome = try run(
      """
      s = checkpoint.open("cp", {})
      os.execute "mkdir cp-a-b.npy"
      print(pcall(function() s:write({}, {a = vec{1}, b = vec{1}}) end))
      """)
    #expect(outcome.output.hasPrefix("false\t(command line):3: cannot write the checkpoint 'cp-a-b.npy'"), "\(outcome)")
    #expect(!names.contains("cp-a-a.npy") && !names.contains("cp.json"))
  }

  @Test func `vectors that cannot be read are not called damaged`() throws {
    let outcome = try run(
      """
      s = checkpoint.open("cp", {})
      s:write({}, {b = vec{1}})
      os.execute "rm cp-a-b.npy; ln -s cp-a-b.npy cp-a-b.npy"
      print(pcall(function() s:read() end))
      os.execute "rm cp-a-b.npy; mkdir cp-a-b.npy"
      print(pcall(function() s:read() end))
      """)
    #expect(
      outcome.output == """
        false\t(command line):4: cannot read the checkpoint 'cp.json': 'cp-a-b.npy': Too many levels of symbolic links
        false\t(command line):6: cannot read the checkpoint 'cp.json': 'cp-a-b.npy': Is a directory

        """)
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
