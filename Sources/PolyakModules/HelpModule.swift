import LuaKit
import LuaPrompt

private let subject = Parameter("what", .any, "a value, or a name in quotes").optional

/// `help`: what is declared, in words.
let helpModule = Module(
  "", "What is there, and how it is used.",
  functions: [
    Function(
      "help",
      "Prints what a function, a module, an object or a name is: signature, options with types and defaults, result, "
        + "example. Without one, the list of modules.",
      [subject], example: "help(\"hbf.radius\")  --> nil"
    ) { call in
      let what = try call.raw(subject)
      let help = try call.state.help
      let text: String
      switch what {
      case .nil where call.argumentCount == 0: text = help.overview
      case .nil: throw call.error("the value is nil; help() lists the modules, help(\"name\") takes a name")
      case .string(let name): text = try page(named: name.description, help, call)
      default:
        if let page = help.page(of: what) {
          text = page.text
        } else if let origin = what.function?.origin {
          text = "function\(origin.parameterList)   -- \(origin.shortSource):\(origin.lines.lowerBound)"
        } else {
          throw call.error("no help on this \(what.typeName); it is no function or module of Polyak's and has no class")
        }
      }
      try call.state.globals["print"].function?.call([.string(LuaString(text.wrapped(to: 100)))])
    }
  ])

private func page(named name: String, _ help: HelpIndex, _ call: Call) throws -> String {
  if let page = help.page(named: name) { return page.text }
  let hint = nearestSpelling(of: name, among: help.names).map { " (did you mean '\($0)'?)" } ?? ""
  throw call.error("no help under the name '\(name)'\(hint)", at: subject)
}
