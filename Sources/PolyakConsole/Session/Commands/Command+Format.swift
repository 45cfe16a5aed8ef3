import LuaKit
import LuaPrompt

extension Command {
  static let format = Command("format", "[short|long]", "digits of numbers: short (6), long (all that tell a number from others)") {
    argument, session throws(LuaError) in
    switch argument {
    case "": Terminal.write((NumberStyle.current == .long ? "long" : "short") + "\n")
    case "short": NumberStyle.current = .short
    case "long": NumberStyle.current = .long
    default:
      let hint = nearestSpelling(of: argument, among: ["short", "long"]).map { " (did you mean '\($0)'?)" } ?? ""
      throw LuaError(":format: expected 'short' or 'long', got '\(argument)'\(hint)")
    }
    if !argument.isEmpty { session.transcript.add(note: ":format " + argument + "   (of the prompt alone)") }
  }
}
