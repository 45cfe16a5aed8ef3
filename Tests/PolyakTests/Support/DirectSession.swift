import LuaKit
import Synchronization

@testable import PolyakConsole

/// A session of the prompt without a program and a terminal around it, for what the prompt says to what is typed. What needs
/// keys, files of a folder, other programs or Ctrl-C is a ``PromptSession``.
final class DirectSession {
  private final class Output: Sendable {
    private let bytes = Mutex<[UInt8]>([])
    func add(_ text: LuaString) { bytes.withLock { $0 += text.bytes } }
    func take() -> String {
      bytes.withLock { bytes in
        defer { bytes = [] }
        return String(decoding: bytes, as: UTF8.self)
      }
    }
  }

  private let session: Session
  private let output = Output()

  init() throws {
    let output = output
    let interpreter = try Interpreter(ignoresEnvironment: true)
    session = Terminal.$sink.withValue({ output.add($0) }) { Session(interpreter) }
    let lua = interpreter.lua
    // Lua's own writes to the standard output.
    lua.globals["print"] = .function(
      try lua.function("print") { call in
        let texts = try call.arguments.map { try call.state.text(of: $0) }
        output.add(LuaString(texts.joined(separator: "\t") + "\n"))
        return Results()
      })
  }

  /// Enters lines, and gives what is shown; nil where they are no whole block.
  func answer(to lines: String) -> String? {
    let output = output
    return Terminal.$sink.withValue({ output.add($0) }) {
      var block = session.makeBlock()
      var state = Block.State.empty
      for line in lines.split(separator: "\n", omittingEmptySubsequences: false) { state = block.add(LuaString(String(line))) }
      if case .incomplete = state { return nil }
      session.enter(block, state)
      return output.take()
    }
  }
}
