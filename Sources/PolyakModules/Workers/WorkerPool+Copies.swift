import HeavyBall
import LuaKit

internal import PolyakPlatform

extension WorkerPool {
  /// A copy of the process that makes a call; nil where there can be none.
  func copy(of index: Int) -> Copy? {
    Copy(index: index, others: running) { messages in
      Self.isCopy = true
      TerminalLine.silence()
      for signal in [SIGTERM, SIGINT] { FleetingFiles.go(with: signal, evenIfHandled: true) }
      FleetingFiles.go(with: SIGHUP, evenIfHandled: false)
      // The processors are shared among the copies: threads of each would wait for one another's.
      Threads.limit(to: 1)
      // Lua's own runs what the parent has left to be done at its end.
      if let os = state.globals["os"].table,
        let exit = try? state.function(
          "os.exit",
          { call in
            let code = call[0].boolean.map { $0 ? EXIT_SUCCESS : EXIT_FAILURE } ?? Int32(truncatingIfNeeded: call[0].integer ?? 0)
            Copy.end(code)
          })
      {
        os["exit"] = .function(exit)
      }
      let outcome = call(index) { _ = Descriptor.write(Message.fraction($0).bytes, to: messages) }
      // Nothing is written behind its last word.
      fflush(nil)
      _ = Descriptor.write(outcome.bytes, to: messages)
    }
  }

  /// Waits a tenth of a second at most for news of the copies; ends those that take too long.
  func listen() throws(LuaError) {
    var polled = running.flatMap(\.openDescriptors).map { pollfd(fd: $0, events: Int16(POLLIN), revents: 0) }
    let news = poll(&polled, nfds_t(polled.count), Int32((1000 * min(0.1, secondsLeft)).rounded(.up)))
    for claim in claims.values { claim.renew() }
    leaving.removeAll { $0.hasLeft }
    try endOverdue()
    guard news > 0 else { return }
    for copy in running {
      if let fraction = copy.receive() { line?.advance(copy.index, to: fraction) }
      try passOn(copy.takeOutput())
      guard copy.hasEnded else { continue }
      if let outcome = copy.outcome {
        // The system takes a while to take it apart; the next one is begun meanwhile.
        _ = copy.receive()
        try passOn(copy.takeOutput())
        copy.close()
        leaving.append(copy)
        running.removeAll { $0 === copy }
        try settle(copy.index, outcome, seconds: monotonicSeconds() - copy.start)
      } else {
        let ending = copy.reap()
        _ = copy.receive()
        try passOn(copy.takeOutput())
        running.removeAll { $0 === copy }
        let cause = try cause(ending)
        try settle(copy.index, .failure(message: Array(cause.utf8), traceback: []))
      }
    }
  }

  /// Until the time limit of a copy is over.
  private var secondsLeft: Double {
    guard let limit = plan.timeLimit, let start = running.map(\.start).min() else { return .infinity }
    return max(0, start + limit - monotonicSeconds())
  }

  private func endOverdue() throws(LuaError) {
    guard let limit = plan.timeLimit else { return }
    let now = monotonicSeconds()
    for copy in running where now - copy.start >= limit {
      copy.kill()
      _ = copy.receive()
      try passOn(copy.takeOutput())
      running.removeAll { $0 === copy }
      try settle(copy.index, copy.outcome ?? tookTooLong)
    }
  }

  private func passOn(_ output: [(target: Int32, bytes: [UInt8])]) throws(LuaError) {
    for (target, bytes) in output {
      line?.clear()
      _ = try Descriptor.write(bytes, to: target) { () throws(LuaError) in
        // Whoever reads may take longer than a lease, as a pager does.
        for claim in claims.values { claim.renew() }
        try state.checkInterrupt()
      }
    }
  }

  /// Why a copy has ended before its call did.
  private func cause(_ ending: Copy.Ending) throws(LuaError) -> String {
    switch ending {
    case .exit(let code): return "its process ended with exit code \(code) before the function returned"
    case .signal(let number):
      if number == SIGINT {
        // From the terminal, most likely, and on its way to this process as well.
        usleep(50_000)
        try state.checkInterrupt()
      }
      return "its process was ended by signal \(number) (\(String(cString: strsignal(number))))"
    }
  }
}
