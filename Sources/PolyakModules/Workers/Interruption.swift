import LuaKit

/// The error of calls that Ctrl-C has ended: an object that says itself how it reads, so that neither a place in a
/// script nor the calls in progress are added. It is for the reader, not about a line of code.
final class Interruption: LuaObject {
  let message: String

  init(_ message: String) { self.message = message }

  static var luaClass: ClassDeclaration {
    ClassDeclaration(
      Interruption.self, "Interruption", "Calls that were interrupted; tostring is the message.",
      [
        .property("message", "how many were done", .string) { $0.message },
        .tostring { $0.message },
        .operator(.concat) { a, b, state in LuaString(bytes: try state.tostring(a).bytes + state.tostring(b).bytes) },
      ])
  }
}
