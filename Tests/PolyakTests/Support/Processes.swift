import Foundation

/// The processes that a process has made and that are still there, ended ones that nobody has asked after included.
func children(of parent: pid_t) -> [pid_t] {
  let processes = (try? FileManager.default.contentsOfDirectory(atPath: "/proc"))?.compactMap { pid_t($0) } ?? []
  return processes.filter { process in
    guard let text = try? String(contentsOfFile: "/proc/\(process)/stat", encoding: .utf8),
      let end = text.lastIndex(of: ")")
    else { return false }
    // Behind the name in brackets: the state, the parent.
    let fields = text[text.index(after: end)...].split(separator: " ")
    return fields.count > 1 && pid_t(fields[1]) == parent
  }
}

/// Whether a process is there and has not ended.
func isRunning(_ process: pid_t) -> Bool {
  guard let text = try? String(contentsOfFile: "/proc/\(process)/stat", encoding: .utf8),
    let end = text.lastIndex(of: ")")
  else { return false }
  return !["Z", "X"].contains(text[text.index(after: end)...].split(separator: " ").first.map(String.init) ?? "X")
}

/// Whether something comes true in time.
func comesTrue(within seconds: Double = 20, _ condition: () throws -> Bool) rethrows -> Bool {
  let deadline = Date(timeIntervalSinceNow: seconds)
  while try !condition() {
    if Date() > deadline { return false }
    usleep(5000)
  }
  return true
}

/// Whether a process waits for something, such as the other end of a FIFO.
func isWaiting(_ process: pid_t) -> Bool {
  guard let text = try? String(contentsOfFile: "/proc/\(process)/stat", encoding: .utf8), let end = text.lastIndex(of: ")") else {
    return false
  }
  return text[end...].hasPrefix(") S")
}

/// How long a process has computed, in seconds.
func processorTime(of process: pid_t) -> Double {
  guard let text = try? String(contentsOfFile: "/proc/\(process)/stat", encoding: .utf8), let end = text.lastIndex(of: ")") else {
    return 0
  }
  // Fields 14 and 15 of proc(5), of which field 3 stands first here.
  let fields = text[text.index(after: end)...].split(separator: " ")
  guard fields.count > 12, let user = Double(fields[11]), let system = Double(fields[12]) else { return 0 }
  return (user + system) / Double(sysconf(Int32(_SC_CLK_TCK)))
}

/// Whether a signal has been sent to a process that it has not taken.
func isPending(_ signal: Int32, at process: pid_t) -> Bool {
  guard let text = try? String(contentsOfFile: "/proc/\(process)/status", encoding: .utf8) else { return false }
  return text.split(separator: "\n").contains { line in
    guard line.hasPrefix("SigPnd:") || line.hasPrefix("ShdPnd:") else { return false }
    let mask = UInt64(line.split(separator: "\t").last ?? "", radix: 16) ?? 0
    return mask >> UInt64(signal - 1) & 1 == 1
  }
}
