import LuaKit
import LuaPrompt

extension Command {
  static let format = Command(
    "format", .oneOf(["short", "long"]), "digits of numbers: short (6), long (all that tell a number from others)"
  ) {
    argument, session throws(LuaError) in
    if argument.isEmpty { return Terminal.write((NumberStyle.current == .long ? "long" : "short") + "\n") }
    NumberStyle.current = argument == "long" ? .long : .short
    session.transcript.add(note: ":format " + argument + "   (of the prompt alone)")
  }
}
