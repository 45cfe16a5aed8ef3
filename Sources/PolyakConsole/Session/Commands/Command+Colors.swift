import LuaKit

extension Command {
  static let colors = Command("colors", known: ["color", "colours"], .oneOf(["on", "off"]), "of what is typed and shown here") {
    argument, session throws(LuaError) in
    if argument.isEmpty { return Terminal.write((session.hasColors ? "on" : "off") + "\n") }
    Style.areWanted = argument == "on"
    if argument == "on", !session.hasColors {
      throw LuaError(":colors: there are none here: no terminal, TERM is 'dumb', or NO_COLOR is set")
    }
  }
}
