import LuaKit
import LuaPrompt

extension Command {
  static let profile = Command(
    "prof", .expression, "run it: in which functions and lines, Lua's and Swift's, the time went; Ctrl-C shows it so far"
  ) {
    argument, session throws(LuaError) in
    let profile = Profile()
    let clock = ContinuousClock()
    let start = clock.now
    func report() { Terminal.write(table(of: profile, (clock.now - start) / .seconds(1), session) + "\n") }
    do throws(LuaError) {
      try session.run(argument) { function throws(LuaError) in
        try SampleClock.run(for: session.lua.interrupt) { () throws(LuaError) in
          try session.lua.profiling(into: profile) { () throws(LuaError) in try session.call(function) }
        }
      }
      report()
    } catch {
      // What was stopped because it took so long is what one wants to know of.
      if error.kind == .interrupted {
        Terminal.write("\n")
        report()
      }
      throw error
    }
  }

  private static func table(of profile: Profile, _ seconds: Double, _ session: Session) -> String {
    var lines = ["\(Duration.words(seconds)), \(counted(profile.samples, "sample"))"]
    if profile.samples == 0 { return lines[0] + ": too short to say more; :bench repeats it" }
    func share(_ count: Int) -> String {
      let text = NumberStyle.text(100 * Double(count) / Double(profile.samples), digits: 3) + "%"
      return text.padded(to: 8, left: true)
    }
    lines.append("    alone    total  function")
    lines += profile.entries.prefix(12).map { "\(share($0.own)) \(share($0.total))  \($0.name)" }
    let busiest = profile.busiestLines.prefix(5)
    if !busiest.isEmpty { lines.append("          in line  ") }
    for (line, samples) in busiest {
      let (position, _) = ErrorMessage.parted(line + ": ")
      let source = position.flatMap { session.sources.line($0.line, of: $0.source) }?.trimmed ?? ""
      lines.append("         \(share(samples))  \(line)  \(source)")
    }
    let columns = Terminal.columns
    return lines.map { String($0.prefix(columns)) }.joined(separator: "\n")
  }
}
