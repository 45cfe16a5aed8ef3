import LuaKit
import LuaPrompt

/// `repl`: the prompt, from within a script.
let replModule = Module(
  "repl", "The prompt, from within a script.",
  functions: [
    Function(
      "here",
      "Opens the prompt at this place: the variables of the function that calls it can be read and assigned, also those of "
        + "its callers (:where, :up, :down). Ctrl-D goes on with the script.",
      [], example: "repl.here  --> function repl.here()"
    ) { call in
      guard let interpreter = Interpreter.current else { throw call.error("there is no prompt in this program") }
      Prompt.run(interpreter, in: try call.state.frames)
    }
  ])
