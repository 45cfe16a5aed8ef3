import LuaKit
import Testing

@testable import PolyakConsole

@Suite struct `The command line` {
  struct Case: Sendable, CustomTestStringConvertible {
    var arguments: [LuaString]
    var expected: Options
    var testDescription: String { arguments.map(\.description).joined(separator: " ") }

    init(_ arguments: LuaString..., change: (inout Options) -> Void) {
      self.arguments = arguments
      expected = Options()
      change(&expected)
    }
  }

  @Test(
    "is taken apart as lua does it",
    arguments: [
      Case { _ in },
      Case("a.lua") { ($0.script, $0.scriptPosition) = (.file("a.lua"), 1) },
      Case("a.lua", "-i", "-e") { ($0.script, $0.scriptPosition) = (.file("a.lua"), 1) },
      Case("-e", "x = 1") { $0.steps = [.run("x = 1")] },
      Case("-ex = 1") { $0.steps = [.run("x = 1")] },
      Case("-e", "x = 1", "-lm", "-e", "y", "a.lua") {
        $0.steps = [.run("x = 1"), .require("m", global: "m"), .run("y")]
        ($0.script, $0.scriptPosition) = (.file("a.lua"), 6)
      },
      Case("-l", "g=a.b") { $0.steps = [.require("a.b", global: "g")] },
      Case("-la.b-v2") { $0.steps = [.require("a.b-v2", global: "a.b")] },
      Case("-l", "g=a-b") { $0.steps = [.require("a-b", global: "g")] },
      Case("-i") { ($0.isInteractive, $0.showsVersion) = (true, true) },
      Case("-v") { $0.showsVersion = true },
      Case("-E") { $0.ignoresEnvironment = true },
      Case("-W", "-e", "x") { $0.steps = [.warnings, .run("x")] },
      Case("-ie", "x") {
        ($0.isInteractive, $0.showsVersion) = (true, true)
        $0.steps = [.run("x")]
      },
      Case("-EWlm", "-") {
        $0.ignoresEnvironment = true
        $0.steps = [.warnings, .require("m", global: "m")]
        ($0.script, $0.scriptPosition) = (.standardInput, 2)
      },
      Case("-", "a") { ($0.script, $0.scriptPosition) = (.standardInput, 1) },
      Case("--") { _ in },
      Case("--", "-x", "a") { ($0.script, $0.scriptPosition) = (.file("-x"), 2) },
      Case("--", "-") { ($0.script, $0.scriptPosition) = (.file("-"), 2) },
      Case("--help", "-x") { $0.information = .help },
      Case("-i", "--version") {
        ($0.isInteractive, $0.showsVersion) = (true, true)
        $0.information = .version
      },
      Case("--manual", "-x") { $0.information = .manual },
      Case("--completions", "zsh") { $0.information = .completions(.zsh) },
      Case("--stubs", "a", "--reference", "b", "-lm", "c") {
        $0.steps = [.stubs("a"), .reference("b"), .require("m", global: "m")]
        ($0.script, $0.scriptPosition) = (.file("c"), 6)
      },
      Case("") { ($0.script, $0.scriptPosition) = (.file(""), 1) },
      Case(LuaString(bytes: [0xFF])) { ($0.script, $0.scriptPosition) = (.file(LuaString(bytes: [0xFF])), 1) },
    ])
  func parsing(_ example: Case) throws {
    #expect(try Options(["polyak"] + example.arguments) == example.expected)
  }

  @Test(
    "is refused with the option at fault",
    arguments: [
      (["-x"], "unrecognized option '-x'"),
      (["-vx"], "unrecognized option '-vx'"),
      (["--hepl"], "unrecognized option '--hepl' (did you mean '--help'?)"),
      (["-v", "--stock"], "'--stock' must be the first option"),
      (["--stok"], "unrecognized option '--stok' (did you mean '--stock'?)"),
      (["--vresion"], "unrecognized option '--vresion' (did you mean '--version'?)"),
      (["--stub", "x"], "unrecognized option '--stub' (did you mean '--stubs'?)"),
      (["--stubs"], "'--stubs' needs a folder to write to, as in '--stubs folder'"),
      (["--reference", "--stubs", "x"], "'--reference' needs a folder to write to, as in '--reference folder'"),
      (["--reference", ""], "'--reference' needs a folder to write to, as in '--reference folder'"),
      (["--completions"], "'--completions' needs one of 'bash', 'zsh' or 'fish'"),
      (["--completions", "zhs"], "'--completions' needs one of 'bash', 'zsh' or 'fish', got 'zhs' (did you mean 'zsh'?)"),
      (["--manaul"], "unrecognized option '--manaul' (did you mean '--manual'?)"),
      (["--e"], "unrecognized option '--e'"),
      (["-e"], "'-e' needs argument"),
      (["-ie"], "'-e' needs argument"),
      (["-e", "-v"], "'-e' needs argument"),
      (["-v", "-l"], "'-l' needs argument"),
    ] as [([LuaString], String)])
  func refusal(_ arguments: [LuaString], _ message: String) {
    let error = #expect(throws: OptionError.self) { try Options(["polyak"] + arguments) }
    #expect(error?.message(.polyak) == message)
  }

  @Test(
    "has nothing of Polyak's under --stock",
    arguments: ["-ie", "-vv", "-El", "--help", "--version", "--stock", "--stubs", "--reference", "--manual", "--completions"])
  func stock(_ option: LuaString) {
    let error = #expect(throws: OptionError.self) { try Options(["lua", option, "x"], .stock) }
    #expect(error?.message(.stock) == "unrecognized option '\(option)'")
  }

  @Test(
    "says which program it is",
    arguments: [
      (["lua", "x"], .stock, ["lua", "x"]),
      (["/usr/bin/lua5.4"], .stock, ["/usr/bin/lua5.4"]),
      (["lua", "--stock"], .stock, ["lua", "--stock"]),
      (["polyak", "--stock", "--stock"], .stock, ["polyak", "--stock"]),
      (["lua/polyak", "-v", "--stock"], .polyak, ["lua/polyak", "-v", "--stock"]),
      (["lua5.1"], .polyak, ["lua5.1"]),
      ([], .polyak, []),
    ] as [([LuaString], Dialect, [LuaString])])
  func dialect(_ given: [LuaString], _ expected: Dialect, _ left: [LuaString]) {
    var arguments = given
    #expect(Dialect(taking: &arguments) == expected)
    #expect(arguments == left)
  }

  @Test(
    "leaves the prompt or the standard input where nothing says what to run",
    arguments: [
      ([], true), (["-l", "m"], true), (["-W"], true), (["-E"], true), (["--"], true),
      (["-v"], false), (["-e", "x"], false), (["--stubs", "x"], false), (["--reference", "x"], false), (["-i"], false),
      (["-"], false), (["a.lua"], false),
    ] as [([LuaString], Bool)])
  func standardInput(_ arguments: [LuaString], _ expected: Bool) throws {
    #expect(try Options(["polyak"] + arguments).readsStandardInput == expected)
  }
}
