import Testing

@Suite("Colours at the prompt") struct ColourTests {
  let folder = TemporaryFolder()

  @Test(
    "are for terminals that have them, and are welcome",
    arguments: [
      (["TERM": "xterm"], true), (["TERM": "xterm", "NO_COLOR": ""], true), (["TERM": "xterm", "NO_COLOR": "1"], false),
      (["TERM": "dumb"], false), (["TERM": ""], false),
    ] as [([String: String], Bool)])
  func terminals(_ environment: [String: String], _ areThere: Bool) throws {
    let session = try PromptSession(environment: environment, in: folder)
    #expect(session.shows("> ") != nil)
    session.type("error('x' .. 'y', 0)\r")
    let shown = try #require(session.shows("at ")) + (session.shows("[1]:1") ?? "")
    #expect(shown.contains("\u{1B}[31mxy\u{1B}[0m") == areThere, "\(shown.debugDescription)")
    #expect(shown.contains("\u{1B}[31m") == areThere)
  }

  @Test func `are not in what is no terminal`() throws {
    let outcome = try polyak("-i", input: "error('x', 0)\nprnt\n?hbf.radius\n", environment: ["TERM": "xterm"])
    #expect(!outcome.output.contains("\u{1B}"))
    #expect(!outcome.errors.contains("\u{1B}"))
    #expect(outcome.output.contains("nil   -- no variable 'prnt' (did you mean 'print'?)\n"))
  }
}
