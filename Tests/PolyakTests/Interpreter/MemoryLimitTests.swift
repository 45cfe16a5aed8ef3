import Testing

/// What keeps more and more, under limits of the address space or of the data: each limit is met somewhere else.
@Suite("Under a limit of memory") struct MemoryLimitTests {
  static let loops = [
    ("t[#t + 1] = vec{1}", "-v 240000"), ("t[#t + 1] = vec(2000)", "-v 260000"), ("t[#t + 1] = vec(2000)", "-d 130000"),
    ("t[#t + 1] = {}", "-d 130000"), ("t[#t + 1] = ('x'):rep(1000) .. #t", "-v 240000"),
    ("t[#t + 1] = coroutine.create(print)", "-d 140000"), ("t[#t + 1] = function() return t end", "-v 250000"),
    ("t[#t + 1] = losses.product{y = 1}", "-d 130000"),
    ("losses.define(2, function(b) local s = b[1] while true do s = sin(s) + b[2] end end)", "-v 240000"),
    (
      "losses.define(2, function(b) local s = b[1] for i = 1, 2e5 do s = sin(s) * b[2] + i end return s end):hessian{1, 2}",
      "-d 140000"
    ),
  ]

  @Test("every loop ends in an error, and the program goes on", arguments: loops)
  func limits(_ loop: String, _ limit: String) throws {
    let folder = TemporaryFolder()
    let code = """
      local ok, why = pcall(function() local t = {} while true do \(loop) end end)
      print(ok, (why:gsub("\\n.*", ""))) why = nil collectgarbage()
      print(vec{1, 2}:sum(), losses.product{y = 1}:gradient{1, 2}[1])
      """
    let launched = try Launched(
      ["-c", "ulimit \(limit); exec \"$0\" -e \"$1\"", programPath, code], environment: ["OPENBLAS_NUM_THREADS": "1"],
      folder: folder.path, files: (try folder.write("", to: "in"), folder.path + "/o", folder.path + "/e"), program: "sh")
    #expect(launched.wait(seconds: 120) == 0)
    #expect(try folder.read("o") == "false\tnot enough memory\n3.0\t2.0\n")
    #expect(try folder.read("e") == "")
  }
}
