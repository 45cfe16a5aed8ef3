import LuaKit
import Testing

@testable import PolyakConsole

@Suite("Subcommands") struct SubcommandTests {
  static let parsed: [([LuaString], Subcommand.Call)] = [
    (["sweep", "status", "out"], .init(name: "sweep status", values: ["folder": .text("out")])),
    (
      ["sweep", "status", "--watch", "out"], .init(name: "sweep status", values: ["folder": .text("out"), "watch": .flag])
    ),
    (["sweep", "retry", "a b"], .init(name: "sweep retry", values: ["folder": .text("a b")])),
    (
      ["sweep", "export", "out", "all.csv"],
      .init(name: "sweep export", values: ["folder": .text("out"), "file": .text("all.csv")])
    ),
    (["submit", "a.lua", "--slurm"], .init(name: "submit", values: ["script": .text("a.lua"), "slurm": .flag])),
    (
      [
        "submit", "--nodes=2", "--time", "1-12:30", "--array", "4", "a.lua", "--slurm", "--cpus", "8", "--memory=4G",
        "--partition",
        "long", "--account=x.y", "--folder", "out", "--dry-run", "--", "--eta", "1", "--", "x",
      ],
      .init(
        name: "submit",
        values: [
          "script": .text("a.lua"), "slurm": .flag, "nodes": .count(2), "time": .text("1-12:30"), "array": .count(4),
          "cpus": .count(8), "memory": .text("4G"), "partition": .text("long"), "account": .text("x.y"),
          "folder": .text("out"), "dry_run": .flag,
        ], rest: ["--eta", "1", "--", "x"])
    ),
    (["sweep", "--help"], .init(name: "sweep", wantsHelp: true)),
    (["submit", "--help"], .init(name: "submit", wantsHelp: true)),
    (["sweep", "export", "out", "--help"], .init(name: "sweep export", wantsHelp: true)),
  ]

  @Test("are taken apart", arguments: parsed.indices) func parsing(_ i: Int) throws {
    let options = try Options(["polyak", "-W"] + Self.parsed[i].0)
    #expect(options.subcommand == Self.parsed[i].1)
    #expect(options.script == nil && options.scriptPosition == 2 && !options.readsStandardInput)
  }

  static let slurm = "option '--slurm' is missing (the batch system is Slurm)"
  static let refused: [([LuaString], String)] = [
    (["sweep"], "sweep: needs one of 'status', 'retry' or 'export'"),
    (["sweep", "stauts"], "sweep: needs one of 'status', 'retry' or 'export', got 'stauts' (did you mean 'status'?)"),
    (["sweep", "out"], "sweep: needs one of 'status', 'retry' or 'export', got 'out'"),
    (["sweep", "status"], "sweep status: needs a folder, as in 'polyak sweep status folder [options]'"),
    (["sweep", "status", ""], "sweep status: needs a folder, as in 'polyak sweep status folder [options]'"),
    (["sweep", "status", "a", "b"], "sweep status: unexpected argument 'b'"),
    (["sweep", "status", "a", "--"], "sweep status: unknown option '--' (--help shows the options)"),
    (["sweep", "status", "a", "--wach"], "sweep status: unknown option '--wach' (did you mean '--watch'?)"),
    (["sweep", "status", "a", "--watch=1"], "sweep status: option '--watch' takes no value, got '1'"),
    (["sweep", "export", "a"], "sweep export: needs a file, as in 'polyak sweep export folder file'"),
    (["submit", "--slurm"], "submit: needs a script, as in 'polyak submit script --slurm [options] [-- arguments]'"),
    (["submit", "a.lua"], "submit: " + slurm),
    (["submit", "a.lua", "--slrum"], "submit: unknown option '--slrum' (did you mean '--slurm'?)"),
    (["submit", "a.lua", "b"], "submit: unexpected argument 'b' (the script's own stand behind '--')"),
    (["submit", "a.lua", "--nodes"], "submit: option '--nodes' needs an integer >= 1 behind it"),
    (["submit", "a.lua", "--nodes", "--slurm"], "submit: option '--nodes' needs an integer >= 1 behind it"),
    (["submit", "a.lua", "--tmie", "3"], "submit: unknown option '--tmie' (did you mean '--time'?)"),
    (["submit", "a.lua", "-N", "2"], "submit: unknown option '-N' (--help shows the options)"),
    (["submit", "a.lua", "--xyz"], "submit: unknown option '--xyz' (--help shows the options)"),
  ]

  @Test("are refused with what was expected", arguments: refused.indices) func refusal(_ i: Int) {
    let error = #expect(throws: OptionError.self) { try Options(["polyak"] + Self.refused[i].0) }
    #expect(error?.message(.polyak) == Self.refused[i].1)
    #expect(error?.usage(.polyak, "polyak").hasPrefix("usage: polyak \(Self.refused[i].0[0])") == true)
  }

  static let values: [(String, good: [LuaString], bad: [LuaString], String)] = [
    ("--nodes", ["1", "100"], ["0", "-1", "x", "1.5", ""], "an integer >= 1"),
    ("--array", ["7"], ["0-3", "0"], "an integer >= 1"),
    ("--cpus", ["2"], ["two"], "an integer >= 1"),
    (
      "--time", ["30", "2:00:00", "1-12", "1-0:30", "0:10", "2-00:00:01"],
      ["0", "0:00:00", "1h", "", "1:2:3:4", "1-", "-1", "1-2-3", ":30", "30:"], "a time such as 30, 2:00:00 or 1-12"
    ),
    ("--memory", ["500", "500M", "4G", "1T"], ["0", "4GB", "G", "", "-1", "4 G", "1.5G"], "a size such as 500M or 4G"),
    ("--partition", ["long", "a,b", "x-1_2.y"], ["", "a b", "a;b", "x\ny", "é", "'x'", "$x"], "a name"),
    ("--account", ["a:b/c@d"], ["a\"b"], "a name"),
    ("--folder", ["a b", "é"], [""], "a folder"),
  ]

  @Test("have options that take what they must and nothing else", arguments: values.indices) func valuesOfOptions(_ i: Int) throws
  {
    let (name, good, bad, expected) = Self.values[i]
    for word in good {
      let call = try #require(try Options(["polyak", "submit", "a.lua", "--slurm", LuaString(name), word]).subcommand)
      #expect(call.values.count == 3)
    }
    for word in bad {
      let error = #expect(throws: OptionError.self) {
        try Options([
          "polyak", "submit", "a.lua", "--slurm", LuaString(bytes: Array(name.utf8) + [UInt8(ascii: "=")] + word.bytes),
        ])
      }
      #expect(error?.message(.polyak) == "submit: option '\(name)' must be \(expected), got '\(word)'")
    }
  }

  @Test("are scripts where a path says so, behind '--', and in the stock dialect", arguments: ["sweep", "submit"])
  func scripts(_ name: LuaString) throws {
    #expect(try Options(["polyak", LuaString("./\(name)")]).script == .file(LuaString("./\(name)")))
    #expect(try Options(["polyak", "--", name]).script == .file(name))
    #expect(try Options(["lua", name, "x"], .stock).script == .file(name))
    #expect(try Options(["polyak", LuaString("\(name).lua")]).script == .file(LuaString("\(name).lua")))
  }
}
