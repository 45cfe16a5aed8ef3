import Foundation
import HeavyBall
import Testing

@testable import PolyakConsole

@Suite("A kernel's description") struct KernelProgramTests {
  let folder = TemporaryFolder()

  /// Options and variables, and where the description goes in the folder of the test.
  static let places: [(options: [String], environment: [String: String], name: String, place: String)] = [
    ([], [:], "polyak", "home/.local/share/jupyter"),
    (["--user"], ["XDG_DATA_HOME": "/data"], "polyak", "data/jupyter"),
    ([], ["JUPYTER_DATA_DIR": "/own dir", "XDG_DATA_HOME": "/data"], "polyak", "own dir"),
    (["--prefix", "local/"], [:], "polyak", "local/share/jupyter"),
    (["--sys-prefix"], ["VIRTUAL_ENV": "/venv"], "polyak", "venv/share/jupyter"),
    (["--sys-prefix"], ["CONDA_PREFIX": "/conda"], "polyak", "conda/share/jupyter"),
    (["--name", "Polyak-2.0_x"], [:], "polyak-2.0_x", "home/.local/share/jupyter"),
  ]

  private func run(_ words: [String], _ environment: [String: String]) throws -> Outcome {
    let paths = environment.mapValues { folder.path + $0 }
    // Empty is as if it were not there.
    let none = Dictionary(
      uniqueKeysWithValues: ["JUPYTER_DATA_DIR", "XDG_DATA_HOME", "VIRTUAL_ENV", "CONDA_PREFIX"].map { ($0, "") })
    return try polyak(
      words, environment: none.merging(["HOME": folder.path + "/home"]) { $1 }.merging(paths) { $1 }, in: folder)
  }

  @Test("is put where Jupyter looks, and taken away from there", arguments: places.indices) func installed(_ i: Int) throws {
    let (options, environment, name, place) = Self.places[i]
    let kernel = "\(folder.path)/\(place)/kernels/\(name)"
    // Twice: it is written over.
    for _ in 1...2 {
      #expect(
        try run(["kernel", "install"] + options, environment) == Outcome(output: "'\(name)' is installed in '\(kernel)'\n"))
    }
    let description = try #require(DataTree(json: Array(folder.read("\(place)/kernels/\(name)/kernel.json").utf8)))
    guard case .list(let words)? = description["argv"] else { throw CocoaError(.coderValueNotFound) }
    #expect(words.dropFirst() == ["--kernel", "{connection_file}"])
    #expect(words[0].text.map { FileManager.default.contentsEqual(atPath: $0, andPath: programPath) } == true)
    #expect(description["language"] == "lua" && description["interrupt_mode"] == "message")
    #expect(description["display_name"]?.text == (name == "polyak" ? "Polyak (Lua)" : "Polyak (Lua, \(name))"))
    #expect(
      try run(["kernel", "uninstall"] + options, environment)
        == Outcome(output: "'\(name)' is no longer installed in '\(kernel)'\n"))
    #expect(!FileManager.default.fileExists(atPath: kernel))
    #expect(
      try run(["kernel", "uninstall"] + options, environment)
        == Outcome(errors: "\(programPath): kernel uninstall: there is no kernel '\(name)' in '\(kernel)'\n", code: 1))
  }

  static let refused: [(words: [String], message: String)] = [
    (["--user", "--prefix", "x"], "options '--user' and '--prefix' say two places"),
    (["--sys-prefix", "--prefix", "x"], "options '--prefix' and '--sys-prefix' say two places"),
    (["--name", "a/b"], "option '--name' must be letters, digits, '.', '_' and '-', got 'a/b'"),
    (["--prefix", "file"], "cannot make 'FOLDER/file/share/jupyter/kernels/polyak': Not a directory"),
  ]

  @Test("is refused where it has no place", arguments: refused.indices) func refusals(_ i: Int) throws {
    let (words, message) = Self.refused[i]
    try folder.write("", to: "file")
    let text = message.replacing("FOLDER", with: folder.path)
    #expect(
      try run(["kernel", "install"] + words, [:]) == Outcome(errors: "\(programPath): kernel install: \(text)\n", code: 1))
  }

  static let files: [(text: String?, message: String)] = [
    (nil, "cannot open 'c.json': No such file or directory"),
    ("{}", "'c.json' is no connection file of Jupyter's: 'ip' is missing"),
    (
      "{\(ConnectionFileTests.fields)}",
      "cannot load ZeroMQ, '/nowhere/libzmq.so' (POLYAK_ZMQ names it)"
    ),
  ]

  @Test("a kernel that cannot be served says why", arguments: files.indices) func problems(_ i: Int) throws {
    let (text, message) = Self.files[i]
    if let text { try folder.write(text, to: "c.json") }
    #expect(
      try polyak("--kernel", "c.json", environment: ["POLYAK_ZMQ": "/nowhere/libzmq.so"], in: folder)
        == Outcome(errors: "\(programPath): --kernel: \(message)\n", code: 1))
  }
}
