import Testing

@Suite struct `Called lua, the program` {
  @Test("does what the standard interpreter does, to the byte", arguments: Invocation.all)
  func conformance(_ topic: Invocation.Topic) throws {
    try requireStandard()
    let pair = try Pair(called: "lua")
    for invocation in topic.invocations {
      let (ours, standard) = try pair.outcomes(of: invocation)
      #expect(ours == standard, "\(invocation)")
    }
  }

  @Test func `has Polyak as a module, and no global of it`() throws {
    let code = "local p = require 'polyak' print(p.vec{1, 2}, vec, losses, package.loaded.polyak == p)"
    #expect(try polyak("--stock", "-e", code) == Outcome(output: "Vector(2)  1  2\tnil\tnil\ttrue\n"))
  }

  @Test func `says what is missing where the input ends in a block`() throws {
    let outcome = try polyak("--stock", "-i", input: "f(\n")
    #expect(outcome.errors == "stdin:1: unexpected symbol near <eof>\n")
    #expect(outcome.code == 0)
  }
}

@Suite struct `--stock` {
  @Test func `does what the name does, and is not seen by what runs`() throws {
    let folder = TemporaryFolder()
    try folder.write("print(arg[-1], arg[-2], ...)", to: "a.lua")
    #expect(try polyak("--stock", "a.lua", "x", in: folder).output == "\(programPath)\tnil\tx\n")
    #expect(try polyak("--stock", "-v").output.hasPrefix("Lua 5.4."))
    let refused = try polyak("--stock", "--help")
    #expect(
      refused.errors.hasPrefix("\(programPath): unrecognized option '--help'\nusage: \(programPath) [options] [script"))
    #expect(refused.code == 1)
  }

  @Test func `comes first or is no option`() throws {
    let outcome = try polyak("-v", "--stock")
    #expect(outcome.errors.hasPrefix("\(programPath): '--stock' must be the first option\n"))
    #expect(outcome.code == 1)
  }
}

@Suite struct `Under any other name the program` {
  @Test("does for scripts what the standard interpreter does", arguments: Invocation.shared)
  func conformance(_ topic: Invocation.Topic) throws {
    try requireStandard()
    let pair = try Pair(called: "polyak")
    // The version's line and the prompt are Polyak's own.
    for invocation in topic.invocations where Set(invocation.arguments).isDisjoint(with: ["-v", "-i", "-z"]) {
      let (ours, standard) = try pair.outcomes(of: invocation)
      #expect(ours == standard, "\(invocation)")
    }
  }
}
