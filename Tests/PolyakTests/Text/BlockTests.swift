import LuaKit
import LuaPrompt
import Testing

@testable import PolyakConsole

/// What typed lines are, one after another.
@Suite("A block") struct BlockTests {
  @Test(
    "is whole, or wrong, or waits for more",
    arguments: [
      (["1"], "value 1"), (["x = 1"], "code x = 1"), (["1;"], "silent value 1"), (["x;"], "silent value x"), (["=1"], "value 1"),
      (["return 1"], "value  1"), (["-- note"], "silent code -- note"), ([""], "empty"), ([" \t"], "empty"), (["\n"], "empty"),
      (["if x then"], "incomplete"), (["if x then", "end"], "code if x then\nend"), (["x ="], "incomplete"),
      (["x =", "2"], "code x =\n2"),
      (["f("], "incomplete"), (["f(", "1)"], "value f(\n1)"), (["[["], "incomplete"), (["x = = 2"], "wrong"), ([")"], "wrong"),
      (["'a"], "wrong"),
      (["local x = 2; x * 2"], "silent code local x = 2, value  x * 2"), (["x = 1; y = 2"], "code x = 1; y = 2"),
      ([":time 1"], "command :time 1"), ([" ?vec "], "command ?vec"), (["! ls"], "command ! ls"), (["::here::"], "code ::here::"),
      (["x = 1\ny = 2"], "code x = 1, code y = 2"), (["v = {3}\n(v)"], "code v = {3}, value (v)"),
      (["for i = 1, 2 do\nprint(i)\nend\n:who"], "code for i = 1, 2 do\nprint(i)\nend, command :who"),
    ])
  func state(_ lines: [String], _ expected: String) {
    var block = Block(in: LuaState(), name: "[1]", commands: Command.names)
    var state = Block.State.empty
    for line in lines { state = block.add(LuaString(line)) }
    #expect(words(state) == expected)
  }

  private func words(_ state: Block.State) -> String {
    switch state {
    case .empty: "empty"
    case .incomplete: "incomplete"
    case .wrong: "wrong"
    case .session: "session"
    case .whole(let pieces):
      pieces.map { piece in
        switch piece {
        case .command(let line): "command " + line
        case .code(let text, let isExpression, let isSilent):
          (isSilent ? "silent " : "") + (isExpression ? "value " : "code ") + String(decoding: text, as: UTF8.self)
        }
      }.joined(separator: ", ")
    }
  }
}
