import LuaKit

extension Command {
  static let frames = Command("where", .none, "the calls that the prompt was opened in, the one at hand marked") {
    _, session throws(LuaError) in
    if session.frames.isEmpty { throw LuaError(":where: this prompt was not opened in a call") }
    for (i, frame) in session.frames.enumerated() {
      Terminal.write("\(i == session.frameIndex ? "->" : "  ") \(frame.place)  \(frame.name)\n")
    }
  }

  static let up = Command("up", .none, "to the variables of the calling function") { _, session throws(LuaError) in
    try move(session, by: 1, "up")
  }

  static let down = Command("down", .none, "back to those of the function it called") { _, session throws(LuaError) in
    try move(session, by: -1, "down")
  }

  private static func move(_ session: Session, by step: Int, _ name: String) throws(LuaError) {
    let index = session.frameIndex + step
    guard session.frames.indices.contains(index) else {
      throw LuaError(":\(name): no call \(step > 0 ? "around" : "inside") this one")
    }
    session.frameIndex = index
    Terminal.write("\(session.frames[index].place)  \(session.frames[index].name)\n")
  }
}
