import LuaPrompt

/// What helps whoever types a line: asked about the line and the lines of the block before it.
struct LineAssistance {
  /// What Tab offers on a line up to the cursor, behind the lines before it.
  typealias Complete = (_ line: [UInt8], _ block: [UInt8]) -> Completion
  let complete: Complete
  /// The colours of a line.
  let colours: (_ line: [UInt8], _ block: [UInt8]) -> [Highlighter.Span]
  /// The call that a line up to the cursor ends in.
  let hint: (_ line: [UInt8], _ block: [UInt8]) -> CallHint?
}
